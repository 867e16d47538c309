"""The rules are general: other pages, other languages, other formats, other words."""

import pytest

from cms_pages.importers.dates import damaged_dates, find_dates
from cms_pages.importers.numbers import find_counts
from cms_pages.importers.phones import find_phones, normalise
from cms_pages.importers.sensitivity import identifies

from .seeds import flags, read

FRENCH = """Royaume du Cambodge
Nation Religion Roi

Phnom Penh, le 3 mars 2014

COMMUNIQUÉ DE PRESSE

Clôture de l'atelier sur la mémoire des rescapés

L'atelier sur la mémoire des rescapés, qui a réuni plus de 120 participants et 14 intervenants, s'est achevé aujourd'hui après trois jours de travaux à Phnom Penh. Les participants ont discuté de la suite à donner aux recommandations.

Contact presse :

Mme KEO Sothea
Chargée de communication
Tél. : 012 300 400
Courriel : sothea@gmail.com
"""
SECOND_MEETING = """Second Meeting of the Working Group

06/19/2023

The second ordinary meeting of the working group was held on 15 June 2023 at the Invented Centre for Memory. It was hosted by the Invented Centre for Memory and facilitated by the ECCC.

Twelve representatives of seven civil society organisations attended, together with Dr. NOU Chan, director of the library, and additional staff of the library.

The working group agreed to publish a list of helplines. The budget will be discussed at the next meeting on 13 July 2023.
"""
PAGE = """<!DOCTYPE html><html><head><title>News &raquo; Room opened</title></head><body>
<div><a href="/">Home</a> &gt; <a href="/n">News</a> &gt; Room opened</div><h1>Room opened</h1><h1>Room opened</h1>
<p>Posted: 1 January 1970</p><p>Today, 24 of June 2011, the room was opened with eleven (11) guests&nbsp;present.</p>
<p>Please register at</p><h2>What next</h2><ol><li>First</li><li>Second</li></ol><p>###</p>
<p>We have 15 guests online</p><p>[object Object]</p></body></html>"""
KHMER = """សេចក្តីប្រកាសព័ត៌មាន

ថ្ងៃទី១៤ ខែកញ្ញា ឆ្នាំ២០១២

ការបិទសន្និសីទ

សន្និសីទស្តីពីកេរដំណែលនៃអង្គជំនុំជម្រះវិសាមញ្ញក្នុងតុលាការកម្ពុជា ត្រូវបានបិទនៅថ្ងៃនេះ។ អ្នកចូលរួមបានពិភាក្សាអំពីប្រធានបទជាច្រើន។
"""
WRAPPED = """MEMORIAL DAY IN THE DISTRICT

The villagers of the whole district came together on 20 May 2010 to remember
those who died. Five Cham survivors from Trea village, Kampong Cham province,
told of the killings. The ceremony ended at noon with a shared meal and with
music from the school.
"""


def test_french_press_release():
    doc = read(FRENCH)
    assert (doc.kind, doc.language, doc.title) == (
        "press_release",
        "fr",
        "Clôture de l'atelier sur la mémoire des rescapés",
    )
    assert (doc.published.date, doc.event.start, doc.event.end) == ("2014-03-03", "2014-03-01", "2014-03-03")
    assert doc.letterhead == ["Royaume du Cambodge", "Nation Religion Roi"]
    contact = doc.contacts[0]
    assert (contact.name, contact.role, contact.phones[0].normalised) == (
        "KEO Sothea",
        "Chargée de communication",
        "+855 12 300 400",
    )
    assert contact.privacy == "private_provider"


def test_khmer_press_release():
    doc = read(KHMER)
    assert (doc.kind, doc.language, doc.title) == ("press_release", "km", "ការបិទសន្និសីទ")
    assert (doc.published.date, doc.event.start) == ("2012-09-14", "2012-09-14")


def test_another_meeting_is_proposed():
    proposal = read(SECOND_MEETING).meeting
    assert (proposal.number, proposal.kind, proposal.date) == (2, "ordinary", "2023-06-15")
    assert proposal.host == "Invented Centre for Memory"
    assert proposal.facilitator.endswith("(ECCC)")
    assert (proposal.stated_representatives, proposal.stated_organisations) == (12, 7)
    assert [(guest.name, guest.unnamed) for guest in proposal.guests] == [("NOU Chan", False), ("", True)]
    assert [outcome.next_meeting for outcome in proposal.outcomes] == [False, True]
    assert (proposal.next_meeting.date, proposal.next_meeting.precision) == ("2023-07-13", "day")


def test_a_conference_with_working_groups_is_no_meeting_of_the_group():
    text = "Conference closes\n\nThe meeting of six working groups went on for months, and nobody wrote down on which day it was held at all.\n"
    assert read(text).meeting is None


def test_html_page():
    doc = read(PAGE)
    assert (doc.title, doc.published.date, doc.published.provenance) == (
        "Room opened",
        "2011-06-24",
        "derived",
    )
    assert [(s.heading, s.items) for s in doc.sections] == [("", []), ("What next", ["First", "Second"])]
    assert [gone.reason for gone in doc.removed] == [
        "page head", "breadcrumb", "title repeated", "end mark", "visitor counter", "script remains",
    ]  # fmt: skip
    assert {"date_not_a_date", "contact_lost", "published_derived"} <= flags(doc)


def test_markdown_page():
    doc = read(
        "# A guide\n\n*Published 5 May 2015 · Updated 6 June 2016*\n\n## Introduction\n\nText about *filing* and more.\n\n* one\n* two\n"
    )
    assert (doc.title, doc.published.date) == ("A guide", "2015-05-05")
    assert doc.sections[0].text == "Text about filing and more.\n\n• one\n• two"


def test_wrapped_lines_are_one_paragraph_and_a_small_group_is_held_back():
    doc = read(WRAPPED)
    assert len(doc.sections[0].blocks) == 1
    assert doc.sections[0].text.startswith(
        "The villagers of the whole district came together on 20 May 2010 to remember those who died. […]"
    )
    assert "Trea" not in doc.sections[0].text
    assert "held_back" in flags(doc)


def test_list_of_teasers_is_no_article():
    text = "\n\n".join(
        f"Headline number {n} about something\n\nShort teaser of the thing... Read more" for n in range(8)
    )
    assert read(text).kind == "listing"


def test_one_label_alone_is_no_section():
    doc = read(
        "A page about hours\n\nNote: the hours of the reading room are the same in every season of the year.\n\nCome and see the shelves.\n"
    )
    assert [section.heading for section in doc.sections] == [""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13-14 September 2012", [("2012-09-13", "2012-09-14", "day")]),
        ("from 30 September to 2 October 2012", [("2012-09-30", "2012-10-02", "day")]),
        ("September 13–14, 2012", [("2012-09-13", "2012-09-14", "day")]),
        ("24 of June 2011", [("2011-06-24", "2011-06-24", "day")]),
        ("06/19/2013", [("2013-06-19", "2013-06-19", "day")]),
        ("19.06.2013", [("2013-06-19", "2013-06-19", "day")]),
        ("le 1er août 2012", [("2012-08-01", "2012-08-01", "day")]),
        ("ថ្ងៃទី១៤ ខែកញ្ញា ឆ្នាំ២០១២", [("2012-09-14", "2012-09-14", "day")]),
        ("January 2016 to December 2018", [("2016-01", "2018-12", "month")]),
        ("in October 2022", [("2022-10", "2022-10", "month")]),
        ("31 February 2012", []),
        ("1 January 1970", []),
        ("April 06, 20t7", []),
    ],
)
def test_dates(text, expected):
    assert [(one.iso, one.iso_end, one.precision) for one in find_dates(text)] == expected


def test_damaged_year_is_told():
    assert damaged_dates("on April 06, 20t7 in") == ["April 06, 20t7"]


@pytest.mark.parametrize(
    ("raw", "normalised"),
    [
        ("+855 (0) 12 488 156", "+855 12 488 156"),
        ("+855(0) 092 344 357", "+855 92 344 357"),
        ("023 214 291", "+855 23 214 291"),
        ("00855 23 219 814", "+855 23 219 814"),
        ("(855) 12", ""),
        ("+33 1 42 68 53 00", "+33142685300"),
    ],
)
def test_phone_numbers(raw, normalised):
    assert normalise(raw) == normalised


def test_two_numbers_on_one_line_and_no_number_in_a_date():
    assert [p.normalised for p in find_phones("Tel: 012 345 678 / 015 694 466")] == [
        "+855 12 345 678",
        "+855 15 694 466",
    ]
    assert find_phones("Phnom Penh, 14-09-2012") == []
    assert find_phones("Case 002/02, 16 of 2012") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fifty-one civil parties came", [("", 51, "civil parties")]),
        ("eleven (11) people", [("", 11, "people")]),
        ("over 1,200 participants", [("over", 1200, "participants")]),
        ("the 2022 workshop", []),
        ("even 40 years after", []),
    ],
)
def test_counts(text, expected):
    assert [(c.qualifier, c.value, c.noun) for c in find_counts(text, lambda at, to: None)] == expected


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("A Cham woman of Invented village who lost her sons was raped.", True),
        ("The 67-year-old widow from Prey Veng was tortured.", True),
        (
            "Minority survivor groups include Cham communities and Khmer Krom women in Battambang Province.",
            False,
        ),
        ("One survivor noted that silence followed.", False),
        ("Forced marriages were common in every province of the country.", False),
    ],
)
def test_combination_rule(text, held):
    assert bool(identifies(text)) is held
