"""An empty database answers in three languages."""

import pytest
from django.conf import settings
from wagtail.models import Page, Site

pytestmark = pytest.mark.django_db
CODES = [code for code, _name in settings.LANGUAGES]


def test_the_tree_is_whole():
    assert Page.find_problems() == ([], [], [], [], [])
    assert list(Page.objects.filter(depth=2).values_list("url_path", flat=True)) == ["/en/", "/km/", "/fr/"]
    assert Site.objects.get().root_page.url_path == "/en/"


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("place", ["", "news/", "archive/", "contact/", "help/", "privacy/"])
def test_first_pages_answer_in_their_language(client, code, place):
    response = client.get(f"/{code}/{place}")
    assert response.status_code == 200
    assert f'<html lang="{code}">' in response.text
    others = [link["url"] for link in response.context["language_links"] if not link["current"]]
    assert sorted(others) == sorted(f"/{other}/{place}" for other in CODES if other != code)
