"""What every page of the hub has, whatever its kind."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.models import Page, PageManager
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms_pages.enums import RESERVED_SLUGS, DatePrecision, Provenance
from cms_pages.models.family import HOME_DEPTH, family_of, language_of
from cms_pages.models.querysets import HubPageQuerySet
from cms_pages.models.search_text import EncodedText
from cms_pages.models.structured import thing
from hub.cleaning import plain_text

HubPageManager = PageManager.from_queryset(HubPageQuerySet)


class HubPage(Page):
    """The common part. A page is in the language of its tree; `original_language` is the one it was written in."""

    original_language = models.CharField(
        _("original language"),
        max_length=2,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("Empty: the language of this page."),
    )
    historic = models.BooleanField(
        _("historic page"),
        default=False,
        help_text=_("Kept as it was published elsewhere; a note above the title says so."),
    )
    source_url = models.URLField(_("address it was published at"), max_length=500, blank=True)
    imported_on = models.DateField(_("imported on"), null=True, blank=True)
    identities_protected = models.BooleanField(
        _("identities are protected"),
        default=False,
        help_text=_("The names and pictures of people on this page must not be given out."),
    )
    content_note = models.CharField(
        _("note on difficult content"),
        max_length=400,
        blank=True,
        help_text=_("Shown before the text, with the way to help."),
    )
    corrected_readings = models.TextField(
        _("corrected readings"),
        max_length=2000,
        blank=True,
        help_text=_(
            "Words that are misspelt in the source, as they should read. Not shown; search finds the page by them."
        ),
    )
    is_sample = models.BooleanField(_("invented for the sample"), default=False, editable=False)

    objects = HubPageManager()

    # The same address in every language; what a page is called in search results is translated.
    override_translatable_fields = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("original_language", overridable=False),
    ]
    api_fields = [APIField("language"), APIField("content")]
    private_page_options = []  # what is not for everybody does not belong on a page

    search_fields = [*Page.search_fields, EncodedText("encoded_text"), index.FilterField("go_live_at")]
    promote_panels = [
        *Page.promote_panels,
        MultiFieldPanel(
            [
                FieldPanel("original_language"),
                FieldPanel("historic"),
                FieldPanel("source_url"),
                FieldPanel("imported_on"),
                FieldPanel("corrected_readings"),
            ],
            heading=_("Where it comes from"),
        ),
        MultiFieldPanel(
            [FieldPanel("identities_protected"), FieldPanel("content_note")], heading=_("Care for people")
        ),
    ]
    settings_panels = Page.settings_panels

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        below_home = self.depth in (None, HOME_DEPTH + 1)
        if below_home and self.slug in RESERVED_SLUGS:
            raise ValidationError(
                {
                    "slug": _(
                        "The hub itself uses this address. Please choose another, such as “about-%(slug)s”."
                    )
                    % {"slug": self.slug}
                }
            )

    @property
    def language(self) -> str:
        """The language the page is in."""
        return language_of(self.url_path)

    def get_url_parts(self, request=None) -> tuple | None:
        """(site, root, path). The path in the tree is the address: a home page's slug is its language."""
        return (None, settings.BASE_URL, self.url_path) if self.url_path else None

    def get_url(self, request=None, current_site=None) -> str | None:
        return self.url_path or None

    def public_text(self) -> list[str]:
        """Every public piece of text beside the title; kinds of pages add their fields, never what they hold back."""
        return [self.search_description]

    def encoded_text(self) -> str:
        """The public text for the index, folded and in ASCII, so that Khmer is found in every spelling."""
        return EncodedText.encode([self.title, self.corrected_readings, *self.public_text()])

    def content(self) -> str:
        """The public text as one plain text: what the API gives and search cuts its snippets from."""
        return "\n".join(plain_text(piece) for piece in self.public_text() if piece)

    def structured_data(self) -> dict:
        """What machines read about this page (schema.org)."""
        return thing("WebPage", self, description=self.search_description)

    def get_context(self, request, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        family = family_of(self)
        return {
            **context,
            "family": family,
            "language_links": family.language_links,
            "crumbs": family.crumbs,
            "structured_data": self.structured_data(),
        }


class DatedMixin(models.Model):
    """When it was published and when the thing itself took place: two facts, each with how it is known."""

    published_on = models.DateField(_("published on"), null=True, blank=True, db_index=True)
    published_precision = models.CharField(
        _("known to the"), max_length=5, choices=DatePrecision.choices, default=DatePrecision.DAY
    )
    published_provenance = models.CharField(
        _("how it is known"), max_length=10, choices=Provenance.choices, default=Provenance.STATED
    )
    event_start = models.DateField(_("took place from"), null=True, blank=True)
    event_end = models.DateField(_("until"), null=True, blank=True)
    event_precision = models.CharField(
        _("known to the"), max_length=5, choices=DatePrecision.choices, default=DatePrecision.DAY
    )
    event_provenance = models.CharField(
        _("how it is known"), max_length=10, choices=Provenance.choices, default=Provenance.STATED
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.event_start and self.event_end and self.event_end < self.event_start:
            raise ValidationError({"event_end": _("The end must not lie before the beginning.")})


DATE_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("published_on"),
            FieldPanel("published_precision"),
            FieldPanel("published_provenance"),
        ],
        heading=_("Published"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("event_start"),
            FieldPanel("event_end"),
            FieldPanel("event_precision"),
            FieldPanel("event_provenance"),
        ],
        heading=_("Took place"),
    ),
]
