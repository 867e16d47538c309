"""What factsheets and publications share."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.documents import get_document_model_string
from wagtail.fields import StreamField

from cms_pages.enums import DatePrecision, Provenance
from cms_pages.models.blocks import CitationBlock, ContactBlock, LogoBlock, SectionBlock
from cms_pages.models.stream_text import stream_text


class DocumentaryMixin(models.Model):
    """A subtitle, sections, sources, a date or its absence, a file.

    `undated_after` is the last year the text itself speaks of: "undated (after 2024)". An undated document is
    never given today's date; it sorts by that year.
    """

    subtitle = models.CharField(_("subtitle"), max_length=250, blank=True)
    lead = models.TextField(_("lead"), max_length=800, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_precision = models.CharField(
        _("known to the"), max_length=5, choices=DatePrecision.choices, default=DatePrecision.DAY
    )
    published_provenance = models.CharField(
        _("how it is known"), max_length=10, choices=Provenance.choices, default=Provenance.STATED
    )
    undated_after = models.PositiveSmallIntegerField(
        _("undated, but after"),
        null=True,
        blank=True,
        help_text=_("The last year the text speaks of; leave empty if the date is known."),
    )
    sections = StreamField([("section", SectionBlock())], verbose_name=_("sections"), blank=True)
    resources = StreamField([("citation", CitationBlock())], verbose_name=_("resources"), blank=True)
    logos = StreamField([("logo", LogoBlock())], verbose_name=_("logos"), blank=True)
    contacts = StreamField([("contact", ContactBlock())], verbose_name=_("contacts"), blank=True)
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        abstract = True

    @property
    def sections_in_order(self) -> list:
        """Sections by their number; those without one stay after the section they follow."""
        keyed, last = [], 0
        for place, section in enumerate(self.sections):
            last = section.value["number"] or last
            keyed.append((last, place, section))
        return [section for _number, _place, section in sorted(keyed, key=lambda entry: entry[:2])]

    def documentary_text(self) -> list[str]:
        return [
            self.subtitle,
            self.lead,
            stream_text(self.sections),
            stream_text(self.resources),
            stream_text(self.logos),
        ]


DOCUMENTARY_PANELS = [
    FieldPanel("subtitle"),
    FieldPanel("lead"),
    MultiFieldPanel(
        [
            FieldPanel("published_on"),
            FieldPanel("published_precision"),
            FieldPanel("published_provenance"),
            FieldPanel("undated_after"),
        ],
        heading=_("Published"),
    ),
]
CLOSING_PANELS = [
    FieldPanel("sections"),
    FieldPanel("resources"),
    FieldPanel("logos"),
    FieldPanel("contacts"),
    FieldPanel("document"),
]
