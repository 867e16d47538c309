"""The main job from end to end, in a real browser: a source document becomes a page, a meeting is planned, answered
from a calendar, held, counted, minuted, adopted and published, and the public reads it in three languages.
"""

import re
from datetime import date
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.utils import timezone

from meetings.enums import Answer, Precision
from meetings.models import Invitation, Meeting, Response, Venue
from members.actions.calendar_keys import make_key
from members.enums import RoleKind
from tests.builders import make_organisation, make_person, make_role, make_seat
from tests.stories.people import PASSWORD, SECRET, Reader

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
NAMES = ["Palms", "Field", "Bridge", "Circle", "River", "Threads", "Window", "Boat", "Shore"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def with_password(person, *, second_factor=False):
    """Give a person a sign-in as it stands after their first visit."""
    person.user.set_password(PASSWORD)
    person.user.save()
    EmailAddress.objects.create(user=person.user, email=person.user.email, verified=True, primary=True)
    if second_factor:
        TOTP.activate(person.user, SECRET)
    return person


@pytest.fixture
def group():
    """Nine invented organisations with a representative and an alternate each, a clerk and a chair."""
    people = {
        "clerk": make_person("Chan", "Sreymom", sign_in=True),
        "chair": make_person("Heng", "Sopheap", sign_in=True),
    }
    make_role(RoleKind.SECRETARIAT_CIVIL_SOCIETY, with_password(people["clerk"], second_factor=True))
    make_role(RoleKind.CHAIR, with_password(people["chair"], second_factor=True))
    people["seats"] = []
    for name in NAMES:
        organisation = make_organisation(f"{name} (invented)", in_directory=True)
        for given, alternate in (("Dara", False), ("Bopha", True)):
            person = make_person(name, given)
            people["seats"].append(make_seat(organisation, person, alternate=alternate))
    Venue.objects.create(name_en="Seven Palms Archive")
    return people


def feed_of(reader, secret):
    """The unfolded text of a personal feed, fetched as a calendar would."""
    return re.sub(r"\r\n[ \t]", "", reader.page.request.get(f"/calendar/p/{secret}.ics").text())


def test_the_first_meeting(group, chromium, live_server, settings, tmp_path):
    settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    today = timezone.localdate()

    # Source documents become drafts; nothing of them is public.
    call_command("import_pages", str(SEEDS), report=str(tmp_path / "report.json"))
    clerk = Reader.at(chromium, live_server.url)
    clerk.sign_in(group["clerk"].user.email, second_factor=True)
    clerk.open("/en/secretariat/imports/")
    assert "Constitutive Meeting" in clerk.text()
    public = Reader.at(chromium, live_server.url, width=360)
    public.open("/en/news/")
    assert "Constitutive Meeting" not in public.text()

    # From the news of 2022 the clerk makes the record of the first meeting: figures as stated, nobody counted.
    clerk.page.get_by_role("link", name=re.compile("^Constitutive Meeting")).first.click()
    clerk.page.get_by_role("link", name="Make the meeting record").click()
    for box, hour in (("start_time", "09:00"), ("end_time", "12:00")):  # the source gives none
        clerk.page.fill(f"[name={box}]", hour)
    clerk.go(clerk.page.locator("main form button[type=submit]").last)
    first = Meeting.objects.get(number=1)
    assert (first.date, first.decisions.count(), first.stated_representatives) == (date(2022, 9, 8), 4, 16)
    public.open(f"/en/meetings/{first.slug}/")
    assert "16 representatives of nine organisations" in public.text()
    assert Meeting.objects.get(slug="2022-10").precision == Precision.MONTH

    # A meeting is planned, gets its agenda, is announced.
    clerk.open("/en/secretariat/")
    clerk.page.get_by_role("link", name="Plan a meeting").first.click()
    clerk.page.fill("#id_date", today.isoformat())
    clerk.page.fill("#id_start_time", "00:05")
    clerk.page.fill("#id_end_time", "23:55")
    clerk.page.select_option("#id_venue", label="Seven Palms Archive")
    clerk.page.select_option("#id_chair", label=str(group["chair"]))
    clerk.press("Plan the meeting")
    if "Keep this day all the same" in clerk.text():  # whoever runs this on a Sunday or a holiday is asked
        clerk.press("Keep this day all the same")
    meeting = Meeting.objects.get(date=today)
    desk = f"/en/secretariat/meetings/{meeting.slug}/"
    for title in ("Welcome", "Thematic groups"):
        clerk.open(f"{desk}agenda/")
        clerk.page.fill("#quick_title", title)
        clerk.press("Add the item")
    clerk.open(desk)
    clerk.press("Announce")

    # Invitations are shown before they are sent; one mail leaves for each person.
    clerk.open(f"{desk}invite/")
    assert "18" in clerk.text()
    clerk.press_main()
    assert Invitation.objects.filter(meeting=meeting, sent_at__isnull=False).count() == 18

    # A representative answers through the link in her own calendar: reading changes nothing, the button does.
    seat = group["seats"][0]
    _key, secret = make_key(seat.person, name="phone", discreet=False, by=seat.person)
    link = re.search(rf"{live_server.url}/rsvp/[a-z0-9-]+/", feed_of(public, secret)).group()
    phone = Reader.at(chromium, live_server.url, width=360)
    for _visit in range(2):
        phone.open(link)
    assert not Response.objects.exists()
    phone.go(phone.page.get_by_role("button", name=re.compile("^I will come")))
    assert [row.answer for row in Response.objects.all()] == [Answer.ACCEPTED]
    clerk.open(f"{desk}answers/")
    assert seat.person.display_name in clerk.text()

    # The day: held, 16 people of nine organisations written down, then one more alternate.
    clerk.open(desk)
    clerk.press("Record as held")
    clerk.open(f"{desk}attendance/")
    for seat in group["seats"][:16]:
        clerk.press_beside(seat.person.display_name, "In the room")
    clerk.press_beside(group["seats"][16].person.display_name, "In the room")
    second = re.compile(f"^Change ?: {re.escape(group['seats'][1].person.display_name)}$")
    clerk.page.get_by_role("link", name=second).click()
    clerk.press("Take this entry off the list")
    address = f"/en/meetings/{meeting.slug}/"
    public.open(address)
    assert "16 representatives of nine organisations" in public.text()
    clerk.press_beside(group["seats"][1].person.display_name, "In the room")
    for language, sentence in SENTENCES.items():
        public.open(address.replace("/en/", f"/{language}/"))
        assert sentence in public.text()

    # Minutes: texts for two audiences, a decision, an action; circulated, adopted by the chair, published.
    clerk.open(f"{desk}minutes/")
    clerk.press("Start the minutes")
    for audience, text in (
        ("public", "Three themes were proposed."),
        ("members", "MEMBERSONLY asked for time."),
    ):
        clerk.open(f"{desk}minutes/2/{audience}/en/")
        clerk.page.fill("#id_text", text)
        clerk.press("Save")
        assert text in clerk.text()
    clerk.open(f"{desk}decisions/new/")
    clerk.page.fill("#id_title_en", "Three groups begin work")
    clerk.page.fill("#id_text_en", "Three thematic groups begin work.")
    clerk.press("Record the decision")
    clerk.open(f"{desk}actions/new/")
    clerk.page.fill("#id_title_en", "Gather the names")
    clerk.page.select_option("#id_owner_organisation", label="Palms (invented)")
    clerk.page.check("#id_due_next_meeting")
    clerk.press("Record the action")
    clerk.press("Circulate the draft")
    minutes = f"{address}minutes/"
    public.page.goto(minutes)
    assert "Three themes" not in public.page.content()  # circulated is not public
    chair = Reader.at(chromium, live_server.url)
    chair.sign_in(group["chair"].user.email, second_factor=True)
    chair.open(f"{desk}minutes/")
    chair.press("Adopt")
    clerk.open(f"{desk}minutes/")
    clerk.press("Publish")

    # The public reads it in three languages, and finds the decision in the register.
    for language, sentence in SENTENCES.items():
        public.open(minutes.replace("/en/", f"/{language}/"))
        assert sentence in public.text()
        assert public.page.get_attribute("html", "lang") == language
        assert "Three themes were proposed." in public.text()
        assert "MEMBERSONLY" not in public.page.content()
    public.open("/en/decisions/")
    assert f"WG/{today.year}/02-D1" in public.text()
    for reader in (clerk, chair, phone, public):
        reader.close()


SENTENCES = {
    "en": "17 representatives of nine organisations",
    "km": "អ្នកតំណាង ១៧ នាក់ មកពីអង្គការចំនួន ៩",
    "fr": "17 représentants de neuf organisations",
}
