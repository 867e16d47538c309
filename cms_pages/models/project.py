"""A project: why, for whom, in which time, with whose money."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms_pages.enums import DatePrecision, Provenance, ReparationStatus
from cms_pages.models.base import HubPage
from cms_pages.models.blocks import (
    BODY_BLOCKS,
    ContactBlock,
    GalleryPictureBlock,
    HelplineBlock,
    PartyBlock,
    PhaseBlock,
    lines,
)
from cms_pages.models.record import RecommendationsMixin
from cms_pages.models.stream_text import stream_text


class ProjectPage(RecommendationsMixin, HubPage):
    """The whole of a project on one page. Once its end has passed, a banner says so and nothing is offered."""

    lead = models.TextField(_("lead"), max_length=800, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    period_precision = models.CharField(
        _("known to the"), max_length=5, choices=DatePrecision.choices, default=DatePrecision.MONTH
    )
    period_provenance = models.CharField(
        _("how it is known"), max_length=10, choices=Provenance.choices, default=Provenance.STATED
    )
    reparation_status = models.CharField(
        _("in the proceedings"), max_length=15, choices=ReparationStatus.choices, blank=True
    )
    phases = StreamField([("phase", PhaseBlock())], verbose_name=_("phases"), blank=True)
    body = StreamField(BODY_BLOCKS, verbose_name=_("issue, background, needs"), blank=True)
    goals = StreamField(lines("goal", _("goal")), verbose_name=_("goals, in order"), blank=True)
    target_group = models.TextField(_("target group"), max_length=3000, blank=True)
    streams = StreamField(lines("stream", _("stream of work")), verbose_name=_("streams of work"), blank=True)
    services = StreamField(lines("service", _("service")), verbose_name=_("services"), blank=True)
    donors = StreamField([("party", PartyBlock())], verbose_name=_("donors"), blank=True)
    partners = StreamField([("party", PartyBlock())], verbose_name=_("partners"), blank=True)
    contacts = StreamField(
        [("contact", ContactBlock()), ("helpline", HelplineBlock())], verbose_name=_("contacts"), blank=True
    )
    gallery = StreamField([("picture", GalleryPictureBlock())], verbose_name=_("gallery"), blank=True)
    results = StreamField(BODY_BLOCKS, verbose_name=_("evaluations and results"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel(
            [
                FieldPanel("starts_on"),
                FieldPanel("ends_on"),
                FieldPanel("period_precision"),
                FieldPanel("period_provenance"),
                FieldPanel("reparation_status"),
            ],
            heading=_("Period"),
        ),
        FieldPanel("phases"),
        FieldPanel("body"),
        FieldPanel("goals"),
        FieldPanel("target_group"),
        FieldPanel("streams"),
        FieldPanel("services"),
        FieldPanel("donors"),
        FieldPanel("partners"),
        FieldPanel("contacts"),
        FieldPanel("gallery"),
        FieldPanel("results"),
    ]
    parent_page_types = ["cms_pages.HomePage", "cms_pages.SectionIndexPage", "cms_pages.ArchiveIndexPage"]
    subpage_types = []
    template = "cms_pages/project_page.html"

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The end must not lie before the beginning.")})

    def is_finished(self, today: date | None = None) -> bool:
        """Whether the project's end lies before `today` (Phnom Penh)."""
        return bool(self.ends_on and self.ends_on < (today or timezone.localdate()))

    def public_text(self) -> list[str]:
        streams = (
            self.phases,
            self.body,
            self.goals,
            self.streams,
            self.services,
            self.donors,
            self.partners,
            self.contacts,
            self.results,
        )
        return [*super().public_text(), self.lead, self.target_group, *map(stream_text, streams)]
