"""Which blocks stand together."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms_pages.models.blocks.records import (
    ContactBlock,
    DocumentBlock,
    FiguresBlock,
    HelplineBlock,
    ImageBlock,
)
from cms_pages.models.blocks.text import (
    BoxBlock,
    HeadingBlock,
    ListBlock,
    QuoteBlock,
    TextBlock,
    TwoLanguagesBlock,
)

WITHIN_A_SECTION = [
    ("text", TextBlock()),
    ("list", ListBlock()),
    ("quote", QuoteBlock()),
    ("box", BoxBlock()),
    ("figures", FiguresBlock()),
    ("image", ImageBlock()),
    ("document", DocumentBlock()),
]
BODY_BLOCKS = [
    ("heading", HeadingBlock()),
    *WITHIN_A_SECTION,
    ("contact", ContactBlock()),
    ("helpline", HelplineBlock()),
    ("two_languages", TwoLanguagesBlock()),
]


class SectionBlock(blocks.StructBlock):
    """A numbered section of a factsheet; sections without a number are boxes of their own."""

    number = blocks.IntegerBlock(label=_("number"), required=False, min_value=1)
    heading = blocks.CharBlock(label=_("heading"), max_length=250)
    body = blocks.StreamBlock([("heading", HeadingBlock()), *WITHIN_A_SECTION], label=_("content"))

    class Meta:
        icon = "doc-full-inverse"
        label = _("section")
        template = "cms_pages/blocks/section.html"
        description = _("A section with its number and heading")
        preview_value = {
            "number": 1,
            "heading": "Background",
            "body": [{"type": "text", "value": "<p>How it began.</p>"}],
        }


def lines(name: str, label: str) -> list:
    """The blocks of a field that is a plain list of sentences: goals, services, strategies."""
    return [(name, blocks.TextBlock(label=label, max_length=2000, icon="list-ul"))]
