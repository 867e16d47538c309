"""Who came, as it is typed: a person by name, or an unnamed group."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hub.languages.fallback import best_text
from meetings.actions.invitations import capacity_of
from meetings.enums import COUNTED_CAPACITIES, AttendanceMode, Capacity, Mode
from meetings.forms.translated import columns, name_choices_on_the_page
from meetings.models import Attendance, Meeting
from members.models import Membership, Person, Seat

MOST_NAMES = 12


class HourInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def told_apart(person: Person, seats: list[Seat]) -> str:
    """Name, Khmer name, title and organisations: what tells two people of one name from each other."""
    language = get_language() or "en"
    bodies = [best_text(seat.organisation, "name", language).text for seat in seats]
    parts = [person.display_name, person.khmer_name, person.title, *bodies]
    return ", ".join(part for part in parts if part)


def seats_of(people: list[Person], meeting: Meeting) -> dict[int, list[Seat]]:
    """The seats that these people hold on the day of the meeting, by person; one query."""
    held: dict[int, list[Seat]] = {person.pk: [] for person in people}
    seats = Seat.objects.current(meeting.date).filter(person__in=people).select_related("organisation")
    for seat in seats.order_by("kind", "pk"):
        held[seat.person_id].append(seat)
    return held


def found_by(typed: str) -> list[Person]:
    """Whom a typed name can mean: those whose whole name it is, Latin or Khmer, else all in whose name it stands."""
    wanted = " ".join(typed.split()).casefold()
    if not wanted:
        return []
    found = list(Person.objects.active().matching(wanted).order_by("family_name", "given_name", "pk"))
    whole = [
        person for person in found if wanted in (person.display_name.casefold(), person.khmer_name.casefold())
    ]
    return (whole or found)[:MOST_NAMES]


class EntryForm(forms.ModelForm):
    """Capacity, organisation, presence and hours of one entry. `groups` are the columns of an unnamed group."""

    class Meta:
        model = Attendance
        fields = [
            *("capacity", "organisation", "presence", "mode", "present_from", "present_until"),
            *columns("group_name"),
        ]
        widgets = {"present_from": HourInput(), "present_until": HourInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].required = False
        self.fields["present_from"].label = _("Came at")
        self.fields["present_from"].help_text = _("Only if later than the beginning. Phnom Penh time.")
        self.fields["present_until"].label = _("Left at")
        self.fields["present_until"].help_text = _("Only if before the end.")
        for column in columns("group_name"):
            self.fields[column].widget.attrs["lang"] = column[-2:]
        name_choices_on_the_page(self)

    def facts(self) -> dict[str, Any]:
        """As `record_attendance` takes them."""
        data = self.cleaned_data
        return {
            "organisation": data["organisation"],
            "capacity": data["capacity"],
            "presence": data["presence"],
            "mode": data["mode"],
            "hours": (data["present_from"], data["present_until"]),
            "group_name": {code: data.get(f"group_name_{code}") or "" for code in ("en", "km", "fr")},
        }

    def _post_clean(self) -> None:
        """The verb takes the snapshot and writes; the model's own check would miss it."""


class AttendanceForm(EntryForm):
    """One more name or group. The capacity follows from the seat unless it is chosen.

    A name that fits several people asks which one is meant (`person`); somebody who is written down for another
    organisation is moved only if that is ticked (`instead`).
    """

    name = forms.CharField(
        label=_("Person"),
        required=False,
        max_length=200,
        help_text=_("Type a part of the name, in Latin or Khmer letters."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    chosen = forms.ChoiceField(label=_("Who is meant?"), required=False, widget=forms.RadioSelect)
    capacity = forms.ChoiceField(
        label=_("Capacity"),
        required=False,
        choices=[("", _("as their seat says")), *Capacity.choices],
    )
    unknown = forms.BooleanField(
        label=_("Write this name down as a guest of the day. The hub keeps nothing else about them."),
        required=False,
    )
    instead = forms.BooleanField(
        label=_("It is meant: change the entry to what stands here."), required=False
    )

    field_order = ["name", "chosen", "capacity", "organisation", "presence", "mode"]

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.person: Person | None = None
        self.initial.setdefault(
            "mode", AttendanceMode.ONLINE if meeting.mode == Mode.ONLINE else AttendanceMode.IN_PERSON
        )
        for name in ("mode", "presence"):
            self.fields[name].required = False
        typed = self.data.get("name") if self.is_bound else self.initial.get("name")
        self.found = found_by((typed or "")[:200])
        seats = seats_of(self.found, meeting) if len(self.found) > 1 else {}
        self.fields["chosen"].choices = [
            (str(person.pk), told_apart(person, seats.get(person.pk, []))) for person in self.found
        ]

    @property
    def asks_who(self) -> bool:
        """Whether the choice among people of one name is shown."""
        given = self.data.get("chosen") if self.is_bound else len(self.found) > 1
        return bool(given or self["chosen"].errors)

    @property
    def unknown_name(self) -> str:
        """The typed name of somebody whom the hub does not know, if it is to be written down."""
        data = self.cleaned_data
        return data["name"].strip() if data.get("unknown") and not self.person else ""

    def _find_person(self, typed: str, chosen: str) -> Person | None:
        """The one person who is meant by what was typed, or by what was chosen among several."""
        wanted = " ".join(typed.split()).casefold()
        for person in self.found:
            whole = wanted in (person.display_name.casefold(), person.khmer_name.casefold())
            if str(person.pk) == chosen or (whole and len(self.found) == 1):
                return person
        if self.found:
            self.add_error("chosen", _("Several people can be meant by this name. Choose one."))
        elif not self.cleaned_data.get("unknown"):
            self.add_error(
                "name",
                _("Nobody of this name is known. Tick below that they are a guest, or add the person first."),
            )
        return None

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        data["mode"] = data.get("mode") or self.initial["mode"]
        data["presence"] = data.get("presence") or "present"
        typed = (data.get("name") or "").strip()
        group = any((data.get(column) or "").strip() for column in columns("group_name"))
        if not typed and not group:
            self.add_error("name", _("Name a person or an unnamed group."))
        elif typed and "chosen" not in self.errors:
            self.person = self._find_person(typed, data.get("chosen") or "")
        if self.person:
            self._follow_seat(data)
        elif ((group or data.get("unknown")) and data.get("capacity") == "") or (
            group and data.get("capacity") in ("", *COUNTED_CAPACITIES)
        ):
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
                members = Membership.objects.current(self.meeting.date).counted()
                counted = set(members.values_list("organisation", flat=True))
                data["capacity"] = capacity_of(found[0], counted)
                data["organisation"] = found[0].organisation
            elif self.person and self.person.memberships.current(self.meeting.date).exists():
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

    def facts(self) -> dict[str, Any]:
        return {
            **super().facts(),
            "person": self.person,
            "name": self.unknown_name,
            "instead": self.cleaned_data["instead"],
        }


class EditAttendanceForm(EntryForm):
    """An entry that is there: everything but who it is."""

    class Meta(EntryForm.Meta):
        fields = [*EntryForm.Meta.fields, "day_title"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unused = ["day_title"] if self.instance.is_group else columns("group_name")
        for name in unused:
            del self.fields[name]

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        if self.instance.is_group:
            return facts
        return {**facts, "group_name": {}, "day_title": self.cleaned_data["day_title"]}


class WomenForm(forms.ModelForm):
    """A total that somebody counted in the room."""

    class Meta:
        model = Meeting
        fields = ["women"]
        help_texts = {"women": _("A total only, if somebody counted it. Left empty, nothing is shown.")}

    def clean_women(self) -> int | None:
        women = self.cleaned_data["women"]
        if women is not None and women > 10_000:
            raise forms.ValidationError(_("That is more people than any meeting of the group has."))
        return women
