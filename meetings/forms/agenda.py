"""Agenda items and their papers, as the secretariat enters them."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hub.cleaning import PlainTextField
from meetings.actions import agenda, papers
from meetings.documents.paper_kinds import KINDS
from meetings.enums import Audience, Purpose
from meetings.forms.translated import TranslatedFieldsForm, columns
from meetings.models import AgendaItem, Meeting, Paper
from members.enums import Language
from members.models import Person, Seat

LONGEST = 600  # minutes


class AgendaItemForm(TranslatedFieldsForm):
    """One agenda item; its number is its place in the order."""

    translated = needs_text = ("title",)

    class Meta:
        model = AgendaItem
        fields = [*columns("title"), "purpose", "minutes_allotted", "presented_by", "presenter", "audience"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = self.fields["presenter"]
        people.queryset = Person.objects.active().order_by("family_name", "given_name")
        people.help_text = _("With the organisation left empty, the one this person speaks for.")

    def clean(self) -> dict:
        """The organisation follows from the presenter, where they speak for one alone."""
        data = super().clean()
        person = data.get("presenter")
        if person and not data.get("presented_by"):
            seats = list(Seat.objects.current().filter(person=person).select_related("organisation")[:2])
            if len(seats) == 1:
                data["presented_by"] = seats[0].organisation
        return data


class QuickItemForm(forms.Form):
    """An item in one line, in the language of the page; everything else can follow."""

    title = PlainTextField(label=_("Title"), max_length=agenda.LONGEST_TITLE)
    minutes_allotted = forms.IntegerField(
        label=pgettext_lazy("how long", "Minutes"), required=False, min_value=0, max_value=LONGEST
    )
    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=Purpose.choices, initial=Purpose.DISCUSSION, required=False
    )
    audience = forms.ChoiceField(
        label=_("Who may read it"), choices=Audience.choices, initial=Audience.PUBLIC, required=False
    )

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("auto_id", "quick_%s")
        super().__init__(*args, **kwargs)

    def save(self, meeting: Meeting, *, by: Person, language: str) -> AgendaItem:
        """Add it at the end; raises Refused."""
        data = self.cleaned_data
        return agenda.add_item(
            meeting,
            by=by,
            purpose=data["purpose"] or Purpose.DISCUSSION,
            minutes_allotted=data["minutes_allotted"],
            audience=data["audience"] or Audience.PUBLIC,
            **{f"title_{language}": data["title"]},
        )


class PaperForm(forms.Form):
    """A file or a link under an item."""

    title = PlainTextField(label=_("Title of the paper"), max_length=papers.LONGEST_TITLE)
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,  # the verb says it in a sentence
        widget=forms.ClearableFileInput({"accept": ",".join(f".{kind}" for kind in KINDS)}),
        help_text=_("PDF, ODT, ODS, ODP, DOCX, XLSX, PPTX, TXT or CSV, 10 MB at most."),
    )
    link = forms.CharField(
        label=_("or a link"),
        required=False,
        max_length=200,
        widget=forms.URLInput,
        help_text=_("Where the paper lies elsewhere; the whole address, beginning with https://."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    audience = forms.ChoiceField(
        label=_("Who may read it"), choices=Audience.choices, initial=Audience.MEMBERS, required=False
    )

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("auto_id", "paper_%s")
        super().__init__(*args, **kwargs)

    def _facts(self) -> dict:
        names = ("title", "file", "link", "language")
        return {name: self.cleaned_data.get(name) or ("" if name != "file" else None) for name in names}

    def save(self, item: AgendaItem, *, by: Person) -> Paper:
        """Add it; raises Refused."""
        return papers.add_paper(
            item, by=by, audience=self.cleaned_data["audience"] or Audience.MEMBERS, **self._facts()
        )


class RevisionForm(PaperForm):
    """A new revision of a paper; who may read it stays."""

    audience = None

    def __init__(self, *args, paper: Paper, **kwargs):
        super().__init__(*args, initial={"title": paper.title, "language": paper.language}, **kwargs)
        self.paper = paper

    def save(self, *, by: Person) -> Paper:
        """Put it in the place of the one before; raises Refused."""
        return papers.revise_paper(self.paper, by=by, **self._facts())
