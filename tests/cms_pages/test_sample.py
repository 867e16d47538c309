"""The sample: loaded once, true to its sources, computed where it counts, and reachable by its sign-ins."""

import io

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from hub.languages.counting import attendance_sentence
from meetings.enums import Answer, MeetingState, MinutesState, Precision
from meetings.models import Action, Invitation, Meeting, Minutes
from meetings.public.attendance import counts_of, stated_counts
from members.models import Organisation, Person, User

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def said(django_db_setup, django_db_blocker):
    """What the command said; loaded once for this file, each test works in a savepoint above it."""
    out = io.StringIO()
    empty = override_settings(SAMPLE_PASSWORD="", SAMPLE_TOTP_SECRET="")
    with django_db_blocker.unblock(), transaction.atomic():
        with empty:
            call_command("load_sample", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


def test_twice_changes_nothing(said):
    before = [model.objects.count() for model in (Organisation, Person, Meeting, User)]
    out = io.StringIO()
    call_command("load_sample", stdout=out)
    assert "nothing was changed" in out.getvalue()
    assert [model.objects.count() for model in (Organisation, Person, Meeting, User)] == before


def test_it_says_who_can_sign_in_and_with_what(said):
    password = next(line.split()[-1] for line in said.splitlines() if "password:" in line)
    for address in ("secretariat", "court", "chair", "representative", "alternate", "advocate", "observer"):
        assert User.objects.get(email=f"{address}@hub.example").check_password(password)


def test_the_first_meeting_is_as_its_source_states_it(said):
    first = Meeting.objects.get(slug="2022-09")
    rows = list(first.attendances.all())
    assert first.reference == "WG/2022/01"
    assert attendance_sentence(stated_counts(first), "en").startswith(
        "16 representatives of nine organisations"
    )
    assert counts_of(rows).representatives in (None, 0)  # nobody's name is in the source
    assert len([row for row in rows if not row.is_group]) == 4
    assert first.decisions.count() == 4
    assert first.announcements.get().date.isoformat() == "2022-09-22"


def test_the_invented_run_computes_its_figures(said):
    second = Meeting.objects.get(slug="2022-10")
    sentence = attendance_sentence(counts_of(list(second.attendances.all())), "en")
    assert sentence.startswith(
        "16 representatives of nine organisations took part, and one individual advocate."
    )
    states = set(Meeting.objects.values_list("state", flat=True))
    assert states >= {MeetingState.HELD, MeetingState.ANNOUNCED, MeetingState.CANCELLED}
    assert Meeting.objects.filter(moved_from__isnull=False).exists()
    assert Meeting.objects.filter(precision=Precision.MONTH).exists()
    assert set(Minutes.objects.values_list("state", flat=True)) == {
        MinutesState.PUBLISHED,
        MinutesState.CIRCULATED,
    }
    answers = set(Invitation.objects.values_list("answer", flat=True))
    assert answers == {Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED, Answer.NEEDS_ACTION}


def test_actions_are_open_done_and_overdue(said, client):
    page = client.get(reverse("meetings:action_list")).content.decode()
    assert "Overdue by 10 days" in page
    assert set(Action.objects.values_list("state", flat=True)) == {"open", "in_progress", "done"}


def test_every_page_of_the_menu_answers_in_three_languages(said, client):
    for language in ("en", "km", "fr"):
        for path in (
            "",
            "news/",
            "meetings/",
            "meetings/next/",
            "meetings/2022-09/",
            "decisions/",
            "actions/",
        ):
            answer = client.get(f"/{language}/{path}")
            assert (path, answer.status_code) == (path, 200)
            assert f'<html lang="{language}"' in answer.content.decode()
