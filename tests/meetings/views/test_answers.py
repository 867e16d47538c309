"""The secretariat asks, sees who answered, and writes down what was told by telephone."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.core import mail
from django.utils import timezone

from hub import outbox
from hub.models import Setting
from meetings.actions import seats
from meetings.actions.responses import record_response
from meetings.actions.undoing import undo_response
from meetings.enums import Answer, Capacity, Channel
from meetings.models import Invitation
from meetings.models.answers import AnswerBoard, OrganisationAnswers
from meetings.models.meeting import Meeting
from tests.builders import (
    make_clerk,
    make_invitation,
    make_meeting,
    make_organisation,
    make_person,
    make_seat,
    sign_in,
)

pytestmark = pytest.mark.django_db
A, D, T, N, G = Answer.ACCEPTED, Answer.DECLINED, Answer.TENTATIVE, Answer.NEEDS_ACTION, Answer.DELEGATED


@pytest.fixture
def clerk(client):
    clerk = make_clerk()
    sign_in(client, clerk)
    return clerk


@pytest.fixture
def meeting():
    return make_meeting(slug="2030-03")


DESK = "/en/secretariat/meetings/2030-03/"


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([], "not_asked"),
        ([N], "none"),
        ([N, D], "none"),
        ([G, N], "none"),
        ([D], "declined"),
        ([D, D], "declined"),
        ([T, D], "tentative"),
        ([T, N], "tentative"),
        ([A], "covered"),
        ([D, A], "covered"),
        ([N, T, A], "covered"),
    ],
)
def test_an_organisation_is_covered_by_anybody_who_comes_for_it(answers, state):
    rows = [Invitation(answer=answer, capacity=Capacity.REPRESENTATIVE) for answer in answers]
    assert OrganisationAnswers(None, rows).state == state


def fill(meeting, **answers):
    for name, given in answers.items():
        organisation = make_organisation(name)
        for index, answer in enumerate(given):
            seat = make_seat(organisation, alternate=index > 0)
            capacity = Capacity.ALTERNATE if index else Capacity.REPRESENTATIVE
            make_invitation(meeting, seat.person, organisation=organisation, capacity=capacity, answer=answer)


def test_the_board_is_sorted_by_what_needs_a_hand(meeting, django_assert_num_queries):
    fill(meeting, covered=[A, A], silent=[N, N], no=[D, D], unsure=[T], also=[D, A], unasked=[])
    make_invitation(meeting, capacity=Capacity.ADVOCATE, answer=A)
    make_invitation(meeting, capacity=Capacity.OBSERVER, answer=A)
    with django_assert_num_queries(2):
        board = AnswerBoard.of(meeting)
        assert [(one.organisation.name_en, one.state, len(one.telling)) for one in board.organisations] == [
            ("unasked", "not_asked", 0),
            ("silent", "none", 0),
            ("no", "declined", 0),
            ("unsure", "tentative", 1),
            ("also", "covered", 1),
            ("covered", "covered", 2),
        ]
        counts = board.yes
    assert (counts.representatives, counts.organisations, counts.advocates, counts.guests) == (3, 2, 1, 1)


@pytest.mark.parametrize("size", [1, 3])
def test_queries_do_not_grow(client, clerk, meeting, size, django_assert_num_queries):
    fill(meeting, **{f"organisation {n}": [A, N] for n in range(size)})
    client.get(f"{DESK}answers/")
    with django_assert_num_queries(9):
        assert client.get(f"{DESK}answers/").status_code == 200
    with django_assert_num_queries(7):
        assert client.get(f"{DESK}invite/").status_code == 200


def test_the_text_is_shown_before_anything_is_sent(client, clerk, meeting):
    theatre = make_organisation("Paper Boat Theatre")
    make_seat(theatre, make_person("Sok", "Dara", language="en"))
    make_seat(theatre, make_person("Lim", "Borey", language="km"), alternate=True)
    make_seat(theatre, make_person("Keo", "Vutha", email=""), alternate=True)
    page = client.get(f"{DESK}invite/").content.decode()
    assert "3 people are not invited yet." in page
    assert "Send 3 invitations" in page
    assert "Invitation: Meeting of March 2030, 14 March 2030" in page
    assert "/rsvp/…/" in page
    assert "no mail address, tell by telephone" in page
    assert (Invitation.objects.count(), outbox.send_all_due()) == (0, 0)
    sent = client.post(
        f"{DESK}invite/", {"people": [seat.person_id for seat in theatre.seats.all()]}, follow=True
    )
    assert "2 invitations are on their way." in sent.content.decode()
    outbox.send_all_due()
    assert {message.to[0] for message in mail.outbox} == {
        seat.person.email for seat in theatre.seats.all() if seat.person.email
    }
    assert (
        "Everybody who belongs to this meeting is invited." in client.get(f"{DESK}invite/").content.decode()
    )


def test_somebody_may_be_left_out_and_nobody_is_refused(client, clerk, meeting):
    theatre = make_organisation()
    first, _second = make_seat(theatre), make_seat(theatre, alternate=True)
    nobody = client.post(f"{DESK}invite/", {})
    assert "Choose at least one person." in nobody.content.decode()
    client.post(f"{DESK}invite/", {"people": [first.person_id]})
    assert [row.person for row in Invitation.objects.all()] == [first.person]
    client.post(f"{DESK}invite/", {"people": [make_person("Stranger").pk]})
    assert Invitation.objects.count() == 1


def test_a_refusal_is_a_sentence(client, clerk, meeting):
    seat = make_seat(make_organisation())
    Meeting.objects.update(state="planned")
    page = client.post(f"{DESK}invite/", {"people": [seat.person_id]}).content.decode()
    assert "Announce the meeting first." in page
    assert not Invitation.objects.exists()


def test_an_invitation_is_withdrawn(client, clerk, meeting):
    fill(meeting, theatre=[N])
    invitation = Invitation.objects.get()
    address = f"{DESK}invite/{invitation.pk}/withdraw/"
    assert client.get(address).status_code == 405
    shown = client.post(address)
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is None
    client.post(address, {"seen": shown.context["effect"].seen})
    invitation.refresh_from_db()
    assert invitation.withdrawn_at
    assert AnswerBoard.of(meeting).organisations[0].state == "not_asked"


def test_an_answer_told_by_telephone(client, clerk, meeting):
    fill(meeting, theatre=[N], other=[N])
    invitation = Invitation.objects.get(organisation__name_en="theatre")
    incomplete = client.post(f"{DESK}answers/", {"invitation": invitation.pk, "comment": "kept words"})
    assert "kept words" in incomplete.content.decode()
    data = {"invitation": invitation.pk, "answer": "accepted", "comment": "called at noon"}
    page = client.post(f"{DESK}answers/", data, follow=True).content.decode()
    assert "Yes so far: one representative of one organisation." in page
    assert "called at noon" in page
    row = invitation.responses.get()
    assert (row.answer, row.channel) == ("accepted", "secretariat")


def test_a_stranger_to_the_meeting_cannot_be_answered_for(client, clerk, meeting):
    fill(meeting, theatre=[N])
    elsewhere = make_invitation(make_meeting(date(2030, 5, 1)))
    client.post(f"{DESK}answers/", {"invitation": elsewhere.pk, "answer": "accepted"})
    assert not elsewhere.responses.exists()


def test_all_channels_show_on_the_board(client, clerk, meeting):
    fill(meeting, theatre=[N])
    invitation = Invitation.objects.get()
    for channel in Channel:
        answer = A if invitation.responses.count() % 2 else T
        record_response(invitation, answer, by=clerk, channel=channel)
        assert str(channel.label) in client.get(f"{DESK}answers/").content.decode()


@pytest.mark.parametrize("page", ["invite/", "answers/", "invite/1/withdraw/"])
def test_only_the_secretariat(client, meeting, page):
    assert client.post(DESK + page).status_code == 302
    sign_in(client, make_person(sign_in=True))
    assert client.post(DESK + page).status_code == 403


def test_every_answer_as_it_came_with_channel_and_reason(client, clerk, meeting):
    theatre = make_organisation("Paper Boat Theatre")
    seat = make_seat(theatre, make_person("Sok", "Dara"))
    invitation = make_invitation(meeting, seat.person, organisation=theatre)
    now = timezone.now()
    for what, facts in (
        (A, {"channel": Channel.CALDAV, "stamp": now}),
        (D, {"channel": Channel.MAIL, "stamp": now - timedelta(hours=1)}),
        (D, {"channel": Channel.LINK, "comment": "ill", "needs": ["diet"]}),
    ):
        record_response(invitation, what, by=invitation.person, **facts)
    undo_response(invitation, by=invitation.person, channel=Channel.LINK)
    Meeting.objects.update(itip_sequence=5)
    record_response(
        invitation, T, by=invitation.person, channel=Channel.MAIL, sequence=2, stamp=timezone.now()
    )
    page = unescape(client.get(f"{DESK}answers/").content.decode())
    ledger = page[page.index("Every answer as it came") :]
    assert "SOK Dara, Paper Boat Theatre (5)" in ledger
    for sentence in (
        "Does not count: it was sent before the answer that stood.",
        "Does not count: it answers the meeting as it was before its last change.",
        "Undone: the answer before came back.",
        "Needs: a special meal",
        "“ill”",
        "calendar, ",
    ):
        assert sentence in ledger


def test_needs_are_summed_without_names(client, clerk, meeting):
    needs = [
        (A, ["interpretation_km", "transport"]),
        (T, ["interpretation_km"]),
        (D, ["access"]),
        (N, ["remote"]),
    ]
    for number, (answer, told) in enumerate(needs):
        seat = make_seat(make_organisation(), make_person(f"Canary{number}"))
        make_invitation(meeting, seat.person, organisation=seat.organisation, answer=answer, needs=told)
    guest = make_invitation(meeting, capacity=Capacity.GUEST, answer=A, needs=["transport"])
    board = client.get(f"{DESK}answers/").content.decode()
    assert "2 × interpretation into Khmer, 2 × transport" in board
    sheet = client.get(f"{DESK}needs/")
    text = re.sub(r"<[^>]+>", "", sheet.content.decode())
    assert "2 × interpretation into Khmer" in text
    assert "2 × transport" in text
    assert "2 people have said yes." in " ".join(text.split())
    assert "1 person is not sure yet." in " ".join(text.split())
    assert not re.search(rf"canary|{guest.person.family_name}|step-free|online", text, re.IGNORECASE)


def test_the_asking_of_alternates_is_turned_off_and_on(client, clerk, meeting):
    page = client.get(f"{DESK}answers/").content.decode()
    assert "the alternates are asked by themselves" in page
    off = client.post(
        "/en/secretariat/seats/", {"on": "0", "meeting": meeting.slug}, follow=True
    ).content.decode()
    assert "the secretariat asks the alternates" in off
    assert f"Set by {clerk.display_name}" in off
    client.post("/en/secretariat/seats/", {"on": "1", "meeting": meeting.slug})
    assert [row.value for row in Setting.objects.filter(key=seats.ASK_ALTERNATES).order_by("pk")] == [
        False,
        True,
    ]
    assert client.get("/en/secretariat/seats/").status_code == 405
