"""The cockpit: the month's steps, the tray, and as many questions however many meetings and things there are."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hub.models import Holiday
from meetings.actions.attendance import record_attendance
from meetings.enums import Answer, MeetingState, MinutesState, Precision, Presence, ProposalState
from meetings.models import Action, AgendaVersion, Minutes, Note, Proposal, StepMark
from members.actions.applications import receive_application
from tests.builders import (
    make_clerk,
    make_held_mail,
    make_invitation,
    make_item,
    make_meeting,
    make_organisation,
    make_person,
    make_seat,
    sign_in,
)

pytestmark = pytest.mark.django_db
COCKPIT = "/en/secretariat/"
COCKPIT_QUERIES = 12


@pytest.fixture
def clerk():
    return make_clerk()


@pytest.fixture
def desk(client, clerk):
    """A client signed in as the clerk."""
    return sign_in(client, clerk)


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def make_proposal(**facts):
    facts.setdefault("once_key", f"proposal {Proposal.objects.count()}")
    return Proposal.objects.create(person=make_person(), language="en", **facts)


def fill(meetings, things):
    """So many meetings with items, answers, releases and marks; and so many things in the tray, of every kind."""
    made = []
    for number in range(meetings):
        meeting = make_meeting(in_days(10 + number * 7 - 7 * (meetings // 2)))
        if meeting.date < timezone.localdate():
            meeting.state, meeting.number = MeetingState.HELD, number + 1
            meeting.save()
            Minutes.objects.create(meeting=meeting)
        item = make_item(meeting)
        AgendaVersion.objects.create(
            meeting=meeting,
            number=1,
            audience="secretariat",
            body=[{"item": item.pk, "label": "x", "level": 0}],
        )
        seat = make_seat(make_organisation())
        make_invitation(meeting, seat.person, organisation=seat.organisation, sent_at=timezone.now())
        StepMark.objects.create(meeting=meeting, step="call", people=2)
        made.append(meeting)
    for number in range(things):
        kind = number % 4
        if kind == 0:
            make_held_mail(make_invitation(made[0]))
        elif kind == 1:
            make_person(bounced_at=timezone.now(), bounce_status="5.1.1")
        elif kind == 2:
            make_proposal(title=f"Proposal {number}")
        else:
            Action.objects.create(
                meeting=made[0], number=number, title_en="Send the list", due_date=date(2025, 1, 1)
            )
    return made


@pytest.mark.parametrize(("meetings", "things"), [(1, 4), (3, 12), (24, 200)])
def test_as_many_questions_for_24_meetings_and_200_things(desk, django_assert_num_queries, meetings, things):
    made = fill(meetings, things)
    desk.get(COCKPIT)
    with django_assert_num_queries(COCKPIT_QUERIES):
        response = desk.get(COCKPIT)
    page = response.content.decode()
    assert len(response.context["ahead"]) + len(response.context["behind"]) == meetings - 1
    assert response.context["waiting"] == things + sum(one.date >= timezone.localdate() for one in made)
    assert len(response.context["tray"]) == min(things + 1, 12)
    assert page.count('class="strip__name"') == meetings - 1


def test_a_call_that_was_never_sent_gives_way_to_the_reminder(desk):
    meeting = make_meeting(in_days(3))
    make_invitation(meeting, sent_at=timezone.now())
    StepMark.objects.create(meeting=meeting, step="agenda", skipped=True)
    response = desk.get(COCKPIT)
    assert response.context["knots"][0]["state"] == "overdue"
    assert response.context["opened"]["title"] == "Reminder"


def test_the_next_meeting_leads_with_the_days_left_and_its_step(desk):
    make_meeting(in_days(40))
    meeting = make_meeting(in_days(3), start_time=time(9), end_time=time(12))
    seat = make_seat(make_organisation("Long Memory Circle"))
    make_invitation(meeting, seat.person, organisation=seat.organisation, sent_at=timezone.now())
    StepMark.objects.create(meeting=meeting, step="call", skipped=True)
    StepMark.objects.create(meeting=meeting, step="agenda", skipped=True)
    response = desk.get(COCKPIT)
    page = response.content.decode()
    assert response.context["meeting"] == meeting
    assert "in 3 days" in page
    assert response.context["opened"]["title"] == "Reminder"
    assert f'href="/en/secretariat/meetings/{meeting.slug}/steps/reminder/"' in page
    assert "Preview the mails" in page
    assert "1 still silent" in page


def test_who_has_not_answered_is_asked_again_from_the_row(desk):
    meeting = make_meeting(in_days(3))
    silent, gone = make_seat(make_organisation("Long Memory")), make_seat(make_organisation("Far Shore"))
    for seat, answer in ((silent, Answer.NEEDS_ACTION), (gone, Answer.DECLINED)):
        make_invitation(
            meeting, seat.person, organisation=seat.organisation, sent_at=timezone.now(), answer=answer
        )
    page = desk.get(COCKPIT).content.decode()
    steps = f"/en/secretariat/meetings/{meeting.slug}/steps/reminder/?organisation={silent.organisation.pk}"
    assert f'href="{steps}">Ask again<' in page
    assert f'href="/en/secretariat/meetings/{meeting.slug}/invite/">Ask for an alternate<' in page


def test_every_screen_of_the_month_is_reached_from_here(desk):
    meeting = make_meeting(in_days(3))
    page = desk.get(COCKPIT).content.decode()
    names = (
        "cycle",
        "proposals",
        "date_polls",
        "series_list",
        "holidays",
        "quorum",
        "meeting_figures",
        "mail_log",
    )
    addresses = [reverse(f"meetings:{name}") for name in names]
    addresses.append(reverse("meetings:desk_figures", args=[meeting.slug]))
    assert [address for address in addresses if f'href="{address}"' not in page] == []


@pytest.mark.parametrize(("days", "label"), [(0, "run sheet"), (1, "run sheet"), (2, "this meeting")])
def test_the_run_sheet_is_the_main_button_on_the_day_and_the_day_before(desk, days, label):
    make_meeting(in_days(days), start_time=time(0, 0), end_time=time(23, 59))
    assert label in desk.get(COCKPIT).context["main"]["label"]


def test_a_released_agenda_that_nobody_was_told_of_comes_first(desk):
    meeting = make_meeting(in_days(9))
    make_invitation(meeting, sent_at=timezone.now())
    AgendaVersion.objects.create(meeting=meeting, number=2, audience="secretariat", body=[])
    opened = desk.get(COCKPIT).context["opened"]
    assert (opened["title"], opened["text"]) == ("Agenda", "Version 2, those invited are not told yet.")
    StepMark.objects.create(meeting=meeting, step="agenda", people=1)
    assert desk.get(COCKPIT).context["opened"] is None


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"state": MeetingState.PLANNED}, "Not announced yet"),
        ({"precision": Precision.MONTH, "start_time": None, "end_time": None}, "The day is not set"),
        ({"state": MeetingState.POSTPONED}, "Put off: it needs a new day"),
    ],
)
def test_what_is_missing_is_said(desk, facts, text):
    make_meeting(in_days(20), **facts)
    response = desk.get(COCKPIT)
    assert text in response.context["knots"][0]["note"] + (response.context["opened"] or {}).get("text", "")


def test_a_step_that_falls_on_a_day_off_says_so(desk, clerk):
    day = in_days(60)
    Holiday.objects.create(date=day - timedelta(days=21), name_en="Day of Rest")
    make_meeting(day)
    assert "Day of Rest" in desk.get(COCKPIT).context["knots"][0]["note"]


def test_regrets_before_the_day_are_not_yet_its_attendance(desk, clerk):
    meeting = make_meeting(in_days(0), start_time=time(0, 0), end_time=time(23, 59))
    seat = make_seat(make_organisation())
    facts = {"person": seat.person, "organisation": seat.organisation, "capacity": seat.kind}
    record_attendance(meeting, by=clerk, presence=Presence.REGRETS, **facts)
    meeting.state, meeting.number = MeetingState.HELD, 1
    meeting.save()

    def done():
        return [knot["title"] for knot in desk.get(COCKPIT).context["knots"] if knot["state"] == "done"]

    assert done() == []
    record_attendance(meeting, by=clerk, presence=Presence.PRESENT, **facts)
    assert done() == ["The day"]


def test_without_a_meeting_the_cockpit_says_what_to_do(desk):
    page = desk.get(COCKPIT).content.decode()
    assert "No meeting is planned" in page
    assert "Nothing waits." in page


def test_an_application_waits_in_the_tray(desk):
    application = receive_application(
        form_token="one", kind="organisation", name="Paper Boat", statement="We help.", language="en"
    )
    page = desk.get(COCKPIT).content.decode()
    assert f'<a href="{reverse("applications:edit", args=[application.pk])}">Application' in page
    assert f"Organisation, English. Reference {application.reference}." in page
    assert "1 thing waits for a decision" in page


def test_the_khmer_cockpit_names_people_in_khmer_script(desk):
    meeting = make_meeting(in_days(3))
    person = make_person("Sok", "Dara", khmer_name="សុខ ដារ៉ា")
    organisation = make_organisation()
    make_seat(organisation, person)
    make_invitation(
        meeting, person, organisation=organisation, sent_at=timezone.now(), answer=Answer.ACCEPTED
    )
    assert "សុខ ដារ៉ា" in desk.get("/km/secretariat/").content.decode()
    assert "SOK Dara" in desk.get("/en/secretariat/").content.decode()


def test_the_tray_holds_every_kind_oldest_first(desk, clerk):
    meeting = make_meeting(date(2025, 3, 13), state=MeetingState.HELD, number=3)
    item = make_item(meeting)
    english = Note.objects.create(item=item, language="en", text="<p>One</p>", edits=3)
    Note.objects.create(
        item=item, language="km", text="<p>មួយ</p>", translated_from=english, translated_from_edit=1
    )
    Action.objects.create(meeting=meeting, number=2, title_en="Send the list", due_date=date(2025, 1, 1))
    other = make_meeting(date(2025, 2, 13), state=MeetingState.HELD, number=2)
    Minutes.objects.create(meeting=other, state=MinutesState.ADOPTED, adopted_at=timezone.now())
    make_proposal(title="Touring plan", organisation=make_organisation("Paper Boat Theatre"))
    make_proposal(title="Later", state=ProposalState.DEFERRED)
    make_held_mail()
    make_person("Kong", "Mey", bounced_at=timezone.now(), email="mey@people.example")
    coming = make_meeting(in_days(10))
    make_invitation(coming, make_person("Lim", "Borey"), organisation=make_organisation("Morning Field"))
    AgendaVersion.objects.create(meeting=coming, number=1, audience="secretariat", body=[])
    make_item(coming)
    rows = [one["thing"] for one in desk.get(COCKPIT).context["tray"]]
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    said = {(row.title, row.text) for row in rows}
    month = f"{in_days(10):%B %Y}"
    assert said >= {
        ("Overdue action", "WG/2025/03-A2"),
        ("Translation behind", "Khmer: Third meeting, item 1, 2 edits."),
        ("Minutes to publish", "Second meeting: adopted, not yet public."),
        ("Proposed item", "Paper Boat Theatre"),
        ("Reply that fits nobody", "It answers for another address than the one invited."),
        ("Mail comes back", "The mail to KONG Mey came back."),
        ("Agenda changed", f"Meeting of {month}: changed since version 1."),
        (
            "Lost seat",
            f"LIM Borey no longer speaks for Morning Field, and nobody else of it is invited: Meeting of {month}.",
        ),
    }
    assert "Later" not in {row.subject for row in rows}
    for row in rows:
        assert desk.get(row.url).status_code == 200
