"""Factsheets and other publications."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms_pages.enums import Rights
from cms_pages.models.base import HubPage
from cms_pages.models.blocks import BODY_BLOCKS
from cms_pages.models.documentary import CLOSING_PANELS, DOCUMENTARY_PANELS, DocumentaryMixin
from cms_pages.models.record import RecommendationsMixin
from cms_pages.models.stream_text import stream_text

PARENTS = ["cms_pages.HomePage", "cms_pages.SectionIndexPage", "cms_pages.ArchiveIndexPage"]


class FactsheetPage(RecommendationsMixin, DocumentaryMixin, HubPage):
    """A factsheet: numbered sections, one core message, recommendations that are followed up."""

    core_message = models.TextField(_("core message"), max_length=1500, blank=True)

    content_panels = [
        *Page.content_panels,
        *DOCUMENTARY_PANELS,
        FieldPanel("core_message"),
        *CLOSING_PANELS,
    ]
    parent_page_types = PARENTS
    subpage_types = []
    template = "cms_pages/factsheet_page.html"

    class Meta:
        verbose_name = _("factsheet")
        verbose_name_plural = _("factsheets")

    def public_text(self) -> list[str]:
        return [*super().public_text(), *self.documentary_text(), self.core_message]


class PublicationPage(RecommendationsMixin, DocumentaryMixin, HubPage):
    """A report, a study, a book: who made it, in which languages, under which rights."""

    author = models.CharField(_("author or body"), max_length=250, blank=True)
    languages = models.CharField(_("languages"), max_length=120, blank=True)
    page_count = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    rights = models.CharField(_("rights"), max_length=15, choices=Rights.choices, default=Rights.UNKNOWN)
    rights_note = models.CharField(_("note on the rights"), max_length=250, blank=True)
    citation = models.TextField(_("how to cite it"), max_length=1000, blank=True)
    body = StreamField(BODY_BLOCKS, verbose_name=_("content"), blank=True)

    content_panels = [
        *Page.content_panels,
        *DOCUMENTARY_PANELS,
        MultiFieldPanel(
            [
                FieldPanel("author"),
                FieldPanel("languages"),
                FieldPanel("page_count"),
                FieldPanel("rights"),
                FieldPanel("rights_note"),
                FieldPanel("citation"),
            ],
            heading=_("Publication"),
        ),
        FieldPanel("body"),
        *CLOSING_PANELS,
    ]
    parent_page_types = PARENTS
    subpage_types = []
    template = "cms_pages/publication_page.html"

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    def public_text(self) -> list[str]:
        return [
            *super().public_text(),
            *self.documentary_text(),
            self.author,
            self.citation,
            stream_text(self.body),
        ]
