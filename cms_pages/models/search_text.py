"""What search knows of a page: its public text, folded, each piece in ASCII."""

from collections.abc import Iterable

from wagtail.search import index

from hub.cleaning import plain_text
from hub.languages.clusters import encode_text


class EncodedText(index.SearchField):
    """A search field whose value is text already encoded; every backend takes it as plain words."""

    @staticmethod
    def encode(pieces: Iterable[str]) -> str:
        """One string of ASCII tokens from pieces of plain text or HTML."""
        return " ".join(encode_text(plain_text(piece)) for piece in pieces if piece)
