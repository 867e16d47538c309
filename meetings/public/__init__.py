"""What leaves the hub about meetings: the one source of every output, for one audience in one language.

HTML, feeds, sitemaps, structured data, search, mails and frozen minutes are all made from these frozen shapes,
so what is not in them cannot leak. Nothing here holds a confidential text that its audience may not read.
"""

from meetings.public.canonical import canonical
from meetings.public.meeting import meeting_row, next_meeting, public_view, view_for
from meetings.public.registers import action_views, decision_view, decision_views, recommendation_views
from meetings.public.shapes import ActionView, DecisionView, MeetingRow, MeetingView, RecommendationView

__all__ = [
    "ActionView",
    "DecisionView",
    "MeetingRow",
    "MeetingView",
    "RecommendationView",
    "action_views",
    "canonical",
    "decision_view",
    "decision_views",
    "meeting_row",
    "next_meeting",
    "public_view",
    "recommendation_views",
    "view_for",
]
