"""Words: headings, running text, quotations, boxes, lists."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from hub.cleaning import clean_html

FORMATTING = ["bold", "italic", "link", "ol", "ul"]


class TextBlock(blocks.RichTextBlock):
    """Running text. The editor's own list of tags decides at saving, `hub.cleaning` once more when it is shown."""

    def __init__(self, **kwargs):
        kwargs.setdefault("features", FORMATTING)
        super().__init__(**kwargs)

    def clean(self, value):
        if value:
            clean_html(value.source)  # refuses what is too long or too deep, with a sentence
        return super().clean(value)

    class Meta:
        icon = "pilcrow"
        label = _("text")
        template = "cms_pages/blocks/text.html"
        description = _("Paragraphs with emphasis, lists and links")
        preview_value = "<p>The group met on <strong>13 October</strong> and agreed on two points.</p>"


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("heading"), max_length=200)
    level = blocks.ChoiceBlock(
        label=_("level"), choices=[("2", _("section")), ("3", _("within a section"))], default="2"
    )

    class Meta:
        icon = "title"
        label = _("heading")
        template = "cms_pages/blocks/heading.html"
        description = _("A heading of a section, or of a part of it")
        preview_value = {"text": "What was agreed", "level": "2"}


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("words"), max_length=2000)
    attribution = blocks.CharBlock(
        label=_("who said it"),
        max_length=200,
        required=False,
        help_text=_("Left empty where the source names nobody. Survivors are named only with their consent."),
    )

    class Meta:
        icon = "openquote"
        label = _("quotation")
        template = "cms_pages/blocks/quote.html"
        description = _("Somebody's words, with or without a name")
        preview_value = {"text": "We write it down so that it lasts.", "attribution": "A member of the group"}


class BoxBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=200)
    text = TextBlock(label=_("text"))

    class Meta:
        icon = "placeholder"
        label = _("box")
        template = "cms_pages/blocks/box.html"
        description = _("A core message, set apart from the text")
        preview_value = {"title": "Core message", "text": "<p>Care does not end with a verdict.</p>"}


class ListBlock(blocks.StructBlock):
    numbered = blocks.BooleanBlock(label=_("numbered"), required=False, default=False)
    items = blocks.ListBlock(blocks.TextBlock(label=_("item"), max_length=2000), label=_("items"))

    class Meta:
        icon = "list-ul"
        label = _("list")
        template = "cms_pages/blocks/list.html"
        description = _("Points one beneath the other, numbered or not")
        preview_value = {"numbered": True, "items": ["Inform", "Listen", "Follow up"]}


class TwoLanguagesBlock(blocks.StructBlock):
    """The same note in two languages, for readers of either."""

    first_language = blocks.ChoiceBlock(label=_("first language"), choices=settings.LANGUAGES, default="km")
    first_text = blocks.TextBlock(label=_("first text"), max_length=2000)
    second_language = blocks.ChoiceBlock(label=_("second language"), choices=settings.LANGUAGES, default="en")
    second_text = blocks.TextBlock(label=_("second text"), max_length=2000)

    class Meta:
        icon = "globe"
        label = _("note in two languages")
        template = "cms_pages/blocks/two_languages.html"
        description = _("One note for readers of two languages")
        preview_value = {
            "first_language": "km",
            "first_text": "សូមសរសេរទៅលេខាធិការដ្ឋាន។",
            "second_language": "en",
            "second_text": "Please write to the secretariat.",
        }
