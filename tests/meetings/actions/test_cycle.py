"""The mails of the steps: looked at first, sent once to each, with what each of them may read."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from hub.errors import Refused
from hub.models import AuditEntry, OutboxMail, Setting
from hub.outbox import send_all_due
from meetings.actions import cycle, cycle_days, reminders
from meetings.actions.rehearsal import Outdated
from meetings.enums import Answer, Audience, MeetingState, MinutesState, Precision, Step
from meetings.models import AgendaVersion, Attendance, Minutes, StepMark
from meetings.models.cycle import Offsets
from meetings.models.mail_log import logged, mails_of
from meetings.models.meeting import PHNOM_PENH
from meetings.rules import audience_of, audiences_of
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
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_clerk()


@pytest.fixture
def meeting():
    return make_meeting(timezone.localdate() + timedelta(days=20))


def member(**facts):
    person = make_person(**facts)
    make_seat(make_organisation(), person)
    return person


def advocate(**facts):
    person = make_person(**facts)
    Membership.objects.create(person=person, kind=MembershipKind.INDIVIDUAL, since=LONG_AGO)
    return person


def release(meeting, number, *titles):
    """Version `number`: these titles are public, and below them one item for members."""
    public = [
        {
            "item": i,
            "label": str(i),
            "level": 0,
            "title": {"en": title},
            "purpose": "discussion",
            "minutes": None,
            "presented_by": "",
        }
        for i, title in enumerate(titles, 1)
    ]
    place = {"item": 99, "label": "9", "level": 0}
    secret = {
        **place,
        "title": {"en": "Safety of witnesses"},
        "purpose": "discussion",
        "minutes": None,
        "presented_by": "",
    }
    for audience in Audience:
        last = {**place, "closed": True} if audience == Audience.PUBLIC else secret
        AgendaVersion.objects.create(meeting=meeting, number=number, audience=audience, body=[*public, last])


def told(found):
    return {person for letter in found.letters for person in letter.people}


def sent(meeting, step, clerk, **facts):
    return cycle.send(meeting, step, by=clerk, seen=cycle.look(meeting, step, **facts).seen, **facts)


def test_the_call_goes_to_those_who_may_propose_each_in_their_language(meeting, clerk):
    one, two, three = member(language="km"), member(), advocate()
    unreached = [member(email=""), member(bounced_at=timezone.now()), member(wants_reminders=False)]
    observer = make_person()
    watching = make_organisation(member=False)
    Membership.objects.create(organisation=watching, kind=MembershipKind.OBSERVER, since=LONG_AGO)
    make_seat(watching, observer)
    member(is_active=False)
    found = cycle.look(meeting, Step.CALL)
    assert told(found) == {one, two, three}
    assert set(found.unreached) == set(unreached)
    assert [(letter.language, len(letter.people)) for letter in found.letters] == [("en", 2), ("km", 1)]
    assert OutboxMail.objects.count() == 0
    assert sent(meeting, Step.CALL, clerk) == 3
    mark = StepMark.objects.get()
    assert (mark.step, mark.people, mark.skipped) == (Step.CALL, 3, False)
    assert AuditEntry.objects.filter(verb="step.told", object_label=f"{meeting.slug} call").count() == 1


def test_its_mails_stand_in_the_list_of_the_meeting(meeting, clerk):
    person = member()
    sent(meeting, Step.CALL, clerk)
    (mail,) = logged(mails_of(meeting))
    assert (mail.person, mail.meeting) == (person, meeting)
    assert list(mails_of(make_meeting())) == []


def test_the_call_says_until_when_and_where(meeting, clerk):
    member()
    sent(meeting, Step.CALL, clerk)
    send_all_due()
    mail = django_mail.outbox[0]
    assert "/en/my/proposals/" in mail.body
    assert "Please propose them by" in mail.body
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/reminders/" in mail.extra_headers["List-Unsubscribe"]


def test_nobody_gets_a_step_twice(meeting, clerk):
    member()
    seen = cycle.look(meeting, Step.CALL).seen
    cycle.send(meeting, Step.CALL, by=clerk, seen=seen)
    with pytest.raises(Outdated):
        cycle.send(meeting, Step.CALL, by=clerk, seen=seen)
    again = cycle.look(meeting, Step.CALL)
    assert (again.people, again.told) == (0, 1)
    with pytest.raises(Refused, match="Nobody is left"):
        cycle.send(meeting, Step.CALL, by=clerk, seen=again.seen)
    late = member()
    assert told(cycle.look(meeting, Step.CALL)) == {late}
    assert OutboxMail.objects.count() == 1


@pytest.mark.parametrize("change", ["person", "meeting", "days"])
def test_what_changed_since_it_was_looked_at_is_not_sent(meeting, clerk, change):
    person = member()
    seen = cycle.look(meeting, Step.CALL).seen
    if change == "person":
        person.language = "fr"
        person.save()
        member()
    elif change == "meeting":
        meeting.revision += 1
        meeting.save()
    else:
        Setting.objects.put("cycle.agenda", 12, by=clerk)
    with pytest.raises(Outdated):
        cycle.send(meeting, Step.CALL, by=clerk, seen=seen)
    assert OutboxMail.objects.count() == 0


def test_a_meeting_that_members_may_not_know_of_is_not_called_for(clerk):
    meeting = make_meeting(timezone.localdate() + timedelta(days=20), audience=Audience.SECRETARIAT)
    member()
    assert told(cycle.look(meeting, Step.CALL)) == set()


def test_each_reads_the_agenda_of_their_own_audience(meeting, clerk):
    insider, guest = member(), make_person()
    make_invitation(meeting, insider, organisation=insider.seats.get().organisation)
    make_invitation(meeting, guest, capacity="guest")
    make_invitation(meeting, make_person(), capacity="guest", withdrawn_at=timezone.now())
    member()
    release(meeting, 1, "Archives")
    found = cycle.look(meeting, Step.AGENDA)
    assert told(found) == {insider, guest}
    assert sent(meeting, Step.AGENDA, clerk) == 2
    assert {tuple(sorted(row.data)) for row in OutboxMail.objects.all()} == {("meeting", "person", "version")}
    send_all_due()
    texts = {mail.to[0]: mail.body for mail in django_mail.outbox}
    assert "Safety of witnesses" in texts[insider.email]
    assert "Safety of witnesses" not in texts[guest.email]
    assert "9. This item is not public." in texts[guest.email]
    assert "1. Archives" in texts[guest.email]
    assert "What changed" not in texts[guest.email]


def test_the_second_version_says_what_changed_and_makes_the_first_mail_void(meeting, clerk):
    guest = make_person()
    make_invitation(meeting, guest, capacity="guest")
    release(meeting, 1, "Archives", "Tour")
    sent(meeting, Step.AGENDA, clerk)
    release(meeting, 2, "Archives of the court")
    assert sent(meeting, Step.AGENDA, clerk) == 1
    send_all_due()
    (mail,) = django_mail.outbox
    assert mail.subject.startswith("Agenda, version 2: ")
    assert "What changed since version 1:" in mail.body
    assert "1. Archives of the court – It was called: Archives" in mail.body
    assert "2. Tour – No longer on the agenda." in mail.body


def test_the_reminder_goes_to_the_silent_once_a_day_and_to_one_organisation_if_asked(meeting, clerk):
    silent, other = member(), member()
    for person in (silent, other):
        organisation = person.seats.get().organisation
        make_invitation(meeting, person, organisation=organisation, sent_at=timezone.now())
    answered = member()
    make_invitation(
        meeting,
        answered,
        organisation=answered.seats.get().organisation,
        sent_at=timezone.now(),
        answer=Answer.ACCEPTED,
    )
    one = silent.seats.get().organisation_id
    assert told(cycle.look(meeting, Step.REMINDER)) == {silent, other}
    assert told(cycle.look(meeting, Step.REMINDER, only=one)) == {silent}
    assert sent(meeting, Step.REMINDER, clerk, only=one) == 1
    assert told(cycle.look(meeting, Step.REMINDER)) == {other}
    assert [row.kind for row in OutboxMail.objects.all()] == ["reminder"]


def test_the_reminder_of_its_day_still_comes_after_one_by_hand(clerk):
    day = timezone.localdate() + timedelta(days=5)
    meeting = make_meeting(day)
    person = member()
    make_invitation(
        meeting,
        person,
        organisation=person.seats.get().organisation,
        sent_at=timezone.now() - timedelta(days=3),
    )
    sent(meeting, Step.REMINDER, clerk)
    eve = datetime.combine(day - timedelta(days=1), datetime.min.time(), PHNOM_PENH) + timedelta(hours=9)
    assert reminders.remind(now=eve) == 1
    assert reminders.remind(now=eve + timedelta(hours=1)) == 0
    mark = StepMark.objects.get(meeting=meeting)
    assert (mark.step, mark.people) == (Step.REMINDER, 1)


def held(**facts):
    return make_meeting(timezone.localdate() - timedelta(days=2), state=MeetingState.HELD, number=1, **facts)


def test_the_draft_goes_to_members_and_to_those_present_who_may_read_it(clerk):
    meeting = held()
    absent, guest = member(), make_person()
    present = member()
    for person in (present, guest):
        Attendance.objects.create(meeting=meeting, person=person, capacity="guest", day_name="X")
    minutes = Minutes.objects.create(
        meeting=meeting, state=MinutesState.CIRCULATED, circulated_at=timezone.now()
    )
    found = cycle.look(meeting, Step.DRAFT)
    assert told(found) == {absent, present}
    assert found.shut_out == [guest]
    assert sent(meeting, Step.DRAFT, clerk) == 2
    send_all_due()
    assert f"/en/meetings/{meeting.slug}/minutes/" in django_mail.outbox[0].body
    assert "Please send your corrections by" in django_mail.outbox[0].body
    minutes.circulated_at += timedelta(days=1)  # corrected and circulated anew
    minutes.save()
    assert told(cycle.look(meeting, Step.DRAFT)) == {absent, present}


def test_a_mail_that_is_no_longer_so_does_not_leave(meeting, clerk):
    person = member()
    sent(meeting, Step.CALL, clerk)
    person.wants_reminders = False
    person.save()
    send_all_due()
    assert django_mail.outbox == []


@pytest.mark.parametrize(
    ("step", "facts", "sentence"),
    [
        (Step.CALL, {"state": MeetingState.PLANNED}, cycle.ANNOUNCE_FIRST),
        (Step.CALL, {"state": MeetingState.HELD, "number": 1}, cycle.HELD),
        (Step.AGENDA, {}, cycle.RELEASE_FIRST),
        (Step.REMINDER, {"precision": Precision.MONTH, "start_time": None}, cycle.SET_DAY_FIRST),
        (Step.DRAFT, {}, cycle.HOLD_FIRST),
        (Step.DRAFT, {"state": MeetingState.HELD, "number": 1}, cycle.CIRCULATE_FIRST),
        (Step.INVITATIONS, {}, cycle.NO_MAIL),
        (Step.PUBLICATION, {}, cycle.NO_MAIL),
    ],
)
def test_a_step_whose_time_has_not_come_says_what_comes_first(step, facts, sentence):
    with pytest.raises(Refused) as refused:
        cycle.look(make_meeting(date(2040, 3, 14), **facts), step)
    assert refused.value.sentence == sentence


def test_an_agenda_needs_somebody_invited(meeting):
    release(meeting, 1, "Archives")
    with pytest.raises(Refused, match="Invite people first"):
        cycle.look(meeting, Step.AGENDA)


def test_only_the_secretariat_sends(meeting):
    person = member()
    seen = cycle.look(meeting, Step.CALL).seen
    for verb in (
        lambda: cycle.send(meeting, Step.CALL, by=person, seen=seen),
        lambda: cycle_days.leave_out(meeting, Step.CALL, by=person),
        lambda: cycle_days.take_up(meeting, Step.CALL, by=person),
        lambda: cycle_days.set_days({Step.CALL: 20}, by=person),
    ):
        with pytest.raises(Refused, match="Only the secretariat"):
            verb()


def test_audiences_of_many_are_those_of_each():
    people = [
        make_clerk(),
        make_role(RoleKind.CHAIR),
        make_role(RoleKind.ADMINISTRATOR),
        member(),
        advocate(),
        make_person(),
    ]
    assert audiences_of(people) == {person.pk: audience_of(person) for person in people}


# --- Marks and days ---------------------------------------------------------------------------------------------


def test_a_step_is_left_out_and_taken_up_again(meeting, clerk):
    cycle_days.leave_out(meeting, Step.CALL, by=clerk)
    cycle_days.leave_out(meeting, Step.CALL, by=clerk)
    assert StepMark.objects.get().skipped
    cycle_days.take_up(meeting, Step.CALL, by=clerk)
    assert not StepMark.objects.exists()
    assert AuditEntry.objects.filter(verb__startswith="step.").count() == 2
    with pytest.raises(Refused, match="was not left out"):
        cycle_days.take_up(meeting, Step.CALL, by=clerk)


def test_what_was_done_is_not_left_out(meeting, clerk):
    member()
    sent(meeting, Step.CALL, clerk)
    with pytest.raises(Refused, match="This step is done"):
        cycle_days.leave_out(meeting, Step.CALL, by=clerk)


def test_days_are_set_with_their_history(clerk):
    changed = cycle_days.set_days({**Offsets.current().days, Step.CALL: 28, Step.DRAFT: 5}, by=clerk)
    assert changed == [Step.CALL, Step.DRAFT]
    assert list(Setting.objects.order_by("key").values_list("key", "value", "set_by")) == [
        ("cycle.call", 28, clerk.display_name),
        ("cycle.draft", 5, clerk.display_name),
    ]
    assert cycle_days.set_days({Step.CALL: 28}, by=clerk) == []


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({Step.CALL: -1}, Step.CALL),
        ({Step.CALL: 91}, Step.CALL),
        ({Step.REMINDER: 15}, Step.REMINDER),
        ({Step.AGENDA: 22}, Step.AGENDA),
        ({Step.INVITATIONS: 11}, Step.INVITATIONS),
        ({Step.CORRECTIONS: 3}, Step.CORRECTIONS),
    ],
)
def test_days_out_of_range_or_out_of_order_are_refused_at_their_field(clerk, days, field):
    with pytest.raises(Refused) as refused:
        cycle_days.set_days(days, by=clerk)
    assert refused.value.field == field
    assert not Setting.objects.exists()
