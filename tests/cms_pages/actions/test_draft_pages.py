"""Every imported draft can be published as it is, and then shows what was kept and nothing that was held back."""

from html import unescape

import pytest

from cms_pages.actions.draft_pages import day_of, draft_page
from cms_pages.actions.import_pages import keep_import
from cms_pages.importers.report import report_of
from cms_pages.models import PressReleasePage
from hub.actors import SYSTEM
from tests.cms_pages.importers.seeds import (
    FACTSHEET,
    MEETING,
    PROJECT,
    RELEASE,
    STRUCTURE,
    TODAY,
    flags,
    read,
    seed,
)

pytestmark = pytest.mark.django_db


def published(number: int):
    doc = seed(number)
    page = keep_import(report_of(doc), doc.source, by=SYSTEM, today=TODAY).record.page.specific
    page.latest_revision.publish()
    page.refresh_from_db()
    return page


def shown(client, number: int) -> str:
    page = published(number)
    answer = client.get(page.url)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_news(client):
    text = shown(client, MEETING)
    assert "neutral secretariat led by civil society organizations and the ECCC" in text
    assert "8 September 2022" in text
    assert "9 September 2022" in text
    assert "Most read" not in text


def test_structure_page(client):
    text = shown(client, STRUCTURE)
    for piece in (
        "facilatating the meaningful participation",
        "liaising with other parts",
        "P.O. Box 71",
        "+855 23 214 291",
    ):
        assert piece in text
    assert "tel:+855" not in text
    assert "Stay connected" not in text


def test_structure_page_is_found_by_the_corrected_reading(client):
    published(STRUCTURE)
    for word in ("facilitating", "satisfied", "wholeheartedly", "facilatating"):
        assert "VSS Structure" in client.get("/en/search/", {"q": word}).content.decode()


def test_project_page(client):
    text = shown(client, PROJECT)
    for piece in (
        "forced marriage, rape in prisons",
        "Psychological intervention",
        "UN Trust Fund",
        "Testimonial Therapy",
    ):
        assert piece in text
    for held in ("595 824", "694 466", "666 826", "Select Page"):
        assert held not in text


def test_factsheet(client):
    text = shown(client, FACTSHEET)
    for piece in (
        "Justice alone is not enough",
        "able to access protection",
        "https://docs.un.org/en/A/78/901",
        "2024",
    ):
        assert piece in text
    assert "Battambang" not in text
    assert text.count("<h1") == 1


def test_press_release(client):
    text = shown(client, RELEASE)
    assert "more than 200 participants" in text
    assert "neth.pheaktra@eccc.gov.kh" in text
    assert "suonbunsak@yahoo.com" not in text
    assert "mailto:" not in text.partition("<main")[2].partition("</main>")[0]


def test_held_back_words_are_in_no_search_result(client):
    for number in (PROJECT, FACTSHEET):
        published(number)
    for word in ("Battambang", "694466", "595824"):
        page = client.get("/en/search/", {"q": word}).content.decode()
        assert "FROM JUSTICE" not in page
        assert "Promoting Gender" not in page


def test_khmer_release_goes_to_the_khmer_tree():
    doc = read(
        "សេចក្តីប្រកាសព័ត៌មាន\n\nថ្ងៃទី១៤ ខែកញ្ញា ឆ្នាំ២០១២\n\nការបិទសន្និសីទ\n\n" + "អ្នកចូលរួមបានពិភាក្សាអំពីប្រធានបទជាច្រើន។ " * 4
    )
    page = keep_import(report_of(doc), doc.source, by=SYSTEM, today=TODAY).record.page
    assert (page.locale.language_code, page.url_path.split("/")[1]) == ("km", "km")
    assert page.slug.startswith("2012-09-14-")
    assert isinstance(page.specific, PressReleasePage)


def test_markup_in_a_source_is_text_on_the_page():
    doc = read("A title\n\nHere a &lt;b onclick=x&gt; and an & in a paragraph of text that is long enough.\n")
    page = draft_page(report_of(doc), today=TODAY)
    assert (
        page.body[0].value.source
        == "<p>Here a &lt;b onclick=x&gt; and an &amp; in a paragraph of text that is long enough.</p>"
    )


def test_nothing_is_cut_off_where_a_field_is_too_short():
    doc = read(f"# {'Long title ' * 60}\n\nIntroduction:\n\n* {'word ' * 900}last\n* two\n")
    row = keep_import(report_of(doc), doc.source, by=SYSTEM, today=TODAY).record
    assert len(row.page.title) == 200
    assert "long_title" in flags(doc)
    assert "word last</p><p>two</p>" in row.page.specific.body[-1].value.source


@pytest.mark.parametrize(
    ("text", "last", "day"),
    [("2022-09-08", False, "2022-09-08"), ("2018-12", True, "2018-12-31"), ("2016", False, "2016-01-01"), ("2016", True, "2016-12-31")],
)  # fmt: skip
def test_days_of_imprecise_dates(text, last, day):
    assert str(day_of(text, last=last)) == day
