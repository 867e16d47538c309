"""Legacy documents in: bytes of a scraped or converted page -> `ImportedDocument` and its report.

`reader.read_document` is the door. Everything here is pure: no database, no network, no clock (`today=` is
passed in). Nothing is rewritten silently: every character of the source is kept in a named field or listed
under `removed` with a reason, and the ledger (`ledger.Ledger`) proves it.
"""
