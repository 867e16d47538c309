"""The answer page in a real browser: a scanner that runs scripts changes nothing, one tap does; axe finds nothing."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from meetings.models import Invitation, Response, Venue
from tests.builders import make_invitation, make_meeting, make_organisation, make_person, make_seat

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def invitation():
    organisation = make_organisation("Stone Bridge Legal Aid", name_km="ជំនួយផ្លូវច្បាប់ស្ពានថ្ម")
    seat = make_seat(organisation, make_person("Prak", "Nita", khmer_name="ប្រាក់ និតា", honorific="លោកស្រី"))
    make_seat(organisation, make_person("Lim", "Borey"), alternate=True)
    venue = Venue.objects.create(
        name_en="Seven Palms Archive",
        name_km="បណ្ណសារត្នោតប្រាំពីរ",
        address_en="Street 21",
        address_km="ផ្លូវលេខ ២១",
    )
    return make_invitation(
        make_meeting(date(2030, 12, 12), venue=venue), seat.person, organisation=organisation
    )


def test_links_24_25_a_scanner_with_scripts_and_then_a_thumb(chromium, live_server, invitation):
    address = f"{live_server.url}/rsvp/{invitation.answer_token}/"
    for _visit in range(2):
        scanner = chromium.new_context().new_page()
        scanner.goto(address, wait_until="networkidle")
        scanner.context.close()
    assert not Response.objects.exists()
    phone = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False).new_page()
    phone.goto(address)
    phone.get_by_role("button", name="I cannot come").click()
    assert "Your answer is recorded" in phone.inner_text("main")
    assert Invitation.objects.get(pk=invitation.pk).answer == "declined"
    phone.select_option("#id_delegated_to", label="LIM Borey")
    phone.get_by_role("button", name="Send this person in my place").click()
    assert Invitation.objects.get(pk=invitation.pk).answer == "delegated"
    phone.get_by_role("button", name="Take my answer back").click()
    assert Invitation.objects.get(pk=invitation.pk).answer == "needs_action"
    phone.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "km", "fr"])
def test_two_answers_stand_on_the_first_screen(chromium, live_server, invitation, language, scheme):
    zone = "Asia/Phnom_Penh" if language == "km" else "Europe/Paris"  # where the hours take one more line
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, color_scheme=scheme, timezone_id=zone
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/rsvp/{invitation.answer_token}/?lang={language}")
    boxes = [button.bounding_box() for button in page.locator("button.answer").all()]
    assert [box["y"] + box["height"] <= 740 for box in boxes[:2]] == [True, True]
    assert {box["height"] >= 72 for box in boxes} == {True}
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.locator("[data-starts]").is_visible() == (language != "km")
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    context.close()
