"""The product: meetings, what was said and decided there, and what became of it."""

from meetings.models.action import Action
from meetings.models.agenda import AgendaItem, Note
from meetings.models.announcement import Announcement
from meetings.models.attendance import Attendance
from meetings.models.calendar_entry import CalendarEntry
from meetings.models.decision import Decision
from meetings.models.held_mail import HeldMail, ReceivedMail
from meetings.models.invitation import Invitation, Response
from meetings.models.meeting import Meeting
from meetings.models.minutes import Minutes, MinutesVersion
from meetings.models.proposal import Proposal
from meetings.models.recommendation import Recommendation
from meetings.models.scratch import ScratchEvent
from meetings.models.series import Series, Venue

__all__ = [
    "Action",
    "AgendaItem",
    "Announcement",
    "Attendance",
    "CalendarEntry",
    "Decision",
    "HeldMail",
    "Invitation",
    "Meeting",
    "Minutes",
    "MinutesVersion",
    "Note",
    "Proposal",
    "ReceivedMail",
    "Recommendation",
    "Response",
    "ScratchEvent",
    "Series",
    "Venue",
]
