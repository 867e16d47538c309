"""What the body of a page is made of. Each block says what it is, and has a template of the same name."""

from cms_pages.models.blocks.records import (
    AddressBlock,
    CitationBlock,
    ContactBlock,
    GalleryPictureBlock,
    HelplineBlock,
    LogoBlock,
    PartyBlock,
    PhaseBlock,
    SignatoryBlock,
)
from cms_pages.models.blocks.streams import BODY_BLOCKS, SectionBlock, lines
from cms_pages.models.blocks.text import (
    BoxBlock,
    HeadingBlock,
    ListBlock,
    QuoteBlock,
    TextBlock,
    TwoLanguagesBlock,
)

__all__ = [
    "BODY_BLOCKS",
    "AddressBlock",
    "BoxBlock",
    "CitationBlock",
    "ContactBlock",
    "GalleryPictureBlock",
    "HeadingBlock",
    "HelplineBlock",
    "ListBlock",
    "LogoBlock",
    "PartyBlock",
    "PhaseBlock",
    "QuoteBlock",
    "SectionBlock",
    "SignatoryBlock",
    "TextBlock",
    "TwoLanguagesBlock",
    "lines",
]
