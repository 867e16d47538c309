"""Conferences, workshops, forums."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.documents import get_document_model_string
from wagtail.fields import StreamField
from wagtail.models import Page

from cms_pages.models.base import DATE_PANELS, DatedMixin, HubPage
from cms_pages.models.blocks import BODY_BLOCKS, ContactBlock, PartyBlock
from cms_pages.models.dates import machine_value
from cms_pages.models.record import RecommendationsMixin
from cms_pages.models.stream_text import stream_text
from cms_pages.models.structured import thing


class EventPage(RecommendationsMixin, DatedMixin, HubPage):
    """An event of a day or more. `participants` keeps the qualifier of the source: "more than 200"."""

    lead = models.TextField(_("lead"), max_length=800, blank=True)
    venue = models.CharField(_("venue"), max_length=250, blank=True)
    organisers = StreamField([("party", PartyBlock())], verbose_name=_("organisers"), blank=True)
    participants = models.CharField(
        _("participants, as stated"), max_length=120, blank=True, help_text=_("“more than 200”")
    )
    speakers = models.CharField(_("speakers, as stated"), max_length=120, blank=True)
    body = StreamField(BODY_BLOCKS, verbose_name=_("programme and course"), blank=True)
    report_promised = models.CharField(
        _("report promised"),
        max_length=300,
        blank=True,
        help_text=_("Stays visible until the report is there."),
    )
    report = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("report"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    contacts = StreamField([("contact", ContactBlock())], verbose_name=_("contacts"), blank=True)

    content_panels = [
        *Page.content_panels,
        *DATE_PANELS,
        FieldPanel("lead"),
        FieldPanel("venue"),
        FieldPanel("organisers"),
        FieldPanel("participants"),
        FieldPanel("speakers"),
        FieldPanel("body"),
        FieldPanel("report_promised"),
        FieldPanel("report"),
        FieldPanel("contacts"),
    ]
    parent_page_types = ["cms_pages.HomePage", "cms_pages.SectionIndexPage", "cms_pages.ArchiveIndexPage"]
    subpage_types = []
    template = "cms_pages/event_page.html"

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def structured_data(self) -> dict:
        return thing(
            "Event",
            self,
            description=self.lead or self.search_description,
            startDate=machine_value(self.event_start, self.event_precision),
            endDate=machine_value(self.event_end, self.event_precision),
            location={"@type": "Place", "name": self.venue} if self.venue else None,
        )

    def public_text(self) -> list[str]:
        return [
            *super().public_text(),
            self.lead,
            self.venue,
            stream_text(self.organisers),
            stream_text(self.body),
            self.report_promised,
        ]
