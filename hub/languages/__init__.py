"""Everything that knows about Khmer, English and French, as pure functions: text in, text out.

No request, no database, no ambient language: the caller says in which language (`"km"`, `"en"`, `"fr"`).
Templates reach these through `{% load hub_text %}`.
"""
