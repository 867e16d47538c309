"""The public pages of meetings: what stands on them, for whom, in which language, at what cost."""

from datetime import date

import brotli
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from hub.actors import SYSTEM
from meetings.actions import agenda, attendance, minutes, papers, planning
from meetings.actions.agenda_versions import release
from meetings.enums import Audience, Capacity, MeetingState, Precision, Regime
from meetings.models import Meeting, Minutes
from tests.builders import make_clerk, make_invitation, make_meeting, make_person, make_seat, sign_in
from tests.meetings.conftest import fill

pytestmark = pytest.mark.django_db
PAGES = ["meeting_list", "meeting_next", "decision_list", "action_list", "recommendation_list"]


def page(client, name, *args, language="en", **query):
    with override(language):
        address = reverse(f"meetings:{name}", args=args)
    return client.get(address, query)


def html(client, name, *args, **kwargs):
    answer = page(client, name, *args, **kwargs)
    assert answer.status_code == 200
    return answer.content.decode()


def publish(meeting):
    Minutes.objects.filter(meeting=meeting).delete()
    text = minutes.circulate(minutes.start_minutes(meeting, by=SYSTEM), by=SYSTEM)
    chair = make_person()
    planning.edit_meeting(meeting, by=SYSTEM, facts={"chair": chair})
    text = minutes.adopt(Minutes.objects.get(pk=text.pk), by=chair)
    return minutes.publish(text, by=make_clerk())


@pytest.mark.parametrize("language", ["en", "km", "fr"])
@pytest.mark.parametrize("name", PAGES)
def test_every_list_opens_empty_and_says_what_will_stand_there(client, name, language):
    text = html(client, name, language=language)
    assert f'<html lang="{language}">' in text
    assert 'class="empty"' in text


@pytest.mark.parametrize("items", [1, 3, 40])
def test_a_meeting_page_costs_ten_queries_whatever_its_size(client, items, django_assert_num_queries):
    meeting = make_meeting(date(2030, 3, 14), state=MeetingState.HELD, number=1, slug="2030-03")
    fill(meeting, items=items, bodies=2 if items > 1 else 1)
    publish(meeting)
    with django_assert_num_queries(10):
        html(client, "meeting_detail", "2030-03")


def test_a_page_of_forty_items_and_sixty_people_is_light(client, django_assert_num_queries):
    meeting = make_meeting(date(2030, 3, 14), state=MeetingState.HELD, number=1, slug="2030-03")
    made = fill(meeting, items=40, bodies=28)
    for _guest in range(4):
        attendance.record_attendance(meeting, by=SYSTEM, person=make_person(), capacity=Capacity.GUEST)
    papers.add_paper(
        made.items[0],
        by=SYSTEM,
        title="Budget",
        language="en",
        audience="public",
        link="https://papers.example/",
    )
    for item in made.items[1::3]:
        agenda.indent_item(item, by=SYSTEM)
    publish(meeting)
    assert meeting.attendances.count() == 60
    with django_assert_num_queries(10):
        answer = page(client, "meeting_detail", "2030-03")
    style = (settings.BASE_DIR / "hub/static/hub/hub.css").read_bytes()
    assert len(brotli.compress(answer.content)) + len(brotli.compress(style)) < 38_000
    before = make_meeting(date(2030, 4, 11), slug="2030-04")
    for number in range(40):
        agenda.add_item(before, by=SYSTEM, title_en=f"Item {number} of the day", minutes_allotted=5)
    release(before, by=SYSTEM)
    with django_assert_num_queries(8):
        answer = page(client, "meeting_detail", "2030-04")
    assert len(answer.content) < 38_000


@pytest.mark.parametrize("items", [1, 3])
def test_minutes_cost_ten_queries(client, items, django_assert_num_queries):
    meeting = make_meeting(date(2030, 3, 14), state=MeetingState.HELD, number=1, slug="2030-03")
    fill(meeting, items=items)
    publish(meeting)
    with django_assert_num_queries(10):
        html(client, "minutes_detail", "2030-03")


@pytest.mark.parametrize("meetings", [1, 3])
def test_the_list_of_meetings_costs_four_queries(client, meetings, django_assert_num_queries):
    for number in range(1, meetings + 1):
        fill(make_meeting(date(2020, number, 9), state=MeetingState.HELD, number=number))
        make_meeting(date(2090, number, 9))
    with django_assert_num_queries(4):
        text = html(client, "meeting_list")
    assert text.count("Four representatives of two organisations") == meetings


def test_who_took_part_in_three_languages(client, held):
    assert "Four representatives of two organisations took part." in html(client, "meeting_detail", "2030-03")
    assert "Quatre représentants de deux organisations" in html(
        client, "meeting_detail", "2030-03", language="fr"
    )
    khmer = html(client, "meeting_detail", "2030-03", language="km")
    assert "៤ នាក់" in khmer
    assert "១៤ មីនា" in khmer


def test_a_stated_number_stands_beside_the_recorded_one_and_is_never_a_false_zero(client, held):
    facts = {"stated_representatives": 16, "stated_organisations": 9, "stated_source": "News of 9 September"}
    planning.edit_meeting(held.meeting, by=SYSTEM, facts=facts)
    text = html(client, "meeting_detail", "2030-03")
    assert "Four representatives of two organisations took part." in text
    assert "16 representatives of nine organisations took part, as stated in the source." in text
    assert "Source: News of 9 September" in text
    empty = make_meeting(date(2030, 4, 11), state=MeetingState.HELD, number=2, slug="2030-04", **facts)
    text = html(client, "meeting_detail", empty.slug)
    assert "16 representatives of nine organisations" in text
    assert "No organisation was represented" not in text
    attendance.record_attendance(empty, by=SYSTEM, person=make_person(), capacity=Capacity.GUEST)
    text = html(client, "meeting_detail", empty.slug)
    assert "took part, as stated in the source. In addition: one guest." in text
    assert "16 representatives of nine organisations" in html(client, "meeting_list")
    assert "No organisation was represented" not in text


def test_a_closed_item_keeps_its_number_and_says_only_that_it_was_not_public(client, held):
    agenda.edit_item(held.items[1], by=SYSTEM, facts={"audience": Audience.MEMBERS})
    publish(held.meeting)
    text = html(client, "meeting_detail", "2030-03")
    assert "One item was not public." in text
    assert not [word for word in ("Item 2", "Decision 2", "Action 2", "D2", "A2") if word in text]
    text = html(client, "minutes_detail", "2030-03")
    assert "Held back." in text
    assert "Item 2" not in text


def test_minutes_are_read_by_everybody_only_once_published(client, held):
    member = make_seat(held.bodies[0], make_person(sign_in=True)).person
    text = minutes.start_minutes(held.meeting, by=SYSTEM)
    minutes.circulate(text, by=SYSTEM)
    assert "Said to public." not in html(client, "minutes_detail", "2030-03")
    client.force_login(member.user)
    assert "<strong>DRAFT</strong>" in html(client, "minutes_detail", "2030-03")
    client.logout()
    publish(held.meeting)
    public = html(client, "minutes_detail", "2030-03")
    assert "Said to public." in public
    assert "Said to members." not in public
    assert Minutes.objects.get().versions.get(audience="public", language="en").sha256[:8] in public
    client.force_login(member.user)
    answer = page(client, "minutes_detail", "2030-03")
    assert "Said to members." in answer.content.decode()
    assert "Said to secretariat." not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_a_note_in_another_language_is_marked(client, held):
    publish(held.meeting)
    text = html(client, "minutes_detail", "2030-03", language="fr")
    assert '<div class="prose" lang="en"><p>Said to public.</p></div>' in text
    assert "Pas encore en français. Affiché en anglais." in text


def test_under_the_chatham_house_rule_nobody_is_named(client, held):
    Meeting.objects.update(regime=Regime.CHATHAM_HOUSE, host=held.bodies[1])
    publish(held.meeting)
    for name in ("meeting_detail", "minutes_detail", "action_list"):
        text = html(client, name, *(["2030-03"] if name != "action_list" else []))
        assert not [body for body in held.bodies if body.name_en in text]
    assert "Four representatives of two organisations" in html(client, "meeting_detail", "2030-03")


def test_only_organisations_that_agreed_are_named(client, held):
    held.bodies[0].in_directory = False
    held.bodies[0].save()
    text = html(client, "meeting_detail", "2030-03")
    assert held.bodies[0].name_en not in text
    assert held.bodies[1].name_en in text
    assert "And one more." in text


def test_a_place_that_is_not_public_is_not_shown(client, held):
    assert "Reading room" in html(client, "meeting_detail", "2030-03")
    Meeting.objects.update(place_is_public=False)
    for name in ("meeting_detail", "minutes_detail", "meeting_list"):
        assert "Reading room" not in html(client, name, *(["2030-03"] if name != "meeting_list" else []))


def test_a_meeting_that_was_not_announced_is_not_there(client):
    make_meeting(slug="2031-01", state=MeetingState.PLANNED)
    make_meeting(slug="2031-02", audience=Audience.MEMBERS)
    for slug in ("2031-01", "2031-02", "2031-03"):
        assert page(client, "meeting_detail", slug).status_code == 404


def test_next_meeting_shows_the_next_one_itself(client):
    make_meeting(date(2090, 3, 9), slug="2090-03")
    make_meeting(date(2090, 2, 9), slug="2090-02", state=MeetingState.CANCELLED)
    text = html(client, "meeting_next")
    assert "9 March" in text
    assert 'rel="canonical" href="http://localhost:8000/en/meetings/2090-03/"' in text


def test_a_month_is_shown_as_a_month_and_told_to_no_machine(client):
    make_meeting(date(2090, 10, 1), slug="2090-10", precision=Precision.MONTH, start_time=None, end_time=None)
    text = html(client, "meeting_detail", "2090-10")
    assert '<time datetime="2090-10">October 2090</time>' in text
    assert "The day is not set yet." in text
    assert "ld+json" not in text
    assert "1 October" not in text


def test_machines_read_an_event_with_the_offset_of_phnom_penh(client, held):
    text = html(client, "meeting_detail", "2030-03")
    assert '"startDate":"2030-03-14T09:00:00+07:00"' in text
    assert '"location":{"@type":"Place","name":"Reading room"' in text


def test_languages_of_a_page_know_each_other(client, held):
    text = html(client, "meeting_detail", "2030-03")
    for code in ("en", "km", "fr"):
        assert f'hreflang="{code}" href="http://localhost:8000/{code}/meetings/2030-03/"' in text


def test_meetings_of_one_year(client, held):
    make_meeting(date(2029, 3, 8), state=MeetingState.HELD, number=2, slug="2029-03")
    assert "2030-03" not in html(client, "meeting_list", year="2029")
    assert "2029-03" in html(client, "meeting_list", year="2029")
    for wrong in ("2028", "x", "-1", "2" * 40):
        assert page(client, "meeting_list", year=wrong).status_code == 404


def test_whoever_is_invited_answers_from_the_meeting_page(client):
    invitation = make_invitation(make_meeting(slug="2030-03"), make_person(sign_in=True))
    page = "/en/meetings/2030-03/"
    assert "/rsvp/" not in client.get(page).content.decode()
    sign_in(client, invitation.person)
    assert f"/rsvp/{invitation.answer_token}/" in client.get(page).content.decode()
    sign_in(client, make_person(sign_in=True))
    assert "/rsvp/" not in client.get(page).content.decode()
