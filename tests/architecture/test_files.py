"""Rules about files: how long, which names, what may not stand in them. `DESIGN.md` has the reasons."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400
ROOMS_WITHOUT_MEANING = {"utils", "helpers", "common", "core", "misc", "lib", "shared"}
TOP_LEVEL = {"hub", "members", "meetings", "cms_pages", "templates", "tests", "manage.py", "pyproject.toml"}
TOP_LEVEL |= {"README.md", "LICENSE", "requirements.lock", "requirements-test.lock"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b|lorem ipsum|coming soon", re.IGNORECASE)
SWITCHED_OFF = re.compile(
    r"mark\.(skip|skipif|xfail)\b|pytest\.(skip|xfail)\(|unittest\.mock|from mock\b|@skip"
)
INLINE = re.compile(
    r"<style\b|\sstyle=|<script\b(?![^>]*\b(src=|type=\"application/(ld\+)?json\"))|\son[a-z]+=", re.I
)


def tracked(*patterns):
    """Files git knows or would add, so that a file counts before it is committed; not this one, which names the words."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    paths = [ROOT / line for line in listed.stdout.splitlines()]
    return [path for path in paths if path.is_file() and path != Path(__file__)]


def lines_with(pattern, files):
    found = []
    for path in files:
        text = path.read_text(encoding="utf-8")
        found += [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
            for number, line in enumerate(text.splitlines(), start=1)
            if pattern.search(line)
        ]
    return found


@pytest.fixture(scope="module")
def python_files():
    return [path for path in tracked("*.py") if "migrations" not in path.parts]


def test_no_file_is_longer_than_a_person_reads(python_files):
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in python_files
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_every_room_has_a_name_that_means_something():
    rooms = {part.removesuffix(".py") for path in tracked() for part in path.relative_to(ROOT).parts}
    assert rooms & ROOMS_WITHOUT_MEANING == set()


def test_top_level_stays_as_it_is():
    top = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in top if not name.startswith(".")} <= TOP_LEVEL


def test_nothing_is_left_unfinished():
    texts = tracked("*.py", "*.html", "*.txt", "*.md", "*.css", "*.toml")
    assert lines_with(UNFINISHED, texts) == []


def test_no_test_is_switched_off_or_mocked():
    assert lines_with(SWITCHED_OFF, tracked("tests/*.py")) == []


def test_templates_have_nothing_inline():
    """The public content security policy allows no inline script or style; mails are not under it."""
    pages = [path for path in tracked("templates/*.html") if "mail" not in path.parts]
    assert lines_with(INLINE, pages) == []


def test_apps_send_each_other_no_signals(python_files):
    """Ours call each other down the floors; receivers are for Django's, Wagtail's and allauth's own signals."""
    own = [path for path in python_files if "tests" not in path.parts]
    assert lines_with(re.compile(r"=\s*(django\.dispatch\.)?Signal\("), own) == []
