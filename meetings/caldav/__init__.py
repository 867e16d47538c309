"""The CalDAV door (RFC 4791, 6638, 6578): a person's invitations as a calendar that takes their answers.

`views` speaks HTTP, `tree` says what stands at an address, `holdings` what a person has there, `properties` and
`reports` tell it, `writing` takes answers in. `xml` and `filters` are pure. Answered by `hub.middleware.MachineRoutes`:
no session, no cookie, no compression, no log of an address.
"""
