"""Plain pages and the pages that list others."""

from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms_pages.models.base import HubPage
from cms_pages.models.blocks import BODY_BLOCKS
from cms_pages.models.querysets import pages
from cms_pages.models.stream_text import stream_text


class PlainPage(HubPage):
    """A page that is only text: contact, help, privacy, terms."""

    lead = models.TextField(_("lead"), max_length=600, blank=True)
    body = StreamField(BODY_BLOCKS, verbose_name=_("content"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types = [
        "cms_pages.HomePage",
        "cms_pages.SectionIndexPage",
        "cms_pages.ArchiveIndexPage",
        "cms_pages.PlainPage",
    ]
    subpage_types = ["cms_pages.PlainPage"]
    template = "cms_pages/plain_page.html"

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")

    def public_text(self) -> list[str]:
        return [*super().public_text(), self.lead, stream_text(self.body)]


class ListingMixin:
    """Lists the public pages below it, in the order of their titles, by one query per page of the list."""

    per_page = 30

    def get_context(self, request, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        below = (
            pages()
            .public_at(timezone.now())
            .filter(path__startswith=self.path, depth=self.depth + 1)
            .order_by("title")
            .values("title", "search_description", "url_path")
        )
        page = Paginator(below, self.per_page).get_page(request.GET.get("page"))
        return {**context, "page_obj": page}


class SectionIndexPage(ListingMixin, HubPage):
    """A section of the site: structure, projects, publications, events."""

    lead = models.TextField(_("lead"), max_length=600, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["cms_pages.HomePage", "cms_pages.SectionIndexPage"]
    template = "cms_pages/section_index_page.html"

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def public_text(self) -> list[str]:
        return [*super().public_text(), self.lead]


class ArchiveIndexPage(ListingMixin, HubPage):
    """Pages that were first published elsewhere, kept as they were."""

    lead = models.TextField(_("lead"), max_length=600, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["cms_pages.HomePage"]
    template = "cms_pages/archive_index_page.html"

    class Meta:
        verbose_name = _("archive")
        verbose_name_plural = _("archives")

    def public_text(self) -> list[str]:
        return [*super().public_text(), self.lead]
