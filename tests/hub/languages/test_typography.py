from django.utils.safestring import mark_safe

from hub.languages.typography import nobreak


def test_khmer_compounds_and_times_hold_together_without_invisible_characters():
    assert nobreak("កិច្ចប្រជុំលើកទី៣ ម៉ោង ០៩:០០ ដល់ ១២:០០", "km") == (
        '<span class="nobreak">កិច្ចប្រជុំលើកទី៣</span> <span class="nobreak">ម៉ោង ០៩:០០ ដល់ ១២:០០</span>'
    )


def test_text_is_escaped_once_and_tags_are_left_alone():
    assert nobreak("<b>ជនរងគ្រោះ", "km") == '&lt;b&gt;<span class="nobreak">ជនរងគ្រោះ</span>'
    safe = mark_safe('<span lang="km" title="ជនរងគ្រោះ">&amp;</span>')
    assert nobreak(safe, "km") == safe
    assert nobreak("a & b", "en") == "a &amp; b"


def test_french_signs_follow_a_no_break_space():
    assert nobreak("En outre : « trois », de 9 h 30 à 12 h ?", "fr") == (
        "En outre\u00a0: «\u00a0trois\u00a0», de 9\u00a0h\u00a030 à 12\u00a0h\u00a0?"
    )
