"""How templates show translated text, dates, numbers and cleaned HTML in the language of the page.

`{% load hub_text %}`. Days are `date` or `datetime`; a datetime is shown in the site's zone, Asia/Phnom_Penh.
"""

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language

from hub import cleaning
from hub.languages import counting, dates, fallback, names, numbers, typography
from hub.languages import digits as digit_shapes

register = template.Library()


def page_language():
    """The language of the page as "km", "en" or "fr"."""
    code = (get_language() or "en").split("-")[0]
    return code if code in fallback.ORDER else "en"


def _local(when):
    """A day or moment as people in the meeting room see it."""
    if isinstance(when, dt.datetime) and timezone.is_aware(when):
        return timezone.localtime(when)
    return when


def _date(when):
    when = _local(when)
    return when.date() if isinstance(when, dt.datetime) else when


@register.simple_tag
def text(obj, field, notice=False):
    """A translated field of an object, the only way such a field comes out.

    `{% text meeting "title" %}` gives the page's language, or else the best there is in `<span lang="…">`;
    with `notice=True` a small tag ("in French") follows a text in another language.
    """
    best = fallback.best_text(obj, field, page_language())
    if not best.is_fallback:
        return best.text
    span = format_html('<span lang="{}">{}</span>', best.lang, best.text)
    return format_html("{} {}", span, language_tag(best.lang)) if notice else span


@register.simple_tag
def best(obj, field):
    """The same as an object with `text`, `lang` and `is_fallback`: `{% best item "title" as title %}`."""
    return fallback.best_text(obj, field, page_language())


@register.simple_tag
def language_tag(lang):
    """The small tag "in French" on something in another language; nothing on the page's own language."""
    if lang == page_language():
        return ""
    return format_html('<span class="tag">{}</span>', fallback.in_language(lang, page_language()))


@register.simple_tag
def fallback_notice(lang):
    """The sentence "Not yet in English. Shown in French." """
    return fallback.fallback_notice(lang, page_language())


@register.simple_tag
def colon():
    """A colon with the spaces around it that the page's language wants: ": ", " : ", "៖ "."""
    return typography.colon(page_language())


@register.simple_tag
def stop():
    """The end of a sentence: "." or "។"."""
    return "។" if page_language() == "km" else "."


@register.simple_tag
def comma():
    """Between parts of one line: ", "; Khmer sets a space."""
    return " " if page_language() == "km" else ", "


@register.filter
def language_name(code):
    """The name of a language in the language of the page: "French"."""
    return fallback.language_name(code, page_language())


@register.filter
def day(when):
    """ "8 September 2022"."""
    return dates.day(_local(when), page_language()) if when else ""


@register.filter
def short_day(when):
    """The same for columns; in Khmer without its particles: "៨ កញ្ញា ២០២២"."""
    return dates.short_day(_local(when), page_language()) if when else ""


@register.filter
def day_month(when):
    """ "8 November", in a sentence."""
    return dates.day_month(_local(when), page_language()) if when else ""


@register.filter
def leaf_day(when):
    """ "8 November", alone and large; in Khmer "៨ វិច្ឆិកា"."""
    return dates.leaf_day(_local(when), page_language()) if when else ""


@register.filter
def month(when):
    """ "October 2022"."""
    return dates.month(_local(when), page_language()) if when else ""


@register.filter
def short_month(when):
    """The same for lists; in Khmer "តុលា ២០២២"."""
    return dates.short_month(_local(when), page_language()) if when else ""


@register.filter
def weekday(when):
    """ "Thursday"."""
    return dates.weekday(_local(when), page_language()) if when else ""


@register.filter
def weekday_day(when):
    """ "Thursday 8 September 2022"."""
    return dates.weekday_day(_local(when), page_language()) if when else ""


@register.filter
def clock(when):
    """ "09:00", "9 h", "ម៉ោង ០៩:០០"."""
    return dates.time(_local(when), page_language()) if when is not None else ""


@register.filter
def time_range(begin, end=None):
    """`{{ meeting.begins|time_range:meeting.ends }}`: "09:00 to 12:00"."""
    return dates.time_range(_local(begin), _local(end), page_language()) if begin is not None else ""


@register.filter
def moment(when):
    """A day and its time: "8 September 2022, 09:00"."""
    if not when:
        return ""
    separator = " " if page_language() == "km" else ", "
    return separator.join([day(when), clock(when)])


@register.filter
def relative(when, today=None):
    """How far away: "in 3 days"; `today` is a date, by default the real one."""
    return dates.relative(_date(when), _date(today or timezone.now()), page_language()) if when else ""


@register.filter
def due(when, today=None):
    """How late: "Overdue by 10 days"; `today` is a date, by default the real one."""
    return dates.due(_date(when), _date(today or timezone.now()), page_language()) if when else ""


@register.filter
def digits(value):
    """The value in Khmer digits on Khmer pages; never for references, file sizes and inputs."""
    return "" if value is None else digit_shapes.for_language(value, page_language())


@register.filter
def counted(value):
    """A number for `{% blocktranslate count n=… %}`: it chooses the plural and is shown in the page's digits."""
    return digit_shapes.counted(value, page_language())


@register.filter
def count(value):
    """A count inside a sentence: "nine", "10", "៩"."""
    return "" if value is None else numbers.number(value, page_language())


@register.filter
def ordinal(value):
    """ "third", "troisième", "លើកទី៣"."""
    return numbers.ordinal(value, page_language()) if value else ""


@register.filter
def meeting_ordinal(value):
    """The ordinal name of a meeting as a title: "Third meeting"."""
    return numbers.capitalised(numbers.meeting(value, page_language())) if value else ""


@register.filter
def attendance(counts):
    """The counting sentence of a `hub.languages.counting.Counts`."""
    return counting.attendance_sentence(counts, page_language()) if counts else ""


@register.filter
def representatives(counts):
    """Its countable part alone: "16 representatives of nine organisations"."""
    return counting.representatives_phrase(counts, page_language()) if counts else ""


@register.filter
def capitalised(value):
    """The first letter large, the rest as it is."""
    return numbers.capitalised(str(value))


@register.filter(is_safe=True)
def nobreak(value):
    """Keeps Khmer compounds and times, and French signs, from being torn apart at a line's end."""
    return typography.nobreak(value, page_language())


@register.filter(is_safe=True)
def clean(html):
    """Formatted text of people, cleaned once more before it is shown."""
    return cleaning.render_html(html or "")


@register.filter
def without_tags(html):
    """The plain text of formatted text."""
    return cleaning.plain_text(html or "")


@register.filter
def named(person):
    """The name of a Person: in Khmer script on Khmer pages where it is known, else the Latin one."""
    return person.name_in(page_language()) if person else ""


@register.simple_tag
def person_name(family, given, family_first=True, honorific="", khmer=""):
    """ "HANG Vannak": family name in capitals, in the person's own order; in Khmer script on Khmer pages."""
    return names.full_name(
        family, given, family_first=family_first, honorific=honorific, khmer=khmer, language=page_language()
    )
