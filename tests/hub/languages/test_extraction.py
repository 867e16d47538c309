from hub.languages.extraction import Message, messages_of_files, messages_of_python, messages_of_template


def test_messages_of_a_template():
    source = """{% load i18n %}{% translate "It's open" %}{% translate "May" context "month" as x %}
    {% blocktranslate trimmed count n=days with who=name %}One day
      for {{ who }}{% plural %}{{ n }} days
      for {{ who }}{% endblocktranslate %}<a title="{% translate 'Help' %}">{{ _("Yes")|upper }}</a>{{ gettext }}"""
    assert list(messages_of_template(source)) == [
        Message("", "It's open", ""),
        Message("month", "May", ""),
        Message("", "One day for %(who)s", "%(n)s days for %(who)s"),
        Message("", "Help", ""),
        Message("", "Yes", ""),
    ]


def test_messages_of_python():
    source = """
A = _("One " "two")
B = ngettext("%d day", "%d days", n) + pgettext_lazy("meeting", "held") + _(variable) + gettext(f"{x}")
class Page:
    title = models.CharField(_("title"), help_text=_("Short."))
    class Meta:
        verbose_name = _("page")
    def clean(self):
        raise ValidationError({"title": translation.gettext("Too long.")})
"""
    everything = messages_of_python(source)
    assert [message.singular for message in everything] == [
        "One two", "%d day", "held", "title", "Short.", "page", "Too long.",
    ]  # fmt: skip
    assert everything[1] == Message("", "%d day", "%d days")
    assert everything[2] == Message("meeting", "held", "")
    shown = messages_of_python(source, skip_descriptions=True)
    assert [message.singular for message in shown] == ["One two", "%d day", "held", "Too long."]


def test_words_of_the_wagtail_admin_are_left_out(tmp_path):
    (tmp_path / "wagtail_hooks.py").write_text('_("Admin")')
    (tmp_path / "views.py").write_text('_("Shown")')
    found = messages_of_files(sorted(tmp_path.glob("*.py")), tmp_path)
    assert found == {Message("", "Shown", ""): ["views.py"]}
