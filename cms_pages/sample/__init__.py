"""The sample: facts of the source documents told in our own words, and beyond them an invented group that says so."""
