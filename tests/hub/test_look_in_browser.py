"""The gallery in a real browser: readable by machine and person, and nothing scrolls sideways."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders

from tests.hub.gallery import gallery

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def gallery_file(tmp_path):
    """Writes the gallery of one language with the address of the real sheet; gives its file address."""

    def write(language):
        sheet = Path(finders.find("hub/hub.css")).as_uri()
        file = tmp_path / f"{language}.html"
        file.write_text(gallery(language).replace("/static/hub/hub.css", sheet), encoding="utf-8")
        return file.as_uri()

    return write


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
@pytest.mark.parametrize("language", ["en", "km", "fr"])
def test_gallery(chromium, gallery_file, language, width, scheme):
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(gallery_file(language))
    assert page.evaluate("getComputedStyle(document.body).display") == "flex"  # the sheet has arrived
    assert page.evaluate("document.documentElement.scrollWidth") == width
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found] == []
    context.close()
