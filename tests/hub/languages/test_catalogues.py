"""Every message a visitor or member can meet is there in Khmer and French, well formed and compiled."""

import re

import polib
import pytest
from django.utils.translation.trans_real import translation

from hub.languages import catalogues
from hub.languages.extraction import Message

HOW_TO_MEND = "run `manage.py compile_catalogues --collect`, translate, and compile again"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+[^>]*>")
KHMER = re.compile(r"[\u1780-\u17b3]")
# Names, codes and signs that are the same in every language.
WORDLESS = re.compile(r"^(?:[^a-zA-Z]*|(?:%\(\w+\)[sd]|\W|PDF|RSS|TOTP|iPhone|Google|Outlook)*)$")


@pytest.fixture(scope="module", params=catalogues.LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def catalogue(language):
    return catalogues.read_catalogue(language)


@pytest.fixture(scope="module")
def own():
    return catalogues.own_messages()


def _missing(wanted, known):
    return [
        f"{', '.join(files)}: {message.singular!r}"
        for message, files in wanted.items()
        if message not in known
    ]


def test_every_message_of_ours_is_translated(catalogue, own):
    assert len(own) > 200
    assert _missing(own, catalogues.known_messages(catalogue)) == [], HOW_TO_MEND


def test_messages_of_django_and_allauth_are_translated_into_khmer():
    wanted = catalogues.foreign_messages()
    assert len(wanted) > 100
    assert _missing(wanted, catalogues.known_messages(catalogues.read_catalogue("km"))) == [], HOW_TO_MEND


def test_messages_of_django_and_allauth_are_translated_into_french():
    """By themselves, or by us where they are not."""
    keys = translation("fr")._catalog.keys()
    known = {key[0] if isinstance(key, tuple) else key for key in keys}
    wanted = {
        message: files
        for message, files in catalogues.foreign_messages().items()
        if (f"{message.context}\x04" if message.context else "") + message.singular not in known
    }
    assert _missing(wanted, catalogues.known_messages(catalogues.read_catalogue("fr"))) == []


def test_the_compiled_file_is_that_of_its_source(language, catalogue):
    compiled = catalogues.catalogue_path(language).with_suffix(".mo").read_bytes()
    assert compiled == catalogues.compiled(catalogue), "run `manage.py compile_catalogues`"


def test_no_entry_is_doubtful_or_left_over(catalogue):
    assert [entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete] == []


def _pairs(catalogue):
    for entry in catalogue:
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            yield entry, text


def test_placeholders_and_tags_survive_translation(catalogue):
    changed = []
    for entry, text in _pairs(catalogue):
        allowed = [
            sorted(PLACEHOLDER.findall(original))
            for original in (entry.msgid, entry.msgid_plural)
            if original
        ]
        # A singular may say "one" in words.
        if entry.msgid_plural:
            allowed.append([])
        if text and sorted(PLACEHOLDER.findall(text)) not in allowed:
            changed.append((entry.msgid, text))
    assert changed == []


def test_khmer_is_khmer_and_has_no_invisible_characters():
    khmer = catalogues.read_catalogue("km")
    texts = [(entry.msgid, text) for entry, text in _pairs(khmer) if text]
    assert [pair for pair in texts if not KHMER.search(pair[1]) and not WORDLESS.match(pair[0])] == []
    assert [pair for pair in texts if re.search("[\u200b-\u200d\u2060\ufeff]", pair[1])] == []


def test_french_signs_do_not_begin_a_line():
    french = catalogues.read_catalogue("fr")
    torn = [text for _, text in _pairs(french) if re.search(r" [:;?!»]|« |\w'\w", text)]
    assert torn == []


def test_collecting_keeps_translations_and_brings_new_messages(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    monkeypatch.setattr(catalogues, "own_messages", lambda: {Message("", "Yes", ""): ["a.py"]})
    assert catalogues.collect("fr") == (1, 0)
    saved = polib.pofile(str(catalogues.catalogue_path("fr")))
    saved[0].msgstr = "Oui"
    saved.save()
    monkeypatch.setattr(
        catalogues,
        "own_messages",
        lambda: {Message("", "Yes", ""): ["a.py"], Message("", "%(n)s day", "%(n)s days"): ["b.py"]},
    )
    assert catalogues.collect("fr") == (1, 0)
    again = catalogues.read_catalogue("fr")
    assert [(entry.msgid, entry.msgstr, entry.msgstr_plural) for entry in again] == [
        ("Yes", "Oui", {}),
        ("%(n)s day", "", {0: "", 1: ""}),
    ]
    monkeypatch.setattr(catalogues, "own_messages", dict)
    assert catalogues.collect("fr") == (0, 2)
