"""How templates show the texts of the public record. `{% load record_text %}`."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hub.languages.fallback import Text
from hub.languages.typography import nobreak
from hub.templatetags.hub_text import language_tag

register = template.Library()


@register.filter
def said(text: Text | None, tag: str = "") -> SafeString | str:
    """A text of a view: marked with its language where that is not the page's, and kept from tearing.

    `|said:"tag"` also says so in a small tag: "in French".
    """
    if not text:
        return ""
    html = nobreak(text.text, text.lang)
    if not text.is_fallback:
        return html
    span = format_html('<span lang="{}">{}</span>', text.lang, html)
    return format_html("{} {}", span, language_tag(text.lang)) if tag else span


@register.simple_tag
def leaf_link(url: str, label: str, main: bool = False) -> list[dict]:
    """The one link of a leaf, as `hub/_leaf.html` takes it."""
    return [{"url": url, "label": label, "main": main}]
