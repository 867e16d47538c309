"""Addresses of the record, of a member's home and of the secretariat, below a language prefix."""

from django.urls import path

from meetings.views import record, registers
from meetings.views.opening import closed

app_name = "meetings"
urlpatterns = [
    # The public record
    path("meetings/", record.meeting_list, name="meeting_list"),
    path("meetings/next/", record.meeting_next, name="meeting_next"),
    path("meetings/<slug:slug>/", record.meeting_detail, name="meeting_detail"),
    path("meetings/<slug:slug>/minutes/", record.minutes_detail, name="minutes_detail"),
    path("decisions/", registers.decision_list, name="decision_list"),
    path("decisions/<int:year>/<slug:tail>/", registers.decision_detail, name="decision_detail"),
    path("actions/", registers.action_list, name="action_list"),
    path("recommendations/", registers.recommendation_list, name="recommendation_list"),
    path("calendar/", closed, name="calendar"),
    # A member's home
    path("my/", closed, name="my_home"),
    # The secretariat
    path("secretariat/", closed, name="cockpit"),
]
