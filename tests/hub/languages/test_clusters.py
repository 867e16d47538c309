from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.languages.clusters import encode, encode_text, fold, runs, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("សេចក្តី", "សេចក្ដី"),
        ("បណ្តឹង", "បណ្ដឹង"),
        ("អន្តរជាតិ", "អន្ដរជាតិ"),
        ("បណ្តា", "បណ្ដា"),
        ("កណ្តាល", "កណ្ដាល"),
        ("ប៉ុន្តែ", "ប៉ុន្ដែ"),
        ("ស្ត្រី", "ស្រ្តី"),
        ("ឲ្យ", "ឱ្យ"),
        ("អោយ", "ឱ្យ"),
        ("សិទ្ធិ", "សិទិ្ធ"),
        ("ជន\u200bរង\u200bគ្រោះ", "ជនរងគ្រោះ"),
        ("ក\u200b្រុម", "ក្រុម"),
        ("ប\u17c1\u17b8ក", "បើក"),
        ("គ\u17c1\u17b6ល", "គោល"),
        ("កំ\u17b6ង", "កាំង"),
        ("ឆ្នាំ២០២២", "ឆ្នាំ2022"),
        ("អ.វ.ត.ក", "អវតក"),
        ("œuvre", "OEUVRE"),
        ("Réparations", "REPARATIONS"),
        ("organisation", "organization"),
        ("organisations", "Organizations"),
        ("centre", "Center"),
        ("Programmes", "programs"),
        ("réparation", "re\u0301paration"),
        ("vic\u00adtim", "victim"),
    ],
)
def test_what_looks_the_same_folds_the_same(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("តុលា", "តាលី"), ("ការ", "ការី"), ("ក្រុង", "ក្លុង"), ("rise", "risk")])
def test_different_words_stay_different(one, other):
    assert fold(one) != fold(other)


def test_a_phrase_is_one_run_and_a_space_begins_another():
    assert [len(run) for run in runs("ជនរងគ្រោះ កម្ពុជា")] == [5, 3]
    assert runs("l’État WG/2022") == [["l"], ["etat"], ["wg"], ["2022"]]


def test_tokens_know_where_they_stood():
    text = "ពី ស្រ្តី\u200bជនរងគ្រោះ!"
    pieces = ["ពី", "ស្រ្តី", "ជ", "ន", "រ", "ង", "គ្រោះ"]
    assert [text[token.start : token.end] for token in tokens(text)] == pieces


def test_encoded_text_is_ascii_alike_in_every_spelling_and_holds_its_parts_as_neighbours():
    assert encode_text("សេចក្តីសម្រេច WG").isascii()
    assert encode_text("ស្រ្តី ជន meeting") == encode_text("ស្ត្រី ជន MEETING")
    [run] = runs("ជនរង")
    assert " ".join(encode(piece) for piece in run) in encode_text("ពីជនរងគ្រោះ")


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8")) | st.text(alphabet="កខគត្ដរាិីេ់៉ំ២ៗ។ \u200b.a"))
def test_folding_never_fails_and_is_stable(text):
    folded = fold(text)
    assert fold(folded).replace(" ", "") == folded.replace(" ", "")
    pieces = tokens(text)
    assert all(first.end <= second.start for first, second in pairwise(pieces))
    assert encode_text("ក" + text)[0] == "z"
