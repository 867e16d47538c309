"""The import screens in a real browser: nothing scrolls sideways, machines and people can read them."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from cms_pages.actions.import_pages import keep_import
from cms_pages.importers.report import report_of
from hub.actors import SYSTEM
from tests.builders import make_clerk, sign_in
from tests.cms_pages.importers.seeds import FACTSHEET, MEETING, PROJECT, TODAY, seed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rows():
    kept = {}
    for number in (MEETING, PROJECT, FACTSHEET):
        doc = seed(number)
        kept[number] = keep_import(report_of(doc), doc.source, by=SYSTEM, today=TODAY).record
    return kept


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_screens(chromium, live_server, rows, width, scheme):
    session = sign_in(Client(), make_clerk()).cookies[settings.SESSION_COOKIE_NAME].value
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page = context.new_page()
    wrong = []
    for path in ("", *(f"{row.pk}/" for row in rows.values()), f"{rows[MEETING].pk}/meeting/"):
        answer = page.goto(f"/en/secretariat/imports/{path}")
        assert answer.status == 200
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append((path, "scrolls sideways"))
        wrong += [
            (path, found["id"], found["nodes"][0]["html"]) for found in Axe().run(page).response["violations"]
        ]
    context.close()
    assert wrong == []
