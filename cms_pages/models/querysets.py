"""Questions about many pages. What is public is asked here and nowhere else."""

from datetime import datetime

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

ORDER = ("en", "fr", "km")
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def _rank(language: str) -> Case:
    """How far a page's language is from the one asked for: 0 the same, then English, French, Khmer."""
    wanted = [language, *(code for code in ORDER if code != language)]
    ranks = [When(locale__language_code=code, then=Value(place)) for place, code in enumerate(wanted)]
    return Case(*ranks, default=Value(len(wanted)), output_field=IntegerField())


def _doors() -> QuerySet:
    """The restrictions on a page or on one above it."""
    restrictions = PageViewRestriction.objects.annotate(
        below=ExpressionWrapper(OuterRef("path"), output_field=CharField())
    )
    return restrictions.filter(below__startswith=F("page__path"))


class HubPageQuerySet(PageQuerySet):
    def published_at(self, now: datetime) -> "HubPageQuerySet":
        """Published, past its embargo at `now` (aware), not a mere copy in another language.

        `go_live_at` holds an embargo: a page that went live too early is still not public before it.
        """
        return self.filter(
            Q(go_live_at__isnull=True) | Q(go_live_at__lte=now), live=True, alias_of__isnull=True
        )

    def public_at(self, now: datetime) -> "HubPageQuerySet":
        """The same, and not behind a door: what everybody may read."""
        return self.published_at(now).filter(~Exists(_doors()))

    def _siblings(self, now: datetime) -> "HubPageQuerySet":
        """The page and its translations. Doors are not asked about: nothing of a sibling but its language is shown."""
        return HubPageQuerySet(Page).published_at(now).filter(translation_key=OuterRef("translation_key"))

    def best_for(self, language: str, now: datetime) -> "HubPageQuerySet":
        """One page of each translation set: in `language` if it is public there, else in the next best."""
        better = self._siblings(now).ranked(language).filter(rank__lt=OuterRef("rank"))
        return self.ranked(language).filter(~Exists(better))

    def ranked(self, language: str) -> "HubPageQuerySet":
        """Annotates `rank`: 0 for pages in `language`, more for the others."""
        return self.annotate(rank=_rank(language))

    def with_languages(self, now: datetime) -> "HubPageQuerySet":
        """Annotates `has_en`, `has_km`, `has_fr`: in which languages the page is public."""
        siblings = self._siblings(now)
        return self.annotate(
            **{f"has_{code}": Exists(siblings.filter(locale__language_code=code)) for code in LANGUAGES}
        )


def pages() -> HubPageQuerySet:
    """All pages of every kind, with the questions above."""
    return HubPageQuerySet(Page)
