"""Every piece of page furniture seen in legacy pages is known; text that only resembles it stays."""

import pytest

from cms_pages.importers.litter import furniture

from .seeds import read

TEXT = "The reading room was opened by the director, who thanked everybody for the work of many years. " * 3


@pytest.mark.parametrize(
    "line",
    [
        "Most read",
        "Latest news",
        "Stay connected",
        "Who's Online",
        "Who’s Online",
        "We have 15 guests online",
        "mod_vvisit_counterToday 12",
        "Related Articles",
        "Keep reading",
        "Scroll to Top",
        "No comments: Post a Comment",
        "###",
        "Select Page",
        "top of page",
        "Donate",
        "Skip to main content",
        "mobile-under-construction",
        "Home > News > Room opened",
        "Document Sample",
        "Powered By",
        "7 downloads 132 Views",
        "Informing humanitarians worldwide 24/7",
        "[object Object]",
        "01234",
        "{{ facet.title }}",
        "F T M",
        "Facebook X Whatsapp",
        "Imprimer Envoyer",
        "Print",
        "You are here: Home",
        "© 2014 Invented Site",
        "A first headline of the site | A second headline of the site | A third headline of it",
    ],
)
def test_furniture_is_known_and_taken_out(line):
    assert furniture(line)
    doc = read(f"Room opened\n\n{TEXT}\n\n{line}\n")
    assert [gone.text for gone in doc.removed] == [line]
    assert line not in "".join(section.text for section in doc.sections)


@pytest.mark.parametrize(
    "line",
    [
        "Print the form and send it to the secretariat",
        "Most read about it in the news",
        "Donate blood on Thursday",
        "Share your view with the working group",
        "Mission | Vision",
        "2012 | 2013",
        "The home > garden rule",
        "12345",
    ],
)
def test_text_is_not_furniture(line):
    assert furniture(line) == ""


def test_teasers_under_an_opening_phrase_go_with_it():
    doc = read(f"Room opened\n\n{TEXT}\n\nRelated Articles\n\nAnother room\n\nA third room\n")
    assert [gone.text for gone in doc.removed] == ["Related Articles", "Another room", "A third room"]


def test_a_contact_under_an_opening_phrase_stays():
    doc = read(f"Room opened\n\n{TEXT}\n\nStay connected\n\nContact\n\nMs. SOK Dara\nPhone: 012 345 678\n")
    assert [gone.text for gone in doc.removed] == ["Stay connected"]
    assert [contact.name for contact in doc.contacts] == ["SOK Dara"]


def test_furniture_at_the_head_is_no_title():
    doc = read(f"Skip to main content\n\nSelect Page\n\nHome > News\n\nRoom opened\n\n{TEXT}\n")
    assert doc.title == "Room opened"
