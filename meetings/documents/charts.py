"""Pictures of few numbers as SVG: data in, text out. Colours are the site's tokens, so that they follow the dark.

A picture is 360 units wide; labels stand over their bar or row, the number at its right. Nothing in it is only in
it: the page has the same numbers as a table beneath. No style attribute, which the site's policy refuses.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, STEP, BAR = 360, 46, 14
ROW, WIDEST = 52, 40  # of a grid: the height of a row, the width of a column
LONGEST = 38  # letters of a label; the table beneath has it whole


@dataclass(frozen=True)
class Bar:
    """One bar: `value` in `tonle` on a track of the length `of`; both in the unit of the chart. `shown` says it in words."""

    label: str
    value: float
    of: float
    shown: str


@dataclass(frozen=True)
class Line:
    """One row of a grid: True, False, or None where nothing may be said."""

    label: str
    cells: tuple[bool | None, ...]


def bars(title: str, description: str, rows: Sequence[Bar]) -> SafeString:
    """Level bars under each other, all to one scale, the longest as wide as the picture; in the order given."""
    longest = max((max(row.value, row.of) for row in rows), default=0) or 1
    drawn = format_html_join(
        "",
        '<text x="0" y="{}">{}</text><text x="360" y="{}" text-anchor="end">{}</text>'
        '<rect x="0" y="{}" width="{}" height="{}" fill="var(--leaf-deep)"/>'
        '<rect x="0" y="{}" width="{}" height="{}" fill="var(--tonle)"/>',
        (
            (
                *(top + 16, short(row.label, row.shown), top + 16, row.shown),
                *(top + 23, _length(row.of, longest), BAR),
                *(top + 26, _length(row.value, longest), BAR - 6),
            )
            for top, row in ((number * STEP, row) for number, row in enumerate(rows))
        ),
    )
    return _svg(title, description, drawn, len(rows) * STEP)


def grid(title: str, description: str, columns: Sequence[str], rows: Sequence[Line]) -> SafeString:
    """A row of rings for each line, full where True; a small dash where nothing may be said."""
    wide = min(WIDTH / max(len(columns), 1), WIDEST)
    head = format_html_join(
        "",
        '<text x="{}" y="14" text-anchor="middle">{}</text>',
        ((_at(wide * (number + 0.5)), column) for number, column in enumerate(columns)),
    )
    body = format_html_join(
        "",
        '<text x="0" y="{}">{}</text>{}',
        (
            (top + 16, short(row.label), _cells(row, top + 34, wide))
            for top, row in ((26 + number * ROW, row) for number, row in enumerate(rows))
        ),
    )
    return _svg(title, description, format_html("{}{}", head, body), 26 + len(rows) * ROW)


def _cells(row: Line, y: int, wide: float) -> SafeString:
    ring = '<circle cx="{}" cy="{}" r="7" fill="{}" stroke="var(--tonle)" stroke-width="2"/>'
    dash = '<path d="M{} {}h8" stroke="var(--ink-soft)" stroke-width="2" data-cell="{}"/>'
    drawn = []
    for number, cell in enumerate(row.cells):
        x = wide * (number + 0.5)
        if cell is None:
            drawn.append(format_html(dash, _at(x - 4), y, "unsaid"))
        else:
            drawn.append(format_html(ring, _at(x), y, "var(--tonle)" if cell else "none"))
    return format_html_join("", "{}", ((one,) for one in drawn))


def short(label: str, beside: str = "") -> str:
    """A label that leaves room for what stands beside it; never cut within a Khmer cluster or a word."""
    room = LONGEST - len(beside)
    if len(label) <= room:
        return label
    cut = label[: room - 1]
    while cut and "\u17b4" <= label[len(cut)] <= "\u17dd":  # a sign that hangs on the letter before it
        cut = cut[:-1]
    words = cut.rsplit(" ", 1)[0] if " " in cut[room // 2 :] else cut
    return words.rstrip("\u17d2 ,;:") + "…"


def _length(value: float, longest: float) -> str:
    return _at(WIDTH * max(value, 0) / longest)


def _at(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _svg(title: str, description: str, drawn: SafeString, height: int) -> SafeString:
    return format_html(
        '<svg viewBox="0 0 {} {}" width="480" role="img" font-size="13" fill="currentColor">'
        "<title>{}</title><desc>{}</desc>{}</svg>",
        WIDTH,
        max(height, 1),
        title,
        description,
        drawn,
    )
