"""Telephone numbers as people print them in Cambodia -> "+855 12 488 156"."""

import re

from .document import Phone

NUMBER = re.compile(r"(?<![\w/])\+?\(?\d[\d ().\-\u00a0]{5,22}\d(?:\s?/\s?\d[\d ().\-]{4,14}\d){0,4}")
LABEL = re.compile(
    r"(personal\s(?:phone|number|mobile)|private\s(?:phone|number)|hot\s?line|help\s?line|fax|mobile(?:\sphone)?|"
    r"(?:tele)?phone|tel|cell|t[ée]l[ée]phone|t[ée]l)\b\.?\s{0,3}[:.]?",
    re.I,
)
FIELDS = (
    ("personal", re.compile(r"personal|private|home\b", re.I)),
    ("helpline", re.compile(r"hot\s?line|help\s?line", re.I)),
    ("fax", re.compile(r"fax", re.I)),
)


def normalise(raw: str, default_country: str = "855") -> str:
    """Return a number such as "+855 12 488 156", or "" if the digits do not make a plausible number.

    "(0)" and a leading trunk zero go, also where a page writes both ("+855(0) 092 344 357").
    """
    text = raw.replace("\u00a0", " ").strip()
    international = text.startswith(("+", "00", "(+"))
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    digits = digits.removeprefix("00") if text.startswith("00") else digits
    if international:
        if not digits.startswith(default_country):
            return f"+{digits}" if 8 <= len(digits) <= 15 else ""
        digits = digits[len(default_country) :]
    national = digits.lstrip("0")
    if not 8 <= len(national) <= 9:
        return ""
    return f"+{default_country} {national[:2]} {national[2:5]} {national[5:]}"


def find_phones(text: str) -> list[Phone]:
    """All numbers of one line with the label before them. "+855 12 595 824/15 694 466" is two numbers.

    A personal number is not shown, nor a helpline until somebody has verified that it still answers.
    """
    phones, label, at = [], "", 0
    for match in NUMBER.finditer(text[:2_000]):
        before = text[at : match.start()]
        found = list(LABEL.finditer(before))
        label = found[-1][1] if found else label
        at = match.end()
        if not found and not label and not match[0].startswith(("+", "0", "(0", "(+")):
            continue
        privacy = next((name for name, expression in FIELDS if expression.search(label)), "office")
        for raw in match[0].split("/"):
            normalised = normalise(raw)
            if normalised:
                phones.append(
                    Phone(
                        raw.strip(), normalised, label, privacy, shown=privacy not in {"personal", "helpline"}
                    )
                )
    return phones
