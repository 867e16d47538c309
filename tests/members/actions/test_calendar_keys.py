"""Keys of personal feeds: made once per form, kept hashed, revoked for good."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hub.errors import Refused
from hub.models import AuditEntry
from members.actions.calendar_keys import MOST_KEYS, make_key, new_nonce, note_use, revoke_key
from members.models import CalendarKey
from tests.builders import make_organisation, make_person, make_seat

pytestmark = pytest.mark.django_db


def make(person, **facts):
    return make_key(person, name="phone", discreet=False, by=person, **facts)


def test_the_secret_is_not_kept():
    person = make_person()
    key, secret = make(person)
    row = CalendarKey.objects.values().get()
    assert secret not in str(row)
    assert len(secret) == 26
    assert AuditEntry.objects.about(key).get().verb == "calendar_key.made"
    assert secret not in str(AuditEntry.objects.values())


def test_one_form_makes_one_key_and_two_forms_make_two():
    person, nonce = make_person(), new_nonce()
    assert make(person, nonce=nonce) == make(person, nonce=nonce)
    assert make(person)[1] != make(person)[1]
    assert make(make_person(), nonce=nonce)[1] != make(person, nonce=nonce)[1]
    assert person.calendar_keys.count() == 3


def test_a_form_sent_again_after_its_key_was_taken_back_shows_no_dead_address():
    person, nonce = make_person(), new_nonce()
    revoke_key(make(person, nonce=nonce)[0], by=person)
    with pytest.raises(Refused, match="taken back"):
        make(person, nonce=nonce)


def test_the_number_of_keys_has_an_end():
    person = make_person()
    for _one in range(MOST_KEYS):
        key, _secret = make(person)
    with pytest.raises(Refused, match="twenty"):
        make(person)
    revoke_key(key, by=person)
    make(person)


def test_revoking_twice_is_once():
    person = make_person()
    key, _secret = make(person)
    first = revoke_key(key, by=person).revoked_at
    assert revoke_key(key, by=person, now=timezone.now() + timedelta(days=1)).revoked_at == first
    assert [entry.verb for entry in AuditEntry.objects.about(key)] == [
        "calendar_key.made",
        "calendar_key.revoked",
    ]
    assert not CalendarKey.objects.usable().exists()


@pytest.mark.parametrize(
    ("agent", "client"),
    [
        ("Google-Calendar-Importer", "Google Calendar"),
        ("Mozilla/5.0 (X11; Linux) Thunderbird/128.0", "Thunderbird"),
        ("iOS/18.1 (22B83) dataaccessd/1.0", "iPhone or iPad"),
        ("macOS/15.1 (24B83) CalendarAgent/1", "Apple Calendar"),
        ("Microsoft Office/16.0 (Outlook)", "Outlook"),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_only_the_kind_of_program_is_noted(agent, client):
    key, _secret = make(make_person())
    now = timezone.now()
    assert note_use(key, now=now, user_agent=agent)
    key.refresh_from_db()
    assert (key.client, key.last_used_at) == (client, now)
    assert not note_use(key, now=now + timedelta(minutes=59), user_agent=agent)
    assert note_use(key, now=now + timedelta(hours=1), user_agent=agent)


def test_a_key_of_an_organisation_is_made_by_those_who_speak_for_it_and_dies_with_their_seat():
    seat = make_seat(make_organisation())
    with pytest.raises(Refused, match="speak for"):
        make(make_person(), organisation=seat.organisation)
    key, _secret = make(seat.person, organisation=seat.organisation, with_actions=True, without_invited=True)
    assert (key.organisation, key.with_actions, key.without_invited) == (seat.organisation, True, True)
    assert CalendarKey.objects.usable().get() == key
    seat.until = timezone.localdate() - timedelta(days=1)
    seat.save()
    assert not CalendarKey.objects.usable().exists()


def test_which_calendars_have_fetched_since_a_change():
    now = timezone.now()
    keys = [make(make_person(), without_invited=unseen)[0] for unseen in (False, False, False, True)]
    fresh, stale, unopened, silent = keys
    for key, hours in ((fresh, 0), (stale, 2), (silent, 2)):
        note_use(key, now=now - timedelta(hours=hours), user_agent="", validator="a")
    change = now - timedelta(hours=1)
    assert list(CalendarKey.objects.fetched_since(change)) == [fresh]
    assert set(CalendarKey.objects.not_fetched_since(change)) == {stale, unopened}
    revoke_key(stale, by=stale.person)
    assert list(CalendarKey.objects.not_fetched_since(change)) == [unopened]


def test_what_was_handed_out_is_written_when_it_is_new_and_else_once_an_hour():
    key, _secret = make(make_person())
    now = timezone.now()
    seen = []
    for minutes, validator in ((0, "a"), (1, "a"), (2, "b"), (3, ""), (70, ""), (71, "b"), (140, "b")):
        key.refresh_from_db()
        note_use(key, now=now + timedelta(minutes=minutes), user_agent="", validator=validator)
        key.refresh_from_db()
        seen.append(
            [(moment - now) // timedelta(minutes=1) for moment in (key.seen_at, key.last_used_at)]
            + [key.seen]
        )
    assert seen == [
        [0, 0, "a"], [0, 0, "a"], [2, 2, "b"], [2, 2, "b"], [2, 70, "b"], [2, 70, "b"], [140, 140, "b"],
    ]  # fmt: skip
