"""The agenda of the next invented meeting: a sub-item, a paper in two revisions, and two released versions."""

from datetime import date, datetime, time, timedelta

from django.core.files.base import ContentFile

from cms_pages.sample.words import words
from hub.actors import SYSTEM
from meetings.actions import agenda, papers
from meetings.actions.agenda_versions import release
from meetings.enums import Audience, Purpose
from meetings.models import Meeting
from meetings.models.meeting import PHNOM_PENH
from members.models import Person

FIRST = """Invented for the sample: how the secretariat could work

1. Both sides of the secretariat sign each invitation.
2. The draft minutes go out within three days.
"""
SECOND = f"{FIRST}3. Whoever hosts a meeting is named on its page.\n"


def prepare_agenda(meeting: Meeting, *, clerk: Person, today: date) -> None:
    """Version 1 a week ago, then a sub-item, less time for one item and a new revision of the paper: version 2."""
    about = meeting.agenda_items.get(number=3)
    paper = papers.add_paper(
        about,
        by=clerk,
        title="How the secretariat works, a draft",
        language="en",
        audience=Audience.PUBLIC,
        file=ContentFile(FIRST.encode(), name="How the secretariat works.txt"),
    )
    release(meeting, by=clerk, now=_morning(today - timedelta(days=7)))
    agenda.edit_item(about, by=SYSTEM, facts={"minutes_allotted": 30})
    below = agenda.add_item(
        meeting,
        by=SYSTEM,
        purpose=Purpose.DISCUSSION,
        minutes_allotted=10,
        **words("title", "Who signs the invitations", "អ្នកចុះហត្ថលេខាលើលិខិតអញ្ជើញ", "Qui signe les invitations"),
    )
    agenda.indent_item(agenda.place_item(below, by=SYSTEM, after=about.pk), by=SYSTEM)
    papers.revise_paper(
        paper, by=clerk, file=ContentFile(SECOND.encode(), name="How the secretariat works.txt")
    )
    release(meeting, by=clerk, now=_morning(today - timedelta(days=1)))


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(10), PHNOM_PENH)
