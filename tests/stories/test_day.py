"""Half an hour of a meeting in a real browser: the line drops three times and two people write at once.

Whatever was typed is in the record or on a screen that compares two texts, and nothing of it is ever markup.
"""

from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import TimeoutError

from meetings.actions import run_sheet
from meetings.documents.note_text import to_text
from meetings.models import Action, Decision, Note
from members.enums import RoleKind
from tests.builders import make_clerk, make_item, make_meeting, make_organisation, make_role, sign_in
from tests.stories.test_screens import faults_here

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RUN = "/en/secretariat/meetings/2022-03/run/"


class Desk:
    """One person at one browser, whose clock is turned on by hand: minutes pass at once."""

    def __init__(self, chromium, live_server, person):
        self.context = chromium.new_context(base_url=live_server.url, viewport={"width": 360, "height": 740})
        self.url = live_server.url
        self.becomes(person)
        self.errors = []
        self.page = self.context.new_page()
        self.page.clock.install()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: dialog.accept())

    def becomes(self, person):
        """Signs in, as whoever it was or as somebody else."""
        session = sign_in(Client(), person).cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": session, "url": self.url}])

    def stored(self):
        return self.page.evaluate(
            "Object.keys(localStorage).filter(name => name.startsWith('hub:run:')).length"
        )

    def open(self, number):
        assert self.page.goto(f"{RUN}{number}/").status == 200

    def types(self, words, box="#note-public"):
        """Key by key, behind what stands there."""
        self.page.focus(box)
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(words) if words.isascii() else self.page.keyboard.insert_text(words)

    def goes_on_to(self, number):
        self.page.get_by_role("button", name=f"On to {number}").click()
        self.page.wait_for_function(
            "n => document.querySelector('h1').textContent.startsWith(n + '.')", arg=str(number)
        )

    def waits(self, seconds):
        self.page.clock.fast_forward(seconds * 1000)

    def says(self, words):
        self.page.wait_for_function(
            "words => document.getElementById('run-line').textContent.includes(words)", arg=words
        )

    def is_quiet(self):
        """Until nothing waits any more and no note stands at the top; a browser that was cut off tries again by itself."""
        nothing_left = """() => document.getElementById('run-line').textContent === ''
            && Object.keys(localStorage).filter(name => name.startsWith('hub:run:')).length === 0"""
        for _try in range(10):
            try:
                self.page.wait_for_function(nothing_left, timeout=4000)
            except TimeoutError:
                self.waits(31)
            else:
                return
        raise AssertionError(self.page.inner_text("#run-line"))

    def kept(self):
        """Until the hub has said that it has everything."""
        self.waits(3)
        self.is_quiet()


def note(item, audience="public"):
    return to_text(Note.objects.get(item=item, audience=audience).text)


@pytest.fixture
def meeting():
    meeting = make_meeting(date(2022, 3, 10), slug="2022-03")
    make_organisation("Paper Boat")
    for title in ("Welcome", "Terms <of> reference", "Forum outside Phnom Penh", "Next meeting"):
        make_item(meeting, title)
    clerk = make_clerk()
    run_sheet.begin(meeting, by=clerk)
    run_sheet.take_up(meeting.agenda_items.get(number=1), by=clerk)
    return meeting


def test_nothing_typed_is_lost(chromium, live_server, meeting):
    items = list(meeting.agenda_items.order_by("number"))
    chair, clerk = Desk(chromium, live_server, make_role(RoleKind.CHAIR)), None
    clerk = Desk(chromium, live_server, make_clerk())

    # The line is up: kept while it is typed.
    chair.open(1)
    chair.types("Welcome <b>everybody</b> & good morning.\n")
    chair.kept()
    assert note(items[0]) == "Welcome <b>everybody</b> & good morning."

    # A second writer at the same item; the chair goes on without having seen it.
    clerk.open(1)
    clerk.types("\nNine of twelve are here. 🌊")
    clerk.kept()
    chair.types("The agenda is adopted.\n")
    chair.waits(3)
    chair.says("Both texts are safe.")
    chair.page.get_by_role("button", name="Compare both texts").click()
    chair.page.wait_for_selector("#both")
    assert faults_here(chair.page, 360) == []
    assert chair.page.locator("main b").count() == 0
    assert "only in yours: The agenda is adopted." in chair.page.inner_text("main")
    both = chair.page.input_value("#both")
    chair.page.locator("button[value=both]").click()
    chair.page.wait_for_selector("#note-public")
    chair.is_quiet()
    assert note(items[0]) == both
    assert "Nine of twelve are here. 🌊" in both
    assert "The agenda is adopted." in both

    # First cut: ten minutes, three items, nobody notices in the room.
    chair.context.set_offline(True)
    chair.types("First words without a line.")
    chair.waits(3)
    chair.says("The line is down since")
    chair.says("1 entry waits in this browser and leaves by itself.")
    chair.goes_on_to(2)
    chair.types("ការសម្រេចចិត្ត\u200bរួម <script>alert(1)</script>")
    chair.page.fill("#decision textarea", "The terms <b>are</b> adopted for six months.")
    chair.page.get_by_role("button", name="Consensus").click()
    chair.page.fill("#id_line", "Paper Boat to send the <i>list</i> by next meeting")
    chair.page.get_by_role("button", name="Enter").click()
    chair.goes_on_to(3)
    chair.types("Right to left: \u0645\u0631\u062d\u0628\u0627 \u202e end")
    chair.waits(600)
    assert faults_here(chair.page, 360) == []
    # Three notes, the decision, the action and twice "on to the next".
    chair.says("7 entries wait in this browser and leave by themselves.")
    chair.context.set_offline(False)
    # The line of the action was read, and waits for the tap that keeps it.
    chair.says("This entry needs your eyes before it is kept.")
    chair.page.get_by_role("button", name="Look at it").click()
    chair.page.get_by_role("button", name="Keep", exact=True).click()
    chair.is_quiet()
    assert note(items[0]).endswith("First words without a line.")
    assert note(items[1]) == "ការសម្រេចចិត្ត\u200bរួម <script>alert(1)</script>"
    assert note(items[2]).startswith("Right to left: \u0645\u0631\u062d\u0628\u0627")
    assert Decision.objects.get().text_en == "The terms <b>are</b> adopted for six months."
    assert Action.objects.get().title_en == "send the <i>list</i>"
    assert [item.state for item in meeting.agenda_items.order_by("number")][:3] == ["done", "done", "running"]

    # Second cut: the hub had it, the answer never came.
    def cut_after(route):
        route.fetch()
        route.abort()

    chair.open(2)
    before = Note.objects.get(item=items[1]).edits
    chair.context.route("**/note/", cut_after)
    chair.types("\nSaid once.")
    chair.waits(3)
    chair.says("The line is down since")
    assert note(items[1]).endswith("Said once.")
    chair.types(" And more.")
    chair.context.unroute("**/note/")
    chair.is_quiet()
    assert note(items[1]).count("Said once.") == 1
    assert note(items[1]).endswith("Said once. And more.")
    assert Note.objects.get(item=items[1]).edits <= before + 2

    # Third cut: the second writer is at work on the same item, and again while the chair compares.
    chair.open(4)
    clerk.open(4)
    chair.context.set_offline(True)
    chair.types("The chair proposes 14 April.")
    chair.waits(120)
    clerk.types("The desk proposes 21 April.")
    clerk.kept()
    chair.context.set_offline(False)
    chair.says("Both texts are safe.")
    chair.page.get_by_role("button", name="Compare both texts").click()
    chair.page.wait_for_selector("#both")
    clerk.types("\nOr 28 April.")
    clerk.kept()
    chair.types("\nAgreed: 21 April.", "#both")
    chair.page.locator("button[value=both]").click()
    chair.page.wait_for_function("() => document.querySelector('main').innerText.includes('once more')")
    chair.page.locator("button[value=both]").click()
    chair.page.wait_for_selector("#note-public")
    chair.is_quiet()
    for words in (
        "The chair proposes 14 April.",
        "The desk proposes 21 April.",
        "Or 28 April.",
        "Agreed: 21 April.",
    ):
        assert words in note(items[3])

    assert (chair.errors, clerk.errors) == ([], [])
    chair.context.close()
    clerk.context.close()


def test_drafts_are_one_persons(chromium, live_server, meeting):
    """A sign-in that ends loses nothing; signing out, or somebody else at the same browser, leaves nothing."""
    item = meeting.agenda_items.get(number=1)
    person, clerk = make_role(RoleKind.CHAIR), make_clerk()
    chair = Desk(chromium, live_server, person)
    chair.open(1)
    Session.objects.all().delete()
    chair.types("Written after the sign-in ended.")
    chair.waits(3)
    chair.says("Your sign-in has ended.")
    assert chair.stored() == 1
    chair.becomes(person)
    chair.open(1)
    chair.is_quiet()
    assert note(item) == "Written after the sign-in ended."

    # Nobody else at this browser reads what waits in it.
    chair.context.route("**/note/", lambda route: route.abort())
    chair.types(" Not for the clerk.")
    chair.waits(3)
    chair.says("The line is down since")
    chair.becomes(clerk)
    chair.open(1)
    chair.is_quiet()
    assert "Not for the clerk." not in chair.page.content()
    assert chair.page.input_value("#note-public") == "Written after the sign-in ended."

    # Signing out says that something waits, and erases it.
    chair.types(" Never sent.")
    chair.waits(3)
    chair.says("The line is down since")
    chair.page.goto("/accounts/logout/")
    chair.says("The line is down since")
    chair.page.locator("form[data-forgets] button").click()
    chair.page.wait_for_url("**/en/")
    assert chair.stored() == 0
    assert chair.errors == []
    chair.context.close()


def test_an_entry_that_finds_no_item_is_shown_with_its_words(chromium, live_server, meeting):
    chair = Desk(chromium, live_server, make_role(RoleKind.CHAIR))
    chair.open(4)
    chair.context.set_offline(True)
    chair.page.fill("#decision textarea", "Six <b>months</b>.")
    chair.page.get_by_role("button", name="Consensus").click()
    chair.says("1 entry waits in this browser and leaves by itself.")
    meeting.agenda_items.filter(number=4).delete()
    chair.context.set_offline(False)
    chair.says("This entry needs your eyes before it is kept. “Six <b>months</b>.”")
    chair.page.get_by_role("button", name="Throw it away").click()
    chair.is_quiet()
    assert not Decision.objects.exists()
    assert chair.errors == []
    chair.context.close()
