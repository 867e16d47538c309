"""The words of `run.js`, and its size: the day is run on a weak line."""

import re

import brotli
import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import translation

from meetings.templatetags.run_words import run_words
from tests.architecture.test_files import ROOT

PLACES = re.compile(r"\{\w+\}")
MOST = 6 * 1024  # bytes, brotli


def said(language):
    request = RequestFactory().get("/")
    request.user, request.LANGUAGE_CODE = AnonymousUser(), language
    with translation.override(language):
        return run_words(request) | {"keeps": request.keeps_drafts}


@pytest.mark.parametrize("language", ["en", "km", "fr"])
def test_every_language_keeps_what_the_browser_fills_in(language):
    english, other = said("en")["words"], said(language)["words"]
    for name, words in english.items():
        assert set(PLACES.findall(words)) == set(PLACES.findall(other[name])), name
    assert said(language)["keeps"]


def test_the_script_uses_every_word_and_no_other():
    script = (ROOT / "hub/static/hub/run.js").read_text("utf-8")
    used = set(re.findall(r"\bwords\.(\w+)", script)) | {"one", "many"}
    assert used == set(said("en")["words"])


def test_the_script_is_small_and_old_browsers_read_it():
    script = (ROOT / "hub/static/hub/run.js").read_bytes()
    assert len(brotli.compress(script)) <= MOST
    # Syntax of ES2017: none of what came later.
    assert not re.search(
        rb"\?\?|\?\.[a-zA-Z(\[]|catch \{|\{ ?\.\.\.|\.flat(Map)?\(|\.matchAll\(|\*\*", script
    )
