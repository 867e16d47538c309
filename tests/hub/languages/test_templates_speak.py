"""Templates say nothing on their own: words go through gettext, dates and translated fields through hub_text."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.S)
TRANSLATED_BLOCK = re.compile(r"{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%}", re.S)
NOT_SHOWN = re.compile(r"<(script|style|svg)\b.*?</\1>|<!--.*?-->|<!doctype[^>]*>", re.S | re.I)
CLASSES = re.compile(
    r"{%\s*block (?:body_class\s*%}[\w -]*|\w+\s*%}[\w:-]*){%\s*endblock"
)  # words of the markup
TEMPLATE_CODE = re.compile(r"{%.*?%}|{{.*?}}", re.S)
TAG = re.compile(r"<[^>]*>", re.S)
SPOKEN_ATTRIBUTE = re.compile(r"\b(?:alt|title|aria-label|placeholder|summary)=(\"[^\"]*\"|'[^']*')")
WORD = re.compile(r"[^\W\d_]{2,}")
# The same in every language: kinds of files, names of things, addresses.
NAMES = {
    "PDF",
    "HTML",
    "sha",
    "RSS",
    "kB",
    "UTC",
    "ics",
    "WG",
    "ICS",
    "QR",
    "nbsp",
    "hub",
    "example",
    "TOTP",
    "ECCC",
    "middot",
}
# Devices and calendars are called the same everywhere.
NAMES |= {"iPhone", "iPad", "Mac", "Android", "Google", "Calendar", "Outlook", "Thunderbird", "GNOME"}
NAMES |= {"DAVx", "ICSx", "KDE", "CalDAV", "com"}
# These stand in three languages side by side, and Wagtail's admin has its own catalogues.
EXEMPT = ("500.html", "cms_pages/_letterhead.html", "wagtailadmin/")
MACHINE_DATES = re.compile(r"\|date:(?:\"c\"|\"Y-m-d\"|'c'|'Y-m-d')")
DJANGO_DATES = re.compile(r"\|(?:date|time|timesince|timeuntil|naturalday|naturaltime)\b")
RAW_FIELD = re.compile(r"{{[^}]*\.\w+_(?:en|km|fr)\b")


OWN_NAMES = re.compile("ខ្មែរ|English|Français")  # a language is named in itself


def pages():
    for path in sorted(TEMPLATES.rglob("*")):
        if path.suffix in (".html", ".txt"):
            yield path.relative_to(TEMPLATES).as_posix(), path.read_text(encoding="utf-8")


def own_words(source):
    """Words of a template that no gettext call and no variable speaks."""
    source = CLASSES.sub("{% endblock", TRANSLATED_BLOCK.sub("", COMMENT.sub("", source)))
    source = OWN_NAMES.sub("", TEMPLATE_CODE.sub("", NOT_SHOWN.sub("", source)))
    spoken = " ".join(SPOKEN_ATTRIBUTE.findall(source))
    return [word for word in WORD.findall(f"{spoken} {TAG.sub(' ', source)}") if word not in NAMES]


def test_no_template_speaks_without_gettext():
    spoken = {name: own_words(source) for name, source in pages() if not name.startswith(EXEMPT)}
    assert {name: words for name, words in spoken.items() if words} == {}


def test_the_hunter_sees_words():
    source = """{# hidden #}<p title="Open it">{% translate "fine" %} {{ x }} Bare PDF</p><script>var</script>
    {% blocktranslate %}fine{% endblocktranslate %}"""
    assert own_words(source) == ["Open", "it", "Bare"]


def test_dates_go_through_our_own_filters():
    """Django's Khmer dates have Latin digits and its French ones no "1er"; machine values may be made by it."""
    found = {name: DJANGO_DATES.findall(MACHINE_DATES.sub("", source)) for name, source in pages()}
    assert {name: filters for name, filters in found.items() if filters} == {}


def test_translated_fields_come_out_by_the_tag_only():
    found = {name: RAW_FIELD.findall(source) for name, source in pages()}
    assert {name: fields for name, fields in found.items() if fields} == {}
