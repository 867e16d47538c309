"""How pages show their dates and their formatted text. `{% load cms_text %}`."""

from datetime import date

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText, expand_db_html

from cms_pages.enums import DatePrecision, LogoRole
from cms_pages.models.dates import in_words, machine_value
from hub.cleaning import render_html
from hub.languages import dates, digits
from hub.languages.fallback import language_name
from hub.templatetags.hub_text import page_language

register = template.Library()


@register.filter
def rich(value: RichText | str) -> SafeString:
    """Formatted text of a page, cleaned once more. Links to our own pages and files stay, as relative ones."""
    html = expand_db_html(value.source if isinstance(value, RichText) else str(value or ""))
    # The sanitiser refuses relative addresses, for scripts hide in them; ours are absolute while it looks.
    html = html.replace('href="/', f'href="{settings.BASE_URL}/')
    return mark_safe(render_html(html).replace(f'href="{settings.BASE_URL}/', 'href="/'))  # noqa: S308 (cleaned)


def _timed(day: date, precision: str, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine_value(day, precision), words)


@register.simple_tag
def dated(day: date | None, precision: str = DatePrecision.DAY) -> str:
    """A date as far as it is known, with its machine value."""
    return _timed(day, precision, in_words(day, precision, page_language())) if day else ""


@register.simple_tag
def short_dated(day: date | None, precision: str = DatePrecision.DAY) -> str:
    """The same for columns."""
    if not day or precision != DatePrecision.DAY:
        return dated(day, precision)
    return _timed(day, precision, dates.short_day(day, page_language()))


@register.simple_tag
def period(start: date | None, end: date | None, precision: str = DatePrecision.DAY) -> str:
    """ "13–14 September 2012": from one date to another, each with its machine value; one of them may be missing."""
    if not start or not end or start == end:
        return dated(start or end, precision)
    language = page_language()
    first = in_words(start, precision, language)
    if precision == DatePrecision.DAY and (start.year, start.month) == (end.year, end.month):
        first = digits.to_khmer(f"ថ្ងៃទី{start.day}") if language == "km" else str(start.day)
    between = " ដល់" if language == "km" else "–"
    return format_html(
        "{}{}{}",
        _timed(start, precision, first),
        between,
        _timed(end, precision, in_words(end, precision, language)),
    )


@register.filter
def languages_in_words(codes: list[str]) -> str:
    """ "English, French", in the language of the page."""
    words = ", ".join(language_name(code, page_language()) for code in codes)
    return words[:1].upper() + words[1:]


@register.filter
def logo_role(value: str) -> str:
    """ "Supported by"."""
    return LogoRole(value).label
