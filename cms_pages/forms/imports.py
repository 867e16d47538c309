"""Bringing a document in, and turning what it says of a meeting into the record."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms_pages.actions.draft_pages import day_of
from cms_pages.models import ImportRecord
from meetings.actions.import_meeting import StatedAnnouncement, StatedGuest, StatedNext, StatedOutcome
from meetings.enums import Capacity, MeetingKind, Precision
from meetings.forms.meeting import DayInput, HourInput, check_hours
from meetings.models import Meeting, Series
from members.enums import Language

IN_ADDITION = [
    (one.value, one.label)
    for one in (
        Capacity.COURT_UNIT,
        Capacity.HOST,
        Capacity.DONOR,
        Capacity.OBSERVER,
        Capacity.INTERPRETER,
        Capacity.GUEST,
    )
]


class ImportForm(forms.Form):
    """A file, or a text pasted in; the file wins nothing over the text: one of them is asked for."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("Text, Markdown or HTML. Export the text of a PDF or Word file first."),
    )
    text = forms.CharField(
        label=_("Or paste the text"),
        required=False,
        strip=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    name = forms.CharField(
        label=_("Name of the source"),
        required=False,
        max_length=200,
        help_text=_("For a pasted text: its address or a name by which you know it again."),
    )

    def __init__(self, *args, most: int, **kwargs):
        """`most`: bytes of a file that can be read."""
        super().__init__(*args, **kwargs)
        self.most = most

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload and upload.size > self.most:
            megabytes = self.most // (1024 * 1024)
            raise forms.ValidationError(
                _("The file is too large: up to %(n)s megabytes can be read.") % {"n": megabytes}
            )
        return upload

    def clean(self) -> dict:
        data = super().clean()
        text = (data.get("text") or "").strip()
        if data.get("file") and text:
            self.add_error("text", _("Choose one: a file, or a pasted text."))
        elif not data.get("file") and not text and not self.errors:
            self.add_error("file", _("Choose a file, or paste a text."))
        return data

    def source(self) -> tuple[bytes, str]:
        """(content, name) of what came in."""
        upload = self.cleaned_data["file"]
        if upload:
            return upload.read(), upload.name
        name = self.cleaned_data["name"].strip() or f"pasted {timezone.localtime():%Y-%m-%d %H:%M}"
        return self.cleaned_data["text"].encode(), name


class PutBackForm(forms.Form):
    reason = forms.CharField(label=_("Why this may be shown"), required=False, max_length=300)


class LinkForm(forms.Form):
    """The meeting is in the record already."""

    meeting = forms.ModelChoiceField(label=_("Meeting"), queryset=Meeting.objects.order_by("-date"))


class AcceptMeetingForm(forms.Form):
    """The meeting as the source tells it, to be accepted or corrected."""

    date = forms.DateField(label=_("Date"), widget=DayInput())
    start_time = forms.TimeField(
        label=_("From"), widget=HourInput(), help_text=_("The source gives no hours.")
    )
    end_time = forms.TimeField(label=_("To"), widget=HourInput())
    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind.choices)
    number = forms.IntegerField(
        label=_("Number"), required=False, min_value=1, help_text=_("Empty: the next one in the record.")
    )
    host = forms.CharField(label=_("Host"), required=False, max_length=200)
    facilitator = forms.CharField(label=_("Facilitator"), required=False, max_length=200)
    place = forms.CharField(label=_("Place"), required=False, max_length=300)
    stated_representatives = forms.IntegerField(
        label=_("Representatives, as stated"), required=False, min_value=0
    )
    stated_organisations = forms.IntegerField(
        label=_("Organisations, as stated"), required=False, min_value=0
    )
    stated_source = forms.CharField(label=_("Where it is stated"), required=False, max_length=300)
    language = forms.ChoiceField(label=_("Language of these texts"), choices=Language.choices)
    next_date = forms.CharField(
        label=_("Next meeting"),
        required=False,
        help_text=_("A month such as 2022-10, or a day such as 2022-10-13. It is planned, not announced."),
    )
    next_item = forms.CharField(label=_("On its agenda"), required=False, max_length=250)

    def clean_next_date(self) -> str:
        text = self.cleaned_data["next_date"].strip()
        try:
            day_of(text or None)
        except ValueError:
            raise forms.ValidationError(_("Write 2022-10 for a month or 2022-10-13 for a day.")) from None
        if text and len(text) not in (7, 10):
            raise forms.ValidationError(_("Write 2022-10 for a month or 2022-10-13 for a day."))
        return text

    def clean(self) -> dict:
        data = super().clean()
        check_hours(self)
        return data

    def next_meeting(self) -> StatedNext | None:
        text = self.cleaned_data["next_date"]
        if not text:
            return None
        precision = Precision.MONTH if len(text) == 7 else Precision.DAY
        return StatedNext(day_of(text), precision, self.cleaned_data["next_item"])


class GuestForm(forms.Form):
    honorific = forms.CharField(label=_("Honorific"), required=False, max_length=40)
    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    title = forms.CharField(label=_("Office, or name of the group"), required=False, max_length=200)
    capacity = forms.ChoiceField(label=_("Capacity"), choices=IN_ADDITION, initial=Capacity.GUEST)

    def stated(self) -> StatedGuest | None:
        data = self.cleaned_data
        if not data.get("name") and not data.get("title"):
            return None
        return StatedGuest(data["name"], data["title"], data["capacity"], data["honorific"])


class OutcomeForm(forms.Form):
    title = forms.CharField(label=_("In short"), required=False, max_length=200)
    text = forms.CharField(
        label=_("Decision"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def stated(self) -> StatedOutcome | None:
        data = self.cleaned_data
        return StatedOutcome(data["text"], data["title"]) if data.get("text") or data.get("title") else None


class AnnouncementForm(forms.Form):
    date = forms.DateField(label=_("Date"), required=False, widget=DayInput())
    title = forms.CharField(
        label=_("What"), required=False, max_length=250, widget=forms.Textarea(attrs={"rows": 2})
    )
    source = forms.CharField(label=_("Announced by"), required=False, max_length=200)

    def clean(self) -> dict:
        data = super().clean()
        if data.get("title") and not data.get("date"):
            self.add_error("date", _("An announcement needs its day."))
        return data

    def stated(self) -> StatedAnnouncement | None:
        data = self.cleaned_data
        return StatedAnnouncement(data["date"], data["title"], data["source"]) if data.get("title") else None


GuestFormSet = forms.formset_factory(GuestForm, extra=1, max_num=60)
OutcomeFormSet = forms.formset_factory(OutcomeForm, extra=1, max_num=40)
AnnouncementFormSet = forms.formset_factory(AnnouncementForm, extra=1, max_num=20)


class AcceptMeeting:
    """The form and its three lists, as one thing for the view."""

    def __init__(self, row: ImportRecord, data=None):
        first = initial_of(row)
        self.form = AcceptMeetingForm(data, initial=first["meeting"])
        self.guests = GuestFormSet(data, prefix="guests", initial=first["guests"])
        self.outcomes = OutcomeFormSet(data, prefix="outcomes", initial=first["outcomes"])
        self.announcements = AnnouncementFormSet(data, prefix="announcements", initial=first["announcements"])

    def is_valid(self) -> bool:
        checked = [part.is_valid() for part in (self.form, self.guests, self.outcomes, self.announcements)]
        return all(checked)  # every part says what is wrong with it, not only the first

    def facts(self) -> dict:
        """What `import_meeting` takes."""
        kept = {name: value for name, value in self.form.cleaned_data.items() if not name.startswith("next_")}
        lists = {"guests": self.guests, "outcomes": self.outcomes, "announcements": self.announcements}
        stated = {
            name: [one for form in forms_ if form.cleaned_data and (one := form.stated())]
            for name, forms_ in lists.items()
        }
        return {**kept, **stated, "next_meeting": self.form.next_meeting()}


def initial_of(row: ImportRecord) -> dict:
    """What the proposal of an import says, as initial values. Hours come from a series, for no source gives them."""
    proposal = row.report["meeting"] or {}
    series = Series.objects.first()
    coming = proposal.get("next_meeting") or {}
    published = row.report["published"]["date"] or ""
    return {
        "meeting": {
            **{
                name: proposal.get(name)
                for name in (
                    "date",
                    "kind",
                    "number",
                    "host",
                    "facilitator",
                    "place",
                    "stated_representatives",
                    "stated_organisations",
                )
            },
            "stated_source": ", ".join(part for part in (row.title[:280], published) if part),
            "language": row.report["language"] or "en",
            "next_date": coming.get("date") or "",
            "next_item": proposal.get("next_item", ""),
            "start_time": series.start_time if series else None,
            "end_time": series.end_time if series else None,
        },
        "guests": [
            {**guest, "title": guest["role"], "capacity": _capacity(guest, proposal)}
            for guest in proposal.get("guests", [])
        ],
        "outcomes": [{"title": "", "text": outcome["text"]} for outcome in proposal.get("outcomes", [])],
        "announcements": [
            {"date": date.fromisoformat(told["date"]), "title": told["text"][:250], "source": told["source"]}
            for told in proposal.get("announcements", [])
            if len(told["date"]) == 10
        ],
    }


def _capacity(guest: dict, proposal: dict) -> str:
    """A guess: people of the host are hosts, those with an office at the court come for it."""
    role, host = guest["role"], proposal.get("host", "")
    if guest["unnamed"]:
        return Capacity.GUEST
    acronym = host.rpartition("(")[2].rstrip(")")
    if host and (host.casefold() in role.casefold() or (acronym and acronym in role.split())):
        return Capacity.HOST
    court = (
        "ECCC",
        "Section",
        "Chamber",
        "Co-Lawyer",
        "Lead Co-Lawyers",
        "Co-Investigating",
        "Co-Prosecutor",
    )
    return Capacity.COURT_UNIT if any(word in role for word in court) else Capacity.GUEST
