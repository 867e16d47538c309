"""The sheet of the secretariat's desks: small, built on the house's sheet, and fetched by desks alone."""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders

from tests.builders import make_clerk, sign_in

SHEET = Path(finders.find("hub/desk.css")).read_text(encoding="utf-8")
HOUSE = Path(finders.find("hub/hub.css")).read_text(encoding="utf-8")
HEAVIEST = 4096  # octets of brotli: half of the house's sheet
ADDRESS = re.compile(r'href="/static/hub/desk\.[^"]*css"')


def test_sheet_is_light():
    assert len(brotli.compress(SHEET.encode(), quality=11)) <= HEAVIEST


def test_sheet_closes_every_bracket_and_adds_to_layers_of_the_house_only():
    bare = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", SHEET, flags=re.DOTALL)
    assert (bare.count("{"), bare.count("(")) == (bare.count("}"), bare.count(")"))
    assert set(re.findall(r"@layer (\w+) \{", bare)) <= {"parts", "screens", "print"}


def test_sheet_fetches_nothing_and_names_no_colour_of_its_own():
    assert re.findall(r"url\(|@import|#[0-9a-fA-F]{3,8}\b", SHEET) == []


def test_every_variable_that_is_read_is_set():
    read = set(re.findall(r"var\(--([\w-]+)\)", SHEET))  # those with a fallback may stay unset
    assert read - set(re.findall(r"--([\w-]+):", HOUSE + SHEET)) == set()


@pytest.mark.django_db
def test_desks_fetch_it_and_public_pages_do_not(client):
    assert not ADDRESS.search(client.get("/en/meetings/").content.decode())
    assert ADDRESS.search(sign_in(client, make_clerk()).get("/en/secretariat/").content.decode())
