"""The front page: who the group is, when it meets next, what it decided."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from cms_pages.models.base import HubPage
from cms_pages.models.listing import news_rows
from cms_pages.models.news import NewsPage
from cms_pages.models.record import latest_decisions, year_around
from cms_pages.models.structured import organisation

DECISIONS = NEWS = 3


class HomePage(HubPage):
    """One per language. Meetings, decisions and news come from the record; only the opening is written here."""

    claim = models.CharField(_("opening sentence"), max_length=200, blank=True)
    claim_more = models.TextField(_("opening paragraph"), max_length=600, blank=True)
    join_title = models.CharField(_("title of the invitation to join"), max_length=120, blank=True)
    join_text = models.TextField(_("invitation to join"), max_length=600, blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("claim"), FieldPanel("claim_more")], heading=_("Opening")),
        MultiFieldPanel(
            [FieldPanel("join_title"), FieldPanel("join_text")], heading=_("The group stays open")
        ),
    ]
    parent_page_types = ["wagtailcore.Page"]
    template = "cms_pages/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        decisions, decision_count = latest_decisions(self.language, DECISIONS)
        return {
            **context,
            "year": year_around(now, self.language),
            "decisions": decisions,
            "decision_count": decision_count,
            "news": news_rows(NewsPage.objects.current(self.language, now)[:NEWS]),
        }

    def structured_data(self) -> dict:
        return {"@context": "https://schema.org", **organisation(), "description": self.claim}

    def clean(self) -> None:
        """A home page's slug is its language: the path of every page in the tree is its public address."""
        self.slug = self.locale.language_code if self.locale_id else self.slug
        super().clean()

    def public_text(self) -> list[str]:
        return [*super().public_text(), self.claim, self.claim_more, self.join_text]
