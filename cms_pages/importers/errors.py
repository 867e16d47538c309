class UnreadableError(Exception):
    """The input cannot be read as a document; the message is one sentence for the report."""
