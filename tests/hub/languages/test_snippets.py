from hub.languages.snippets import highlight, matches, snippet


def test_a_query_finds_other_codings_and_unfinished_typing():
    assert matches("សមាគមស្ត្រី\u200bកម្ពុជា", "ស្រ្តីកម្ពុជា")
    assert matches("HANG Vannak", "vann")
    assert matches("Falguni DEBNATH", "deb falg")
    assert not matches("HANG Vannak", "annak")
    assert not matches("ជន រងគ្រោះ", "ជនរងគ្រោះ")


def test_highlight_marks_the_original_spelling_and_escapes_everything_else():
    assert highlight("<b>ស្រ្តី\u200bជន</b>", "ស្ត្រីជន") == "&lt;b&gt;<mark>ស្រ្តី\u200bជន</mark>&lt;/b&gt;"
    assert highlight("a & b", "<script>") == "a &amp; b"


def test_overlapping_hits_are_one_mark():
    assert highlight("meeting", "meet meeting") == "<mark>meeting</mark>"


def test_a_snippet_stands_around_the_hit_and_is_cut_between_clusters():
    text = "ក្រុម" * 60 + " សំណង " + "ក្រុម" * 60
    cut = snippet(text, "សំណង", length=60)
    assert "<mark>សំណង</mark>" in cut
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert cut.strip("… ")[0] in "កម"
    assert not cut.removesuffix(" …").endswith("្")


def test_a_short_text_without_a_hit_is_shown_whole():
    assert snippet("one & two", "three") == "one &amp; two"
