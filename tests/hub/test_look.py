"""The look: weight and contrast of the style sheet, and every part of it in three languages."""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.template.loader import render_to_string

from tests.hub.gallery import WORDS, gallery, gallery_form

CSS = Path(finders.find("hub/hub.css")).read_text(encoding="utf-8")
HEAVIEST = 8192  # bytes of brotli; LOOK asks for 8 kB at most
LAYERS = ["reset", "tokens", "base", "layout", "parts", "screens", "print"]
DYES = ["palm", "prohut", "lac", "indigo", "bark"]


def tokens(block):
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{3,6})\b", block))


def palettes():
    """The colours of the light and of the dark scheme, the dark ones laid over the light."""
    layer = CSS[CSS.index("@layer tokens {") : CSS.index("@layer base {")]
    dark_at = layer.index("prefers-color-scheme: dark")
    light = tokens(layer[:dark_at])
    return {"light": light, "dark": light | tokens(layer[dark_at:])}


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """WCAG 2.2 contrast ratio of two colours written #rrggbb."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_sheet_is_light():
    assert len(brotli.compress(CSS.encode(), quality=11)) <= HEAVIEST


def test_sheet_closes_every_bracket_and_keeps_its_layers():
    bare = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", CSS, flags=re.DOTALL)
    assert bare.count("{") == bare.count("}")
    assert bare.count("(") == bare.count(")")
    assert re.findall(r"@layer (\w+) \{", bare) == LAYERS


def test_sheet_fetches_nothing_from_elsewhere_and_every_face_is_here():
    urls = re.findall(r"url\(\"([^\"]+)\"\)", CSS)
    assert urls == [
        "fonts/noto-sans-khmer-400.woff2",
        "fonts/noto-sans-khmer-700.woff2",
        "fonts/alegreya-sans-700.woff2",
    ]
    assert [url for url in urls if finders.find(f"hub/{url}") is None] == []


def test_every_variable_that_is_read_is_set():
    read = set(re.findall(r"var\(--([\w-]+)\)", CSS))  # those with a fallback may stay unset
    assert read - set(re.findall(r"--([\w-]+):", CSS)) - {"rc", "rw"} == set()
    assert {"rc", "rw"} <= set(re.findall(r"--([\w-]+):", CSS))


# Text or edge: its ratio on paper and on leaf, in light and in dark, as the design brief promises.
ON_GROUND = {
    "ink": [(16.0, 14.3), (15.1, 12.8)],
    "ink-soft": [(7.5, 6.7), (9.2, 7.8)],
    "edge": [(4.3, 3.8), (6.0, 5.1)],
    "tonle": [(9.7, 8.6), (10.5, 8.9)],
    "link": [(7.8, 7.0), (10.9, 9.2)],
    "palm": [(6.8, 6.1), (10.6, 9.0)],
    "prohut": [(6.9, 6.2), (10.8, 9.1)],
    "lac": [(7.7, 6.9), (9.4, 7.9)],
    "indigo": [(8.3, 7.4), (10.3, 8.7)],
    "bark": [(7.5, 6.7), (10.3, 8.7)],
    "focus": [(8.3, 7.4), (13.5, 11.5)],
}


@pytest.mark.parametrize(("scheme", "column"), [("light", 0), ("dark", 1)])
def test_contrast_on_the_grounds(scheme, column):
    colours = palettes()[scheme]
    measured = {
        name: tuple(round(contrast(colours[name], colours[ground]), 1) for ground in ("paper", "leaf"))
        for name in ON_GROUND
    }
    promised = {name: ratios[column] for name, ratios in ON_GROUND.items()}
    short = {
        name: (measured[name], promised[name])
        for name in promised
        if any(is_ < should - 0.05 for is_, should in zip(measured[name], promised[name], strict=True))
    }
    assert short == {}


@pytest.mark.parametrize(
    ("scheme", "on_wash", "button", "on_deep"), [("light", 5.8, 9.7, 12.2), ("dark", 7.9, 9.0, 13.5)]
)
def test_contrast_of_dyes_buttons_and_foot(scheme, on_wash, button, on_deep):
    colours = palettes()[scheme]
    assert [d for d in DYES if round(contrast(colours[d], colours[f"{d}-wash"]), 1) < on_wash] == []
    assert round(contrast(colours["on-tonle"], colours["tonle"]), 1) >= button
    assert round(contrast(colours["on-deep"], colours["tonle-deep"]), 1) >= on_deep
    assert round(contrast(colours["on-deep-soft"], colours["tonle-deep"]), 1) >= 8.6


@pytest.mark.parametrize("language", ["en", "km", "fr"])
def test_every_part_renders(language):
    html = gallery(language)
    assert f'<html lang="{language}">' in html
    assert html.count("<h1") == 1
    assert WORDS[language]["recorded"] in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))


def test_every_ring_has_a_drawing():
    """Each state word of the fragment's comment is a class of the sheet."""
    source = Path(engines["django"].get_template("hub/_ring.html").origin.name).read_text(encoding="utf-8")
    states = re.search(r"one of these: (.*?)\n  word", source, re.DOTALL).group(1).replace("|", " ").split()
    assert [state for state in states if not re.search(rf"\.ring--{state}\b", CSS)] == []


def test_refused_field_names_itself_and_keeps_what_was_typed():
    form = gallery_form(WORDS["en"])({"organisation": "", "email": "nonsense", "text": "kept"})
    form.full_clean()
    html = render_to_string("hub/_field.html", {"field": form["organisation"]})
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_organisation_helptext id_organisation_error"' in html
    assert 'id="id_organisation_error"' in html
    assert 'id="id_organisation_helptext"' in html
    assert 'value="nonsense"' in render_to_string("hub/_field.html", {"field": form["email"]})
    summary = render_to_string("hub/_form_errors.html", {"form": form})
    assert 'role="alert"' in summary
    assert 'href="#id_organisation"' in summary


def test_error_page_stands_alone():
    html = render_to_string("500.html")
    assert [lang for lang in ("km", "en", "fr") if f'lang="{lang}"' in html] == ["km", "en", "fr"]


@pytest.mark.parametrize("template", ["403.html", "403_csrf.html", "404.html", "429.html"])
def test_refusing_pages_wear_the_house_frame(template, rf):
    html = render_to_string(template, request=rf.get("/en/somewhere/"))
    assert html.count("<h1") == 1
    assert 'class="head"' in html
