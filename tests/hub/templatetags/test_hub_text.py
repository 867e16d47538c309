from datetime import UTC, date, datetime, time
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation

from hub.languages.counting import Counts


def render(source, language, **context):
    with translation.override(language):
        return Template("{% load hub_text %}" + source).render(Context(context))


ITEM = SimpleNamespace(title_en="Welcome & order", title_fr="Bienvenue", title_km="")


def test_text_marks_a_fallback_with_its_language_and_escapes():
    assert render('{% text item "title" %}', "en", item=ITEM) == "Welcome &amp; order"
    assert render('{% text item "title" %}', "fr", item=ITEM) == "Bienvenue"
    assert render('{% text item "title" %}', "km", item=ITEM) == '<span lang="en">Welcome &amp; order</span>'
    assert render('{% text item "title" notice=True %}', "km", item=ITEM) == (
        '<span lang="en">Welcome &amp; order</span> <span class="tag">ជាភាសាអង់គ្លេស</span>'
    )


def test_best_gives_text_and_language_apart():
    source = '{% best item "title" as t %}{{ t.text }}|{{ t.lang }}|{{ t.is_fallback }}'
    assert render(source, "km", item=ITEM) == "Welcome &amp; order|en|True"


@pytest.mark.parametrize(
    ("source", "english", "french", "khmer"),
    [
        ("{{ day|day }}", "8 September 2022", "8 septembre 2022", "ថ្ងៃទី៨ ខែកញ្ញា ឆ្នាំ២០២២"),
        ("{{ late|day }}", "9 September 2022", "9 septembre 2022", "ថ្ងៃទី៩ ខែកញ្ញា ឆ្នាំ២០២២"),
        (
            "{{ late|moment }}",
            "9 September 2022, 01:30",
            "9 septembre 2022, 1 h 30",
            "ថ្ងៃទី៩ ខែកញ្ញា ឆ្នាំ២០២២ ម៉ោង ០១:៣០",
        ),
        ("{{ day|day_month }}", "8 September", "8 septembre", "ថ្ងៃទី៨ កញ្ញា"),
        ("{{ day|leaf_day }}", "8 September", "8 septembre", "៨ កញ្ញា"),
        ("{{ day|month }}", "September 2022", "septembre 2022", "ខែកញ្ញា ឆ្នាំ២០២២"),
        ("{{ day|weekday|capitalised }}", "Thursday", "Jeudi", "ថ្ងៃព្រហស្បតិ៍"),
        ("{{ begins|time_range:ends }}", "09:00 to 12:00", "de 9 h à 12 h", "ម៉ោង ០៩:០០ ដល់ ១២:០០"),
        ("{{ begins|time_range }}", "09:00", "9 h", "ម៉ោង ០៩:០០"),
        ("{{ day|relative:today }}", "10 days ago", "il y a 10 jours", "១០ ថ្ងៃមុន"),
        ("{{ day|due:today }}", "Overdue by 10 days", "En retard de 10 jours", "ហួសកំណត់ ១០ ថ្ងៃ"),
        ("{{ 16|digits }}", "16", "16", "១៦"),
        ("{{ 9|count }}", "nine", "neuf", "៩"),
        (
            "{% load i18n %}{% blocktranslate count n=12|counted %}{{ n }}!{% plural %}{{ n }}?{% endblocktranslate %}",
            "12?",
            "12?",
            "១២?",
        ),
        ("{{ 3|ordinal }}", "third", "troisième", "លើកទី៣"),
        ("{{ 3|meeting_ordinal }}", "Third meeting", "Troisième réunion", "កិច្ចប្រជុំលើកទី៣"),
        (
            "{{ counts|representatives }}",
            "16 representatives of nine organisations",
            "16 représentants de neuf organisations",
            "អ្នកតំណាង ១៦ នាក់ មកពីអង្គការចំនួន ៩",
        ),
        ("{{ none|day }}{{ none|time_range }}{{ none|digits }}{{ none|ordinal }}{{ none|due }}", "", "", ""),
        ('{% person_name "Hang" "Vannak" khmer="ហង្ស" %}', "HANG Vannak", "HANG Vannak", "ហង្ស"),
        ("a{% colon %}b{% comma %}c{% stop %}", "a: b, c.", "a\u00a0: b, c.", "a៖ b c។"),
        ('{{ "fr"|language_name }}', "French", "français", "ភាសាបារាំង"),
        (
            '{% fallback_notice "km" %}',
            "Not yet in English. Shown in Khmer.",
            "Pas encore en français. Affiché en khmer.",
            "មិនទាន់មានជាភាសាខ្មែរ។ បង្ហាញជាភាសាខ្មែរ។",
        ),
    ],
)
def test_filters(source, english, french, khmer):
    context = {
        "day": date(2022, 9, 8),
        "today": date(2022, 9, 18),
        "late": datetime(2022, 9, 8, 18, 30, tzinfo=UTC),
        "begins": time(9),
        "ends": time(12),
        "counts": Counts(16, 9),
        "none": None,
    }
    assert [render(source, language, **context) for language in ("en", "fr", "km")] == [
        english,
        french,
        khmer,
    ]


def test_a_regional_language_is_its_language():
    assert render("{{ day|day }}", "en-gb", day=date(2022, 9, 8)) == "8 September 2022"


def test_clean_and_nobreak_are_safe():
    assert render("{{ html|clean }}", "en", html="<p onclick=x>a<script>b</script></p>") == "<p>a</p>"
    assert render("{{ title|nobreak }}", "km", title="<i>ជនរងគ្រោះ") == (
        '&lt;i&gt;<span class="nobreak">ជនរងគ្រោះ</span>'
    )
    assert render("{{ html|without_tags }}", "en", html="<p>a &amp; b</p>") == "a &amp; b"
