"""What is written down: agenda, notes, decisions, actions; for attendance see `attendance`."""

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.enums import ActionState
from meetings.forms.meeting import DayInput
from meetings.forms.translated import TranslatedFieldsForm, columns
from meetings.models import Action, AgendaItem, Decision, Note


class NoteForm(forms.ModelForm):
    """The text under one item for one audience in one language.

    `seen_edits` is the state the writer began from: if somebody else wrote meanwhile, nothing is overwritten.
    """

    seen_edits = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    class Meta:
        model = Note
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 16})}
        help_texts = {
            "text": _(
                "Paragraphs are kept. Simple HTML (b, i, ul, li, a) is allowed, everything else is cleaned away."
            )
        }

    def __init__(self, *args, language: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["lang"] = language
        self.fields["seen_edits"].initial = self.instance.edits if self.instance.pk else 0


class DecisionForm(TranslatedFieldsForm):
    """A decision as it will stand in the register."""

    translated = ("title", "text")
    needs_text = ("title", "text")

    class Meta:
        model = Decision
        fields = [*columns("title"), *columns("text"), "agenda_item", "mode", "audience"]

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agenda_item"].queryset = meeting.agenda_items.all()
        self.fields["agenda_item"].label_from_instance = item_label


class ProgressForm(TranslatedFieldsForm):
    """What became of a decision."""

    translated = ("progress_note",)

    class Meta:
        model = Decision
        fields = ["progress", *columns("progress_note")]


class ActionForm(TranslatedFieldsForm):
    """Who does what, by when."""

    translated = needs_text = ("title",)

    class Meta:
        model = Action
        fields = [
            *columns("title"),
            "owner_organisation",
            "owner_person",
            "due_date",
            "due_next_meeting",
            "agenda_item",
            "decision",
            "audience",
        ]
        widgets = {"due_date": DayInput()}

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agenda_item"].queryset = meeting.agenda_items.all()
        self.fields["agenda_item"].label_from_instance = item_label
        self.fields["decision"].queryset = meeting.decisions.all()

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("owner_organisation") and not data.get("owner_person"):
            self.add_error("owner_organisation", _("Name the organisation or the person who will do it."))
        if data.get("due_date") and data.get("due_next_meeting"):
            self.add_error("due_date", _("Choose either a day or the next meeting, not both."))
        return data


class ActionStateForm(TranslatedFieldsForm):
    """Where an action stands now, and what came of it."""

    translated = ("outcome",)
    to = forms.ChoiceField(label=_("State"), choices=ActionState.choices)

    class Meta:
        model = Action
        fields = ["to", *columns("outcome")]

    field_order = ["to"]


def item_label(item: AgendaItem) -> str:
    """ "3. Thematic groups" in a choice."""
    return f"{item.label}. {item.title or item.title_en or item.title_km or item.title_fr}"
