"""Finding a query in a text by folded tokens, showing it, and marking it in the original spelling."""

from django.utils.html import escape
from django.utils.safestring import mark_safe

from hub.languages.clusters import runs, tokens


def _phrase_hits(pieces, phrase):
    """Index ranges of `pieces` (tokens) where the folded phrase stands; its last piece may be a beginning."""
    length = len(phrase)
    for first in range(len(pieces) - length + 1):
        window = pieces[first : first + length]
        if (
            window[0].run == window[-1].run
            and all(token.text == wanted for token, wanted in zip(window[:-1], phrase[:-1], strict=True))
            and window[-1].text.startswith(phrase[-1])
        ):
            yield first, first + length


def matches(text, query):
    """Whether every run of the query stands in the text; the end of each run may be unfinished typing."""
    pieces = tokens(text)
    return all(any(True for _ in _phrase_hits(pieces, phrase)) for phrase in runs(query))


def hits(text, query):
    """Merged (start, end) places of the query in the original text, in order."""
    pieces = tokens(text)
    places = sorted(
        (pieces[first].start, pieces[after - 1].end)
        for phrase in runs(query)
        for first, after in _phrase_hits(pieces, phrase)
    )
    merged = []
    for start, end in places:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _marked(text, places):
    html, position = [], 0
    for start, end in places:
        html += [escape(text[position:start]), "<mark>", escape(text[start:end]), "</mark>"]
        position = end
    return "".join([*html, escape(text[position:])])


def highlight(text, query):
    """The whole text as safe HTML with the hits in `<mark>`."""
    # Every piece is escaped in _marked before the fixed tags are put around it.
    return mark_safe(_marked(text, hits(text, query)))  # noqa: S308


def snippet(text, query, length=160):
    """About `length` characters around the first hit as safe HTML, hits in `<mark>`, never cut inside a cluster."""
    places = hits(text, query)
    centre = places[0][0] if places else 0
    begin = max(0, centre - length // 3)
    finish = begin + length
    pieces = tokens(text)
    if begin:
        begin = next((token.start for token in pieces if token.start >= begin), centre)
    if finish < len(text):
        finish = max((token.end for token in pieces if token.end <= finish), default=finish)
        if places:
            finish = max(finish, places[0][1])
    else:
        finish = len(text)
    inside = [(start - begin, end - begin) for start, end in places if start >= begin and end <= finish]
    html = _marked(text[begin:finish], inside)
    before, after = "… " if begin else "", " …" if finish < len(text) else ""
    return mark_safe(f"{before}{html}{after}")  # noqa: S308 (escaped in _marked)
