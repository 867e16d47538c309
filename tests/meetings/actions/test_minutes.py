"""Minutes: every pair of states, whose verb adoption is, what is frozen, and what stays shut afterwards."""

import json
from hashlib import sha256

import pytest

from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models import AuditEntry
from meetings.actions import action_items, agenda, attendance, decisions, minutes, notes, planning
from meetings.enums import MINUTES_MOVES, Audience, Capacity, MeetingState, MinutesState
from meetings.models import Minutes, MinutesVersion
from members.enums import RoleKind
from tests.builders import make_clerk, make_item, make_meeting, make_organisation, make_person, make_role

pytestmark = pytest.mark.django_db
VERBS = {
    MinutesState.CIRCULATED: minutes.circulate,
    MinutesState.CORRECTED: minutes.correct,
    MinutesState.ADOPTED: minutes.adopt,
    MinutesState.PUBLISHED: minutes.publish,
}


@pytest.fixture
def meeting():
    meeting = make_meeting(state=MeetingState.HELD, number=1, slug="2030-03")
    item = make_item(meeting)
    notes.write_note(item, by=SYSTEM, audience="public", language="en", text="The group spoke.")
    return meeting


@pytest.fixture
def officer():
    """Secretariat and chair in one person, so that only the state decides."""
    return make_role(RoleKind.CHAIR, make_clerk())


@pytest.mark.parametrize("wanted", VERBS)
@pytest.mark.parametrize("now", MinutesState)
def test_every_move_of_the_table_and_no_other(meeting, officer, now, wanted):
    text = Minutes.objects.create(meeting=meeting, state=now)
    if wanted in MINUTES_MOVES[now]:
        assert VERBS[wanted](text, by=officer).state == wanted
        assert AuditEntry.objects.about(text).count() == 1
    else:
        with pytest.raises(Refused) as refusal:
            VERBS[wanted](text, by=officer)
        assert str(refusal.value).endswith(".")
        assert not AuditEntry.objects.about(text).exists()
        wanted = now
    text.refresh_from_db()
    assert text.state == wanted


def test_starting_twice_gives_the_same_minutes(meeting):
    first, second = (minutes.start_minutes(meeting, by=SYSTEM) for _twice in range(2))
    assert first == second
    assert [entry.verb for entry in AuditEntry.objects.about(first)] == ["minutes.started"]


def test_no_minutes_of_a_meeting_that_was_not_held():
    with pytest.raises(Refused, match="held first"):
        minutes.start_minutes(make_meeting(), by=SYSTEM)


def test_empty_minutes_are_not_circulated():
    text = minutes.start_minutes(make_meeting(state=MeetingState.HELD, number=1), by=SYSTEM)
    with pytest.raises(Refused, match="at least one note"):
        minutes.circulate(text, by=SYSTEM)


def circulated(meeting):
    return minutes.circulate(minutes.start_minutes(meeting, by=SYSTEM), by=SYSTEM)


@pytest.mark.parametrize("who", ["clerk", "stranger", "the hub"])
def test_only_a_chair_adopts(meeting, who):
    by = {"clerk": make_clerk(), "stranger": make_person(), "the hub": SYSTEM}[who]
    text = circulated(meeting)
    with pytest.raises(Refused, match="Only the chair of this meeting"):
        minutes.adopt(text, by=by)
    assert not MinutesVersion.objects.exists()


@pytest.mark.parametrize("office", ["of this meeting", "of the group"])
def test_both_chairs_adopt(meeting, office):
    person = make_person() if office == "of this meeting" else make_role(RoleKind.CHAIR)
    if office == "of this meeting":
        planning.edit_meeting(meeting, by=SYSTEM, facts={"chair": person})
    adopted = minutes.adopt(circulated(meeting), by=person)
    assert (adopted.state, adopted.adopted_by) == (MinutesState.ADOPTED, person)


def test_only_the_secretariat_publishes(meeting):
    adopted = minutes.adopt(circulated(meeting), by=make_role(RoleKind.CHAIR))
    with pytest.raises(Refused, match="Only the secretariat"):
        minutes.publish(adopted, by=make_person())


def test_adoption_freezes_a_hashed_copy_for_each_audience_and_language(meeting, officer):
    item = meeting.agenda_items.get()
    closed = make_item(meeting, "A matter of third persons", audience=Audience.MEMBERS)
    for place, audience, words in [
        (item, "members", "For members."),
        (item, "secretariat", "For the desk."),
        (closed, "members", "In confidence."),
    ]:
        notes.write_note(place, by=SYSTEM, audience=audience, language="en", text=words)
    minutes.adopt(circulated(meeting), by=officer)
    versions = list(MinutesVersion.objects.all())
    assert len(versions) == 9
    assert all(version.sha256 == sha256(version.body.encode()).hexdigest() for version in versions)
    texts = {
        version.audience: [note["html"] for row in json.loads(version.body)["items"] for note in row["notes"]]
        for version in versions
        if version.language == "en"
    }
    assert texts == {
        "public": ["<p>The group spoke.</p>"],
        "members": ["<p>The group spoke.</p>", "<p>For members.</p>", "<p>In confidence.</p>"],
        "secretariat": [
            "<p>The group spoke.</p>",
            "<p>For members.</p>",
            "<p>For the desk.</p>",
            "<p>In confidence.</p>",
        ],
    }
    public = MinutesVersion.objects.get(audience="public", language="en").body
    assert "third persons" not in public


def test_a_version_is_never_changed(meeting, officer):
    minutes.adopt(circulated(meeting), by=officer)
    version = MinutesVersion.objects.first()
    with pytest.raises(TypeError):
        version.save()
    with pytest.raises(TypeError):
        version.delete()


def test_what_became_of_things_does_not_change_the_fingerprint(meeting, officer):
    owner = make_organisation()
    decision = decisions.decide(meeting, by=SYSTEM, title={"en": "Dates"}, text={"en": "Dates are set."})
    action = action_items.agree_action(
        meeting, by=SYSTEM, title={"en": "Propose"}, owner_organisation=owner, due_next_meeting=True
    )
    before = minutes.frozen_text(meeting, "public", "en")
    minutes.publish(minutes.adopt(circulated(meeting), by=officer), by=officer)
    decisions.set_progress(decision, by=SYSTEM, progress="done", note={"en": "All three."})
    action_items.change_action(action, by=SYSTEM, to="done", outcome={"en": "Sent."})
    meeting.refresh_from_db()
    assert minutes.frozen_text(meeting, "public", "en") == before
    assert MinutesVersion.objects.get(audience="public", language="en").body == before


def test_an_adopted_record_is_shut(meeting, officer):
    item = meeting.agenda_items.get()
    body = make_organisation()
    guest = attendance.record_attendance(
        meeting, by=SYSTEM, person=make_person(), capacity=Capacity.GUEST, organisation=body
    )
    decision = decisions.decide(meeting, by=SYSTEM, title={"en": "Dates"}, text={"en": "Dates."})
    minutes.adopt(circulated(meeting), by=officer)
    words = {"title": {"en": "x"}, "text": {"en": "x"}}
    attempts = [
        lambda: notes.write_note(item, by=SYSTEM, audience="public", language="en", text="Other."),
        lambda: attendance.record_attendance(
            meeting, by=SYSTEM, person=make_person(), capacity=Capacity.GUEST
        ),
        lambda: attendance.remove_attendance(guest, by=SYSTEM),
        lambda: decisions.decide(meeting, by=SYSTEM, **words),
        lambda: decisions.edit_decision(decision, by=SYSTEM, **words),
        lambda: action_items.agree_action(meeting, by=SYSTEM, title={"en": "x"}, owner_organisation=body),
        lambda: agenda.add_item(meeting, by=SYSTEM, title_en="x"),
        lambda: agenda.edit_item(item, by=SYSTEM, facts={"title_en": "x"}),
        lambda: agenda.remove_item(item, by=SYSTEM),
        lambda: agenda.move_item(item, by=SYSTEM, to=1),
        lambda: planning.edit_meeting(meeting, by=SYSTEM, facts={"summary_en": "x"}),
    ]
    for attempt in attempts:
        with pytest.raises(Refused, match="errata"):
            attempt()
