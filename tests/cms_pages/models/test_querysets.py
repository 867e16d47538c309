from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms_pages.models import NewsPage, PressReleasePage
from cms_pages.models.querysets import pages
from tests.builders import make_news

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def titles(found):
    return sorted(page.title for page in found)


def test_only_live_pages_past_their_embargo_and_behind_no_door_are_public():
    make_news("Public")
    make_news("Draft", live=False)
    make_news("Embargoed", kind=PressReleasePage, embargo_until=NOW + timedelta(hours=1))
    make_news("Embargo over", kind=PressReleasePage, embargo_until=NOW - timedelta(hours=1))
    closed = make_news("Closed")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    copy = make_news("Copy")
    NewsPage.objects.filter(pk=copy.pk).update(alias_of=closed)
    assert titles(NewsPage.objects.public_at(NOW)) == ["Embargo over", "Public"]


def test_a_door_closes_what_lies_below_it():
    page = make_news("Below")
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
    assert not pages().public_at(NOW).filter(pk=page.pk).exists()


def test_an_embargo_is_over_at_its_minute():
    until = datetime(2030, 1, 15, 8, 0, tzinfo=timezone.get_default_timezone())
    make_news("Release", kind=PressReleasePage, embargo_until=until)
    assert titles(NewsPage.objects.public_at(until - timedelta(seconds=1))) == []
    assert titles(NewsPage.objects.public_at(until)) == ["Release"]


def test_each_item_stands_once_in_the_best_language():
    three, two, one = uuid4(), uuid4(), uuid4()
    for language in ("en", "km", "fr"):
        make_news(f"Three {language}", language=language, translation_key=three)
    make_news("Two en", translation_key=two)
    make_news("Two fr", language="fr", translation_key=two)
    make_news("Two km", language="km", translation_key=two, live=False)
    make_news("One fr", language="fr", translation_key=one)
    assert titles(NewsPage.objects.current("km", NOW)) == ["One fr", "Three km", "Two en"]
    assert titles(NewsPage.objects.current("fr", NOW)) == ["One fr", "Three fr", "Two fr"]
    assert titles(NewsPage.objects.current("en", NOW)) == ["One fr", "Three en", "Two en"]


def test_rows_know_in_which_languages_they_can_be_read():
    key = uuid4()
    make_news("English", translation_key=key)
    make_news("Français", language="fr", translation_key=key)
    make_news("ខ្មែរ", language="km", translation_key=key, live=False)
    row = NewsPage.objects.current("en", NOW).get()
    assert (row.has_en, row.has_km, row.has_fr) == (True, False, True)
