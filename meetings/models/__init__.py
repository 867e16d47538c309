"""The product: meetings, what was said and decided there, and what became of it."""

from meetings.models.action import Action
from meetings.models.agenda import AgendaItem, Note
from meetings.models.agenda_version import AgendaVersion
from meetings.models.announcement import Announcement
from meetings.models.attendance import Attendance, AttendanceCorrection
from meetings.models.calendar_entry import CalendarEntry
from meetings.models.date_poll import DatePoll, PollDate, PollVote, PollVoter
from meetings.models.decision import Decision
from meetings.models.held_mail import HeldMail, ReceivedMail
from meetings.models.invitation import Invitation, Response
from meetings.models.meeting import Meeting
from meetings.models.minutes import Minutes, MinutesVersion
from meetings.models.paper import Paper
from meetings.models.proposal import Proposal
from meetings.models.recommendation import Recommendation
from meetings.models.scratch import ScratchEvent
from meetings.models.series import Series, SeriesItem, Venue
from meetings.models.step_mark import StepMark

__all__ = [
    "Action",
    "AgendaItem",
    "AgendaVersion",
    "Announcement",
    "Attendance",
    "AttendanceCorrection",
    "CalendarEntry",
    "DatePoll",
    "Decision",
    "HeldMail",
    "Invitation",
    "Meeting",
    "Minutes",
    "MinutesVersion",
    "Note",
    "Paper",
    "PollDate",
    "PollVote",
    "PollVoter",
    "Proposal",
    "ReceivedMail",
    "Recommendation",
    "Response",
    "ScratchEvent",
    "Series",
    "SeriesItem",
    "StepMark",
    "Venue",
]
