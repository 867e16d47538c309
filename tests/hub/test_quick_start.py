"""The note that lets a second start serve at once: true only while nothing it depends on has changed."""

import os
from pathlib import Path

import pytest

from hub import quick_start, serving


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A data folder with a database file, and no other setting of this machine."""
    for name in [name for name in os.environ if name.startswith("HUB_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HUB_DATA_DIR", str(tmp_path))
    (tmp_path / "hub.sqlite3").touch()
    return tmp_path


def test_words_come_back_while_nothing_changed(home, monkeypatch):
    assert quick_start.remembered() is None
    quick_start.remember("Addresses: ...")
    assert quick_start.remembered() == "Addresses: ..."
    monkeypatch.setenv("HUB_SAMPLE_PASSWORD", "used only when the sample is loaded")
    assert quick_start.remembered() == "Addresses: ..."
    quick_start.forget()
    assert quick_start.remembered() is None


def test_another_setting_is_looked_at_again(home, monkeypatch):
    quick_start.remember("words")
    monkeypatch.setenv("HUB_BASE_URL", "http://localhost:8123")
    assert quick_start.remembered() is None


def test_another_database_file_is_looked_at_again(home):
    quick_start.remember("words")
    (home / "restored").touch()
    (home / "restored").replace(home / "hub.sqlite3")
    assert quick_start.remembered() is None


@pytest.mark.parametrize("changed", quick_start.SOURCES)
def test_changed_code_is_looked_at_again(home, monkeypatch, changed):
    root = home / "code"
    source = root / changed.replace("**", "deep").replace("*", "some")
    source.parent.mkdir(parents=True)
    source.write_text("one")
    monkeypatch.setattr(quick_start, "ROOT", root)
    quick_start.remember("words")
    assert quick_start.remembered() == "words"
    source.write_text("other")
    assert quick_start.remembered() is None


def test_database_elsewhere_is_always_looked_at(home, monkeypatch):
    monkeypatch.setenv("HUB_DATABASE_URL", "postgres://hub@db.example/hub")
    quick_start.remember("words")
    assert quick_start.remembered() is None
    assert list(Path(home).glob("prepared*")) == []


@pytest.mark.parametrize("note", ["", "[]", "{}", "not json", '{"fingerprint": 1, "words": "w"}'])
def test_note_that_is_none_of_ours_is_no_note(home, note):
    (home / "prepared.json").write_text(note)
    assert quick_start.remembered() is None


@pytest.mark.parametrize(
    ("arguments", "port"),
    [([], 8000), (["--port", "8123"], 8123), (["--no-sample", "--port=9"], 9), (["--port", "no"], None)],
)
def test_port_is_known_before_the_settings_are_read(arguments, port):
    assert serving.asked_port(["manage.py", "run", *arguments]) == port
