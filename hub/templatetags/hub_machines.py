"""What only machines read of a page. `{% load hub_machines %}`."""

import json

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_IN_A_SCRIPT = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


@register.simple_tag
def linked_data(data: dict | None) -> SafeString | str:
    """Structured data as a block that no browser executes; nothing in it can end the block. Nothing for None."""
    if not data:
        return ""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_IN_A_SCRIPT)
    # Escaped for the inside of a script element, the only place where it stands.
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308
