"""The calendar feeds: what calendar programs ask for every hour, for years.

An unchanged feed costs a query or two and 304: its validators come from version counters that are raised in the
transaction of each change, and the public bodies (plain and gzip) from bounded process memory. These addresses
are answered by `hub.middleware.MachineRoutes`: no session, no cookie, no language negotiation, no log of a token.
"""
