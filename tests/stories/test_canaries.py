"""Nothing that is not public leaves by any public way.

Every confidential text of a record carries a word of its own. First the secretariat sees them all, on the very
pages that the public reads; then nobody else finds one, in any channel, in any language.
"""

import re
from collections import deque
from datetime import date, time
from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from hub.actors import SYSTEM
from meetings.actions import action_items, agenda, attendance, decisions, minutes, notes, papers, planning
from meetings.actions.agenda_versions import release
from meetings.actions.calendar_entries import refresh_all
from meetings.enums import Audience, Capacity, MeetingState, Regime
from meetings.models import (
    Announcement,
    Decision,
    Meeting,
    MinutesVersion,
    Paper,
    Recommendation,
    Venue,
)
from members.enums import MembershipKind, RoleKind
from members.models import Membership
from tests.builders import (
    LONG_AGO,
    make_clerk,
    make_invitation,
    make_meeting,
    make_organisation,
    make_person,
    make_role,
    make_seat,
    sign_in,
)

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "km", "fr")
LINK = re.compile(r'href="(/[^"#?]*)')
NOT_FOLLOWED = ("/accounts/", "/admin/", "/static/", "/media/", "/documents/")
CLOSED = (Audience.MEMBERS, Audience.SECRETARIAT)


class Canaries:
    """Makes a word for each confidential text. Each stands beside the word "lantern", so that a search can be asked."""

    def __init__(self):
        self.words = {audience: [] for audience in CLOSED}
        self.never_rendered = []

    def lay(self, audience, what):
        word = f"zq{audience}{what}"
        assert word not in self.words[audience]
        self.words[audience].append(word)
        return f"Lantern {word}"

    def hide(self, what):
        """A text that no page of the record renders, for nobody."""
        self.never_rendered.append(f"zqhidden{what}")
        return self.never_rendered[-1]

    def found_in(self, text, *audiences):
        text = unescape(text).casefold()
        return sorted(word for audience in audiences for word in self.words[audience] if word in text)

    def leaked_in(self, text):
        text = unescape(text).casefold()
        return self.found_in(text, *CLOSED) + [word for word in self.never_rendered if word in text]


@pytest.fixture
def canaries():
    return Canaries()


@pytest.fixture
def record(canaries):
    """A published record with every kind of confidential text in it; returns one member body."""
    open_body = make_organisation("Paper Boat Theatre", in_directory=True)
    shy_body = make_organisation(canaries.lay("members", "body"))
    venue = Venue.objects.create(name_en=canaries.lay("members", "venue"))
    chair = make_person()
    meeting = make_meeting(
        date(2022, 10, 13),
        slug="2022-10",
        state=MeetingState.HELD,
        number=1,
        venue=venue,
        place_is_public=False,
        host=shy_body,
        chair=chair,
        regime=Regime.BY_ORGANISATION,
        summary_en="Lantern for everybody",
        call_url=f"https://call.example/{canaries.hide('call')}",
        note_for_invited_en=canaries.hide("invited"),
    )
    for name, body in ((canaries.lay("members", "person"), shy_body), ("Sok", open_body)):
        person = make_person(name, email=f"{canaries.hide(f'mail{body.pk}')}@people.example")
        attendance.record_attendance(
            meeting, by=SYSTEM, person=person, organisation=body, capacity=Capacity.REPRESENTATIVE
        )
        make_invitation(meeting, person, comment=canaries.hide(f"comment{body.pk}"))
    item = agenda.add_item(meeting, by=SYSTEM, title_en="Lantern and thread", presented_by=shy_body)
    notes.write_note(item, by=SYSTEM, audience="public", language="en", text="Lantern, said openly.")
    for audience in CLOSED:
        _texts_under_an_open_item(canaries, meeting, item, audience, shy_body)
        _closed_item(canaries, meeting, audience, open_body)
        _closed_meeting(canaries, audience)
    planning.plan_meeting(
        by=SYSTEM,
        date=date(2090, 5, 1),
        start_time=time(9),
        end_time=time(12),
        summary_en=canaries.lay("secretariat", "planned"),
    )
    text = minutes.circulate(minutes.start_minutes(meeting, by=SYSTEM), by=SYSTEM)
    minutes.publish(minutes.adopt(text, by=chair), by=make_role(RoleKind.SECRETARIAT_COURT))
    _released_agenda(canaries)
    refresh_all()
    return open_body


def _released_agenda(canaries):
    """A meeting to come whose released agenda had closed items, and papers that only members may read."""
    coming = make_meeting(date(2090, 7, 13), slug="2090-07")
    item = agenda.add_item(coming, by=SYSTEM, title_en="Lantern to come")
    papers.add_paper(
        item,
        by=SYSTEM,
        title="Lantern plan",
        language="en",
        audience=Audience.PUBLIC,
        file=ContentFile(b"open", name="lantern.txt"),
    )
    for audience in CLOSED:
        closed = agenda.add_item(
            coming, by=SYSTEM, audience=audience, title_en=canaries.lay(audience, "comingtitle")
        )
        for number, (under, reads) in enumerate(((item, audience), (closed, Audience.PUBLIC))):
            name = canaries.lay(audience, f"papername{number}").replace(" ", "-")
            papers.add_paper(
                under,
                by=SYSTEM,
                title=canaries.lay(audience, f"papertitle{number}"),
                language="en",
                audience=reads,
                file=ContentFile(canaries.lay(audience, f"paperbody{number}").encode(), name=f"{name}.txt"),
            )
    release(coming, by=SYSTEM)
    for audience in CLOSED:  # open in version 1, closed since
        later = agenda.add_item(coming, by=SYSTEM, title_en=canaries.lay(audience, "closedlater"))
        release(coming, by=SYSTEM)
        agenda.edit_item(later, by=SYSTEM, facts={"audience": audience})
    agenda.edit_item(item, by=SYSTEM, facts={"minutes_allotted": 5})
    release(coming, by=SYSTEM)


def _texts_under_an_open_item(canaries, meeting, item, audience, body):
    for language in LANGUAGES:
        text = canaries.lay(audience, f"note{language}")
        notes.write_note(item, by=SYSTEM, audience=audience, language=language, text=text)
    decision = decisions.decide(
        meeting,
        by=SYSTEM,
        agenda_item=item,
        audience=audience,
        title={"en": canaries.lay(audience, "decisiontitle")},
        text={"en": canaries.lay(audience, "decisiontext")},
        progress_note={"en": canaries.lay(audience, "progress")},
    )
    action = action_items.agree_action(
        meeting,
        by=SYSTEM,
        agenda_item=item,
        audience=audience,
        title={"en": canaries.lay(audience, "action")},
        owner_organisation=body,
        owner_person=make_person(canaries.lay(audience, "owner")),
    )
    action_items.change_action(
        action, by=SYSTEM, to="in_progress", outcome={"en": canaries.lay(audience, "outcome")}
    )
    # A public action of a closed decision is as closed as the decision.
    action_items.agree_action(
        meeting,
        by=SYSTEM,
        decision=decision,
        title={"en": canaries.lay(audience, "actionofdecision")},
        owner_organisation=body,
    )
    asked = Recommendation.objects.create(source="Factsheet", number=len(audience), title_en="Fund care")
    asked.actions.add(action)
    Announcement.objects.create(
        meeting=meeting, date=date(2090, 6, 1), audience=audience, title_en=canaries.lay(audience, "forum")
    )


def _closed_item(canaries, meeting, audience, body):
    """Public texts under a closed item are as closed as the item."""
    item = agenda.add_item(
        meeting, by=SYSTEM, audience=audience, title_en=canaries.lay(audience, "itemtitle"), presented_by=body
    )
    text = canaries.lay(audience, "publicnoteofcloseditem")
    notes.write_note(item, by=SYSTEM, audience="public", language="en", text=text)
    decisions.decide(
        meeting,
        by=SYSTEM,
        agenda_item=item,
        title={"en": canaries.lay(audience, "decisionofcloseditem")},
        text={},
    )
    action_items.agree_action(
        meeting,
        by=SYSTEM,
        agenda_item=item,
        title={"en": canaries.lay(audience, "actionofcloseditem")},
        owner_organisation=body,
    )


def _closed_meeting(canaries, audience):
    number = 2 + CLOSED.index(audience)
    held = make_meeting(
        date(2022, 10 + number - 1, 20),
        slug=f"2022-{10 + number - 1}",
        audience=audience,
        state=MeetingState.HELD,
        number=number,
        summary_en=canaries.lay(audience, "meeting"),
    )
    item = agenda.add_item(held, by=SYSTEM, title_en=canaries.lay(audience, "itemofmeeting"))
    decisions.decide(
        held,
        by=SYSTEM,
        agenda_item=item,
        title={"en": canaries.lay(audience, "decisionofmeeting")},
        text={},
    )
    make_meeting(
        date(2090, number, 20),
        slug=f"2090-{number:02}",
        audience=audience,
        summary_en=canaries.lay(audience, "nextmeeting"),
    )


def addresses_of_the_record(language):
    """Every address of the record, also of what is closed: it may answer 404, but it may not tell."""
    with override(language):
        found = [
            reverse(f"meetings:{name}")
            for name in (
                "meeting_list",
                "meeting_next",
                "decision_list",
                "action_list",
                "recommendation_list",
            )
        ]
        for slug in Meeting.objects.values_list("slug", flat=True):
            found += [
                reverse("meetings:meeting_detail", args=[slug]),
                reverse("meetings:minutes_detail", args=[slug]),
                reverse("meetings:agenda_changes", args=[slug]),
            ]
        for paper in Paper.objects.select_related("item__meeting"):
            found.append(reverse("meetings:paper", args=[paper.item.meeting.slug, paper.pk, paper.filename]))
        for reference in Decision.objects.values_list("reference", flat=True):
            _wg, year, tail = reference.split("/")
            found.append(reverse("meetings:decision_detail", args=[year, tail]))
    return found


def told(client, address):
    """What an address says; "not found" repeats what was asked in its links, which tells nobody anything."""
    answer = client.get(address)
    body = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
    return (
        body.replace(address.partition("/meetings/")[2] or address, "") if answer.status_code == 404 else body
    )


def read(client, addresses):
    return "\n".join(told(client, address) for address in addresses)


def crawl(client, start):
    """{address: text} of everything that can be reached by links from the addresses in `start`."""
    waiting, seen = deque(start), {}
    while waiting:
        address = waiting.popleft()
        if address in seen or address.startswith(NOT_FOLLOWED):
            continue
        seen[address] = told(client, address)
        waiting.extend(unescape(link) for link in LINK.findall(seen[address]))
    return seen


def test_the_secretariat_reads_everything_on_the_pages_of_the_public(client, record, canaries):
    text = read(
        sign_in(client, make_clerk()), [page for code in LANGUAGES for page in addresses_of_the_record(code)]
    )
    everything = sorted(word for words in canaries.words.values() for word in words)
    assert canaries.found_in(text, *CLOSED) == everything


def test_members_read_what_is_for_them_and_nothing_of_the_secretariat(client, record, canaries):
    member = make_seat(record, make_person(sign_in=True)).person
    client.force_login(member.user)
    text = read(client, [page for code in LANGUAGES for page in addresses_of_the_record(code)])
    assert canaries.found_in(text, Audience.MEMBERS) == sorted(canaries.words[Audience.MEMBERS])
    assert canaries.found_in(text, Audience.SECRETARIAT) == []


def observer_client():
    body = make_organisation("Observer of the river", member=False)
    Membership.objects.create(organisation=body, kind=MembershipKind.OBSERVER, since=LONG_AGO)
    client = Client()
    client.force_login(make_seat(body, make_person(sign_in=True)).person.user)
    return client


@pytest.mark.parametrize("reader", ["nobody", "somebody without a seat", "an observer"])
def test_nobody_else_reads_any_of_it_on_any_page(record, canaries, reader):
    client = Client()
    if reader == "somebody without a seat":
        client.force_login(make_person(sign_in=True).user)
    elif reader == "an observer":
        client = observer_client()
    start = [page for code in LANGUAGES for page in (f"/{code}/", *addresses_of_the_record(code))]
    pages = crawl(client, start)
    assert "Lantern and thread" in pages["/en/meetings/2022-10/"]
    assert {address: leaks for address, text in pages.items() if (leaks := canaries.leaked_in(text))} == {}


CHANNELS = [
    "/sitemap.xml",
    "/robots.txt",
    "/calendar/public.ics",
    *[f"/calendar/public.{code}.ics" for code in LANGUAGES],
    *[f"/{code}/news/feed/" for code in LANGUAGES],
    *[f"/{code}/search/?q=lantern" for code in LANGUAGES],
    "/api/v2/pages/?fields=*",
    "/api/v2/pages/?search=lantern",
]


def test_machines_read_none_of_it(client, record, canaries):
    for channel in CHANNELS:
        answer = client.get(channel)
        assert answer.status_code == 200
        # Calendars fold long lines, also within a word (RFC 5545 section 3.1).
        text = re.sub(r"\r?\n[ \t]", "", answer.content.decode())
        assert (channel, canaries.leaked_in(text)) == (channel, [])


def test_search_answers_a_confidential_word_as_it_answers_nonsense(client, record, canaries):
    words = [word for words in canaries.words.values() for word in words] + canaries.never_rendered

    def page(word):
        return client.get("/en/search/", {"q": word}).content.decode().replace(word, "…")

    nothing = page("zqnonsense")
    assert "/en/meetings/2022-10/" in client.get("/en/search/", {"q": "lantern"}).content.decode()
    assert [word for word in words if page(word) != nothing] == []


def test_the_frozen_public_text_holds_none_of_it(record, canaries):
    bodies = MinutesVersion.objects.filter(audience=Audience.PUBLIC).values_list("body", flat=True)
    assert len(bodies) == len(LANGUAGES)
    assert [canaries.leaked_in(body) for body in bodies] == [[], [], []]
    members = "".join(MinutesVersion.objects.filter(audience=Audience.MEMBERS).values_list("body", flat=True))
    assert canaries.found_in(members, Audience.SECRETARIAT) == []
    assert canaries.found_in(members, Audience.MEMBERS) != []
