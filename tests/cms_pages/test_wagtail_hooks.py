"""The secretariat edits pages in Wagtail's admin; members never enter it."""

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.admin.menu import admin_menu
from wagtail.models import Page, Revision

from cms_pages.models import (
    EventPage,
    FactsheetPage,
    NewsIndexPage,
    NewsPage,
    PlainPage,
    PressReleasePage,
    ProjectPage,
    PublicationPage,
    SectionIndexPage,
    StructurePage,
)
from members.actions.desk import sync_desk
from tests.builders import make_clerk, make_news, make_organisation, make_person, make_seat, sign_in

pytestmark = pytest.mark.django_db
BELOW_HOME = [
    PlainPage,
    SectionIndexPage,
    StructurePage,
    ProjectPage,
    FactsheetPage,
    PublicationPage,
    EventPage,
]


@pytest.fixture
def clerk(client):
    person = make_clerk()
    sign_in(client, person)
    sync_desk(person.user)
    return client


@pytest.mark.parametrize("kind", [NewsPage, PressReleasePage, *BELOW_HOME], ids=lambda kind: kind.__name__)
def test_the_form_of_every_kind_opens(clerk, kind):
    parent = Page.objects.get(url_path="/en/" if kind in BELOW_HOME else "/en/news/")
    response = clerk.get(f"/admin/pages/add/cms_pages/{kind._meta.model_name}/{parent.pk}/")
    assert response.status_code == 200
    assert 'name="title"' in response.text


def test_the_menu_leads_to_the_cockpit_and_not_elsewhere(clerk):
    response = clerk.get("/admin/")
    names = [item.name for item in admin_menu.menu_items_for_request(response.wsgi_request)]
    assert names[0] == "cockpit"
    assert "help" not in names
    assert "/en/secretariat/" in response.text


def test_a_reserved_address_is_refused_and_the_text_kept(clerk):
    home = Page.objects.get(url_path="/en/")
    url = f"/admin/pages/add/cms_pages/plainpage/{home.pk}/"
    typed = {
        "title": "Decisions",
        "slug": "decisions",
        "lead": "A lead I have just typed",
        "body-count": 0,
        "action-publish": "1",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }
    response = clerk.post(url, typed)
    assert response.status_code == 200
    assert "The hub itself uses this address." in response.text
    assert "A lead I have just typed" in response.text
    assert not Page.objects.filter(slug="decisions").exists()


def test_an_editor_previews_a_draft(clerk):
    page = make_news("A draft of mine", live=False)
    page.save_revision()
    response = clerk.get(f"/admin/pages/{page.pk}/view_draft/")
    assert response.status_code == 200
    assert "A draft of mine" in response.text
    assert Revision.objects.filter(content_type=ContentType.objects.get_for_model(Page)).count() == 0
    assert clerk.get(page.url_path).status_code == 404


def test_a_member_does_not_enter(client):
    person = make_person(sign_in=True)
    make_seat(make_organisation(), person)
    sign_in(client, person)
    index = NewsIndexPage.objects.get(url_path="/en/news/")
    response = client.get(f"/admin/pages/{index.pk}/")
    assert response.status_code == 403
    assert "wagtail" not in response.text.lower()
