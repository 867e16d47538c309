"""Two texts side by side: complete, and together in one."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.documents.differences import MOST_PIECES, Piece, side_by_side, union

words = st.sampled_from(
    ["the", "chair", "ការ", "សម្រេច", "🌊", "<b>", "\u0627\u0644", "\n", " ", ".", "e\u0301"]
)
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
texts = st.lists(words, max_size=25).map(" ".join)


def joined(pieces):
    return "".join(piece.words for piece in pieces)


@unhurried
@given(texts, texts)
def test_nothing_is_left_out(mine, theirs):
    left, right = side_by_side(mine, theirs)
    assert (joined(left), joined(right)) == (mine, theirs)


@unhurried
@given(texts, texts)
def test_one_text_holds_every_line_of_both(mine, theirs):
    lines = union(mine, theirs).split("\n")
    for text in (mine, theirs):
        rest = iter(lines)
        assert all(line in rest for line in text.split("\n"))  # a subsequence: `in` uses up the iterator
    assert union(mine, mine) == mine


def test_whole_words_differ_and_neighbours_are_one_difference():
    left, right = side_by_side("We meet on Monday at nine.", "We meet on Friday at ten.")
    assert left == [
        Piece("We meet on ", False),
        Piece("Monday", True),
        Piece(" at ", False),
        Piece("nine", True),
        Piece(".", False),
    ]
    assert [piece.words for piece in right if piece.alone] == ["Friday", "ten"]
    left, _right = side_by_side("one two three", "one")
    assert left == [Piece("one", False), Piece(" two three", True)]


def test_a_khmer_letter_keeps_its_marks():
    left, right = side_by_side("ស្រី", "ស្រា")
    assert left == [Piece("ស្រី", True)]
    assert right == [Piece("ស្រា", True)]


def test_very_long_texts_are_compared_by_lines():
    mine = "\n".join(f"line {number}" for number in range(MOST_PIECES))
    left, right = side_by_side(mine, mine + "\nlast")
    assert (joined(left), joined(right)) == (mine, mine + "\nlast")


def test_words_that_come_again_and_again_cost_no_more_than_lines():
    mine, theirs = "a " * MOST_PIECES, "a b " * (MOST_PIECES // 2)
    left, right = side_by_side(mine, theirs)
    assert [piece.words for piece in left if piece.alone] == [mine]
    assert (joined(left), joined(right)) == (mine, theirs)


def test_a_word_in_a_long_text_is_still_a_word():
    before, after = "so it was said " * MOST_PIECES, " and so on" * MOST_PIECES
    left, right = side_by_side(f"{before}Monday{after}", f"{before}Friday{after}")
    assert [piece.words for piece in left if piece.alone] == ["Monday"]
    assert [piece.words for piece in right if piece.alone] == ["Friday"]
