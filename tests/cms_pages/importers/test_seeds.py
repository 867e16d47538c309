"""What each of the five source documents must become, line by line of their checklists."""

from dataclasses import asdict

import pytest

from cms_pages.importers.document import Guest
from cms_pages.importers.report import report_of

from .seeds import FACTSHEET, MEETING, PROJECT, RELEASE, STRUCTURE, flags, seed

FIXED_KEYS = [
    "file", "kind", "language", "title", "published", "event", "sections", "contacts", "removed", "flags", "page_id",
]  # fmt: skip


@pytest.mark.parametrize("number", range(5))
def test_report_begins_with_the_fixed_keys(number):
    report = report_of(seed(number), page_id=7)
    assert list(report)[: len(FIXED_KEYS)] == FIXED_KEYS
    assert list(report["published"])[:3] == ["date", "precision", "provenance"]
    assert list(report["event"])[:3] == ["start", "end", "precision"]
    assert list(report["sections"][0])[:2] == ["heading", "text"]
    assert list(report["removed"][0])[:2] == ["text", "reason"]
    assert report["page_id"] == 7


@pytest.mark.parametrize(
    ("number", "kind", "title"),
    [
        (STRUCTURE, "structure_page", "VSS Structure"),
        (MEETING, "news_item", "Constitutive Meeting of a New Working Group of Victims-Survivor-Centered Civil Society Organizations Facilitated by ECCC"),
        (PROJECT, "project_page", "Promoting Gender Equality and Improving Access to Justice for Female Survivors and Victims of GBV under Khmer Rouge Regime"),
        (FACTSHEET, "factsheet", "FROM JUSTICE TO PREVENTION"),
        (RELEASE, "press_release", "Conclusion of Conference on Hybrid Perspectives on the Legacies of Extraordinary Chambers in the Courts of Cambodia"),
    ],
)  # fmt: skip
def test_kind_title_and_language(number, kind, title):
    doc = seed(number)
    assert (doc.kind, doc.title, doc.language) == (kind, title, "en")


def dates(number):
    doc = seed(number)
    return (doc.published.date, doc.published.provenance, doc.event.start, doc.event.end, doc.event.precision)


def test_dates():
    assert [dates(n) for n in range(5)] == [
        (None, "unknown", None, None, ""),
        ("2022-09-09", "derived", "2022-09-08", "2022-09-08", "day"),
        (None, "unknown", None, None, ""),
        (None, "unknown", None, None, ""),
        ("2012-09-14", "found", "2012-09-13", "2012-09-14", "day"),
    ]
    assert seed(FACTSHEET).published.after == "2024"
    assert seed(RELEASE).event.start_provenance == "derived"
    assert seed(MEETING).published.quote == "Yesterday, 8 September 2022"


def test_structure_page_sections_and_address():
    doc = seed(STRUCTURE)
    assert [section.heading for section in doc.sections] == [
        "VSS's Mission Statement", "Mission", "Vision", "Goal", "Objective", "Key Strategies",
    ]  # fmt: skip
    objective = doc.sections[4]
    assert [item.split()[0] for item in objective.items] == ["dissemination", "liaising", "ensuring"]
    assert objective.items[0].endswith("reparations:")
    address = asdict(doc.address)
    assert [phone["normalised"] for phone in address["phones"]] == ["+855 23 214 291", "+855 23 219 814"]
    assert [phone["normalised"] for phone in address["fax"]] == ["+855 23 219 841"]
    assert (address["unit"], address["parent"]) == (
        "Victims Support Section (VSS)",
        "Extraordinary Chambers in the Courts of Cambodia (ECCC)",
    )
    assert address["lines"][0].startswith("National Road 4")
    assert address["po_box"] == "P.O. Box 71"
    assert address["validity"].startswith("historic")
    assert {"Stay connected", "Latest news"} <= {gone.text for gone in doc.removed}
    readings = {fix["as_published"]: fix["reading"] for fix in doc.corrections}
    assert {"facilitating", "satisfied", "wholeheartedly"} <= set(readings.values())
    assert "\xa0" not in str(report_of(doc)["sections"])


def test_meeting_is_proposed():
    proposal = seed(MEETING).meeting
    assert (proposal.number, proposal.kind, proposal.date) == (1, "constitutive", "2022-09-08")
    assert proposal.host.startswith("Legal Documentation Center")
    assert proposal.facilitator == "Extraordinary Chambers in the Courts of Cambodia (ECCC)"
    assert proposal.place == "Russian Boulevard in Phnom Penh"
    assert (proposal.stated_representatives, proposal.stated_organisations) == (16, 9)
    assert proposal.guests == [
        Guest("HANG Vannak", "Mr.", "chief of the Victims Support Section"),
        Guest("PICH Ang", "Mr.", "Lead Co-Lawyers for the Civil Parties"),
        Guest("Falguni DEBNATH", "Ms.", "Lead Co-Lawyers for the Civil Parties"),
        Guest("CHEA Savon", "Ms.", "director of the LDC"),
        Guest(role="additional staff of the ECCC and the LDC", unnamed=True),
    ]
    assert [outcome.text.split()[:3] for outcome in proposal.outcomes] == [
        ["Plans", "for", "a"],
        ["Commitments", "to", "regular"],
        ["Those", "present", "yesterday"],
        ["The", "administrative", "structure"],
    ]
    assert [outcome.next_meeting for outcome in proposal.outcomes] == [False, False, False, True]
    assert (proposal.next_meeting.date, proposal.next_meeting.precision) == ("2022-10", "month")
    assert [(told.date, told.source) for told in proposal.announcements] == [
        ("2022-09-22", "ECCC Supreme Court Chamber")
    ]


def test_meeting_contact_is_lost_and_no_guest():
    doc = seed(MEETING)
    contact = doc.contacts[0]
    assert (contact.name, contact.lost, contact.emails) == ("Daniel MATTES", True, [])
    assert "contact_lost" in flags(doc)
    assert "MATTES" not in str(doc.meeting)
    assert [gone.text for gone in doc.removed] == ["Most read"]


def test_project_page():
    doc = seed(PROJECT)
    project = doc.project
    assert (project.start, project.end, project.phases) == ("2016-01", "2018-12", ["Phase I", "Phase II"])
    assert [goal.split()[0] for goal in project.goals] == ["Reinforce", "Provide", "Increase", "Improve"]
    assert "with resources and effective Case Management" in project.goals[1]
    assert (len(project.streams), len(project.services)) == (4, 7)
    assert project.donors == ["UN Trust Fund to End Violence against Women", "UN Women"]
    assert project.partners == ["VSS", "TPO", "CDP"]
    assert len(doc.gallery) == 6
    assert [caption.text for caption in doc.gallery if caption.file_name] == [
        "FB-3-6. CRPs Training_UNTF_Ph2"
    ]
    assert "systematic forced marriage, rape in prisons" in doc.sections[0].text
    assert {
        "torn_sentence",
        "content_note",
        "personal_phone",
        "donors_differ",
        "caption_needed",
        "helpline",
    } <= flags(doc)


def test_project_contacts():
    first, second = seed(PROJECT).contacts
    assert [(p.normalised, p.privacy, p.shown) for p in first.phones] == [
        ("+855 12 595 824", "personal", False),
        ("+855 15 694 466", "personal", False),
        ("+855 95 666 826", "helpline", False),
    ]
    assert (second.name, second.organisation) == ("TAING Sopheap", "TPO")


def test_factsheet_is_in_order():
    doc = seed(FACTSHEET)
    assert [section.number for section in doc.sections if section.number] == [1, 2, 3, 4, 5, 6, 7]
    assert [section.heading for section in doc.sections if section.style == "box"] == [
        "Why This Factsheet", "Core Message", "Urgency",
    ]  # fmt: skip
    assert doc.subtitle.startswith("Enhancing Atrocity Prevention")
    assert "reordered" in flags(doc)
    assert "are able to access protection, recognition" in doc.sections[0].text
    by_number = {section.number: section for section in doc.sections if section.number}
    assert (len(by_number[3].items), len(by_number[5].items)) == (5 + 4, 5)
    assert by_number[3].quotes == [
        "Justice came, but then silence followed.",
        "I am afraid it could happen again.",
    ]
    assert doc.credits == ["Produced by", "Supported by", "Implemented by"]


def test_factsheet_recommendations_and_resources():
    doc = seed(FACTSHEET)
    assert [recommendation.addressees for recommendation in doc.recommendations] == [
        ["MoSVY", "MoH", "MOI"],
        ["local authorities"],
        ["R2P focal point", "ECCC legacy institution"],
        [],
    ]
    assert [len(resource.links) for resource in doc.resources] == [1, 1, 1, 0, 1]
    assert doc.resources[0].links[0].endswith("/A_RES_60_1.pdf")
    assert doc.resources[4].links[0].endswith("-FINAL.pdf")
    assert "A/HRC/37/65" in doc.resources[3].text


def test_identifying_caption_is_held_back():
    doc = seed(FACTSHEET)
    held = [gone for gone in doc.removed if gone.reason.startswith("held back")]
    assert len(held) == 1
    assert "Battambang" in held[0].text
    report = report_of(doc)
    report.pop("removed")
    assert "Battambang" not in str(report)


def test_press_release():
    doc = seed(RELEASE)
    assert len(doc.letterhead) == 9
    assert doc.letterhead[2] == "Chambres extraordinaires au sein des tribunaux cambodgiens"
    assert [(c.value, c.qualifier, c.noun) for c in doc.counts] == [
        (4, "", "panel discussions"),
        (6, "", "working groups"),
        (60, "", "national and international guest speakers"),
        (200, "more than", "participants"),
    ]
    assert doc.organisers == ["ECCC", "CHRAC"]
    assert {"LDC", "ECCC Virtual Tribunal"} <= set(doc.mentions)
    assert doc.promises[0].owner == "ECCC, CHRAC"
    assert [(r.time_frame, r.candidate) for r in doc.recommendations] == [
        ("short term", True),
        ("long term", True),
    ]
    assert doc.meeting is None


def test_press_contacts():
    contacts = seed(RELEASE).contacts
    assert [(c.name, c.organisation, c.role, c.historic) for c in contacts] == [
        ("Neth Pheaktra", "ECCC", "ECCC Press Officer", True),
        ("Suon Bunsak", "CHRAC", "CHRAC Executive Secretary", True),
    ]
    assert [c.phones[0].normalised for c in contacts] == ["+855 12 488 156", "+855 92 344 357"]
    assert [(c.emails[0].privacy, c.emails[0].shown) for c in contacts] == [
        ("office", True),
        ("private_provider", False),
    ]
