"""What is written down: agenda, notes, attendance, decisions, actions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.enums import COUNTED_CAPACITIES, ActionState, Capacity
from meetings.forms.meeting import DayInput
from meetings.forms.translated import TranslatedFieldsForm, columns, name_choices_on_the_page
from meetings.models import Action, AgendaItem, Attendance, Decision, Note
from members.models import Person, Seat


class AgendaItemForm(TranslatedFieldsForm):
    """One agenda item; its number is its place in the order."""

    translated = needs_text = ("title",)

    class Meta:
        model = AgendaItem
        fields = [*columns("title"), "purpose", "minutes_allotted", "presented_by", "audience"]


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


class AttendanceForm(forms.ModelForm):
    """A person by name, or an unnamed group. The capacity follows from the seat unless it is chosen."""

    name = forms.CharField(
        label=_("Person"),
        required=False,
        max_length=200,
        help_text=_("Type a part of the name, in Latin or Khmer letters."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "people"}),
    )
    capacity = forms.ChoiceField(
        label=_("Capacity"),
        required=False,
        choices=[("", _("as their seat says")), *Capacity.choices],
    )

    class Meta:
        model = Attendance
        fields = ["name", "capacity", "organisation", "presence", *columns("group_name")]

    field_order = ["name", "capacity", "organisation", "presence"]

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.fields["organisation"].required = False
        name_choices_on_the_page(self)
        self.person: Person | None = None

    def find_person(self, typed: str) -> Person | None:
        """The one person whose written name this is ("SOK Dara", "SOK Dara, Paper Boat" or the Khmer name)."""
        wanted = " ".join(typed.split()).casefold()
        exact = [
            person
            for person in Person.objects.active()
            if wanted in (person.display_name.casefold(), person.khmer_name.casefold(), f"#{person.pk}")
        ]
        if len(exact) == 1:
            return exact[0]
        if len(exact) > 1:
            self.add_error("name", _("Several people have this name. Choose one from the list."))
        else:
            self.add_error(
                "name", _("Nobody of this name is known. Add the person first, or enter an unnamed group.")
            )
        return None

    def clean(self) -> dict:
        data = super().clean()
        typed = (data.get("name") or "").strip()
        group = any((data.get(column) or "").strip() for column in columns("group_name"))
        if not typed and not group:
            self.add_error("name", _("Name a person or an unnamed group."))
        elif typed:
            self.person = self.find_person(typed)
        if self.person:
            self._follow_seat(data)
        elif group and data.get("capacity") in ("", *COUNTED_CAPACITIES):
            data["capacity"] = Capacity.GUEST
        return data

    def _follow_seat(self, data: dict) -> None:
        """Capacity and organisation from the person's seat on that day, where the clerk left them open."""
        seats = (
            Seat.objects.current(self.meeting.date).filter(person=self.person).select_related("organisation")
        )
        if data.get("organisation"):
            seats = seats.filter(organisation=data["organisation"])
        found = list(seats)
        if not data.get("capacity"):
            if len(found) > 1:
                self.add_error("organisation", _("This person has several seats. Choose the organisation."))
            elif found:
                data["capacity"], data["organisation"] = found[0].kind, found[0].organisation
            elif self.person.memberships.current(self.meeting.date).exists():
                data["capacity"] = Capacity.ADVOCATE
            else:
                self.add_error(
                    "capacity", _("This person has no seat on that day. Choose in what capacity they came.")
                )
        elif data["capacity"] in COUNTED_CAPACITIES and not data.get("organisation"):
            if len(found) == 1:
                data["organisation"] = found[0].organisation
            else:
                self.add_error("organisation", _("A representative or alternate speaks for an organisation."))

    def _post_clean(self) -> None:
        """The verb takes the snapshot and writes; the model's own check would miss it."""


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
    return f"{item.number}. {item.title or item.title_en or item.title_km or item.title_fr}"
