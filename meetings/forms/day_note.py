"""The note of an item as it is typed on the day, and what is offered where two wrote at once."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.cleaning import PlainTextField
from meetings.actions.day_notes import Place, WrittenMeanwhile
from meetings.documents.differences import Piece, side_by_side, union
from meetings.documents.note_text import settled
from meetings.enums import Audience
from members.enums import Language

LONGEST = 60_000  # signs


class DayNoteForm(forms.Form):
    """What the run sheet sends every few seconds. `choice` and `mine` come from the screen that compares two texts."""

    text = PlainTextField(label=_("Note"), lines=True, required=False, max_length=LONGEST)
    audience = forms.ChoiceField(choices=Audience.choices)
    language = forms.ChoiceField(choices=Language.choices)
    item_id = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    seen_edits = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    once_key = forms.CharField(required=False, max_length=64)
    before = forms.CharField(required=False, max_length=400)  # keys of forms that were never answered
    choice = forms.ChoiceField(
        required=False, choices=[("mine", _("Mine")), ("theirs", _("Theirs")), ("both", _("Both"))]
    )
    mine = PlainTextField(lines=True, required=False, max_length=LONGEST)

    def place(self, slug: str, number: int) -> Place:
        data = self.cleaned_data
        return Place(slug, number, data.get("item_id"), data["audience"], data["language"])

    def follows(self) -> list[str]:
        return [key for key in self.cleaned_data["before"].split(",") if key]

    def wanted(self) -> str:
        """The text to keep: the one typed, or one's own as it stood before the comparison."""
        of_mine = self.cleaned_data.get("choice") in ("mine", "theirs")
        return self.cleaned_data["mine" if of_mine else "text"]


@dataclass(frozen=True)
class Comparison:
    """Two texts of one note: `mine` and `theirs` in pieces, and one text with every line of both."""

    text: str
    mine: list[Piece]
    theirs: list[Piece]
    both: str
    edits: int

    @classmethod
    def of(cls, mine: str, found: WrittenMeanwhile) -> "Comparison":
        mine = settled(mine)
        left, right = side_by_side(mine, found.text)
        return cls(mine, left, right, union(mine, found.text), found.edits)
