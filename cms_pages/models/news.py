"""News and press releases, and the page that lists them."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager

from cms_pages.enums import ReleaseKind
from cms_pages.models.base import DATE_PANELS, DatedMixin, HubPage
from cms_pages.models.blocks import BODY_BLOCKS, ContactBlock, SignatoryBlock
from cms_pages.models.dates import in_words, machine_value
from cms_pages.models.images import HubImage
from cms_pages.models.listing import news_rows
from cms_pages.models.querysets import HubPageQuerySet
from cms_pages.models.record import meeting_of
from cms_pages.models.stream_text import stream_text
from cms_pages.models.structured import absolute, organisation, thing
from meetings.models import Meeting

PER_PAGE = 12


class NewsQuerySet(HubPageQuerySet):
    def current(self, language: str, now: datetime) -> "NewsQuerySet":
        """Public news, newest first, each once in the best language for a reader; the archive's is left out."""
        return (
            self.public_at(now)
            .filter(historic=False)
            .best_for(language, now)
            .with_languages(now)
            .order_by(F("published_on").desc(nulls_last=True), "-first_published_at", "-pk")
        )

    def by_year(self) -> list[tuple[int, int]]:
        """[(year, number of items)], newest first; undated items are in none."""
        years = self.order_by().filter(published_on__isnull=False).values_list("published_on__year")
        return list(years.annotate(items=Count("pk")).order_by("-published_on__year"))


NewsManager = PageManager.from_queryset(NewsQuerySet)


class NewsIndexPage(HubPage):
    """The news of one language, newest first; what is not translated yet stands in its own language."""

    lead = models.TextField(_("lead"), max_length=600, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["cms_pages.HomePage"]
    subpage_types = ["cms_pages.NewsPage", "cms_pages.PressReleasePage"]
    template = "cms_pages/news_index_page.html"

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    def get_context(self, request, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        asked = request.GET.get("year", "")
        year = int(asked) if len(asked) == 4 and asked.isdecimal() else None
        news = NewsPage.objects.current(self.language, timezone.now())
        years = news.by_year()
        if year:
            news = news.filter(published_on__year=year)
        paginator = Paginator(news, PER_PAGE)
        page = paginator.get_page(request.GET.get("page"))
        return {
            **context,
            "page_obj": page,
            "news": news_rows(page.object_list),
            "years": years,
            "year": year,
        }


class NewsPage(DatedMixin, HubPage):
    """A news item. Counts and decisions of its meeting are computed from the record, never typed."""

    place = models.CharField(_("place"), max_length=200, blank=True)
    lead = models.TextField(_("lead"), max_length=800, blank=True)
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("meeting it reports on"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="news",
    )
    corrected_on = models.DateField(_("corrected on"), null=True, blank=True)
    correction = models.CharField(
        _("what was corrected"), max_length=400, blank=True, help_text=_("Stands before the text.")
    )
    body = StreamField(BODY_BLOCKS, verbose_name=_("content"), blank=True)
    contacts = StreamField([("contact", ContactBlock())], verbose_name=_("contacts"), blank=True)
    image = models.ForeignKey(
        HubImage,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    content_panels = [
        *Page.content_panels,
        *DATE_PANELS,
        FieldPanel("place"),
        FieldPanel("lead"),
        FieldPanel("meeting"),
        FieldPanel("body"),
        FieldPanel("image"),
        FieldPanel("contacts"),
        MultiFieldPanel([FieldPanel("corrected_on"), FieldPanel("correction")], heading=_("Correction")),
    ]
    api_fields = [
        *HubPage.api_fields,
        APIField("published_on"),
        APIField("event_start"),
        APIField("event_end"),
    ]
    parent_page_types = ["cms_pages.NewsIndexPage", "cms_pages.ArchiveIndexPage"]
    subpage_types = []
    template = "cms_pages/news_page.html"

    objects = NewsManager()

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")

    def clean(self) -> None:
        super().clean()
        if bool(self.corrected_on) != bool(self.correction):
            raise ValidationError({"correction": _("A correction needs its day and what was corrected.")})

    def get_context(self, request, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        meeting, decisions = meeting_of(self.meeting_id, self.language) if self.meeting_id else (None, [])
        if self.published_on and context["crumbs"]:
            day = in_words(self.published_on, self.published_precision, self.language)
            context["crumbs"][-1]["label"] = day  # the title stands right beneath
        return {**context, "meeting": meeting, "decisions": decisions}

    def structured_data(self) -> dict:
        published = machine_value(self.published_on, self.published_precision)
        return thing(
            "NewsArticle",
            self,
            headline=self.title,
            description=self.lead or self.search_description,
            datePublished=published,
            dateModified=machine_value(self.corrected_on) or published,
            publisher=organisation(),
            mainEntityOfPage=absolute(self.url_path),
        )

    def public_text(self) -> list[str]:
        return [
            *super().public_text(),
            self.lead,
            self.place,
            self.correction,
            stream_text(self.body),
            stream_text(self.contacts),
        ]


class PressReleasePage(NewsPage):
    """A press release, media alert or statement under the three-language letterhead."""

    kind = models.CharField(
        _("kind"), max_length=15, choices=ReleaseKind.choices, default=ReleaseKind.PRESS_RELEASE
    )
    letterhead = models.BooleanField(
        _("with the letterhead"), default=True, help_text=_("In three languages, above the title.")
    )
    embargo_until = models.DateTimeField(
        _("embargo until"),
        null=True,
        blank=True,
        help_text=_("Time of Phnom Penh. Not public before, even if published."),
    )
    signatories = StreamField([("signatory", SignatoryBlock())], verbose_name=_("signatories"), blank=True)
    about = models.TextField(_("about the organisations"), max_length=1500, blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("kind"), FieldPanel("letterhead"), FieldPanel("embargo_until")], heading=_("Release")
        ),
        *NewsPage.content_panels[len(Page.content_panels) :],
        FieldPanel("signatories"),
        FieldPanel("about"),
    ]
    template = "cms_pages/press_release_page.html"

    class Meta:
        verbose_name = _("press release")
        verbose_name_plural = _("press releases")

    def clean(self) -> None:
        """Holds publication back until the embargo is over."""
        super().clean()
        if self.embargo_until and self.embargo_until > timezone.now():
            self.go_live_at = self.embargo_until

    def public_text(self) -> list[str]:
        return [*super().public_text(), self.about, stream_text(self.signatories)]
