"""Pictures: what they draw, and that nothing in them is markup, a style or a torn Khmer letter."""

import xml.etree.ElementTree as ET

from meetings.documents.charts import Bar, Line, bars, grid, short

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg):
    return ET.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 - our own


def test_bars_are_to_one_scale_and_say_their_numbers():
    picture = parsed(
        bars("Time", "Planned and used.", [Bar("Welcome", 5, 10, "5"), Bar("Groups", 40, 20, "40")])
    )
    assert (picture.find(f"{SVG}title").text, picture.find(f"{SVG}desc").text) == (
        "Time",
        "Planned and used.",
    )
    assert [text.text for text in picture.iter(f"{SVG}text")] == ["Welcome", "5", "Groups", "40"]
    assert [rect.get("width") for rect in picture.iter(f"{SVG}rect")] == ["90", "45", "180", "360"]


def test_a_grid_has_a_ring_for_each_meeting_and_a_dash_where_nothing_may_be_said():
    picture = parsed(grid("Year", "", ["9", "10", "11"], [Line("Paper Boat", (True, False, None))]))
    fills = [circle.get("fill") for circle in picture.iter(f"{SVG}circle")]
    assert fills == ["var(--tonle)", "none"]
    assert len(list(picture.iter(f"{SVG}path"))) == 1


def test_words_of_people_are_words_only():
    drawn = bars("<b>", "&", [Bar("</text><script>alert(1)</script>", 1, 1, "<i>")])
    assert "<script" not in drawn
    assert "<i>" not in drawn
    assert "style" not in drawn
    parsed(drawn)


def test_a_long_label_is_cut_between_words_and_khmer_clusters():
    assert (
        short("The Association of the Friends of the Provincial Archives")
        == "The Association of the Friends of…"
    )
    khmer = short("អង្គការសហគមន៍កម្ពុជាដើម្បីការអភិវឌ្ឍន៍ជនបទ")
    assert khmer.endswith("…")
    assert len(khmer) <= 38
    assert not khmer[:-1].endswith("\u17d2")
    assert short("Short") == "Short"


def test_no_rows_are_an_empty_picture():
    parsed(bars("Time", "", []))
    parsed(grid("Year", "", [], []))
