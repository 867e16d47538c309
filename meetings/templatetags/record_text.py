"""How templates show the texts of the public record. `{% load record_text %}`."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hub.languages.fallback import Text
from hub.languages.typography import nobreak

register = template.Library()


@register.filter
def said(text: Text | None) -> SafeString | str:
    """A text of a view: marked with its language where that is not the page's, and kept from tearing."""
    if not text:
        return ""
    html = nobreak(text.text, text.lang)
    return format_html('<span lang="{}">{}</span>', text.lang, html) if text.is_fallback else html


@register.simple_tag
def leaf_link(url: str, label: str, main: bool = False) -> list[dict]:
    """The one link of a leaf, as `hub/_leaf.html` takes it."""
    return [{"url": url, "label": label, "main": main}]
