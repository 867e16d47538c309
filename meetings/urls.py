"""Addresses of the record, of a member's home and of the secretariat, below a language prefix."""

from django.urls import path

from meetings.views.opening import closed

app_name = "meetings"
urlpatterns = [
    # The public record
    path("meetings/", closed, name="meeting_list"),
    path("meetings/next/", closed, name="meeting_next"),
    path("meetings/<slug:slug>/", closed, name="meeting_detail"),
    path("meetings/<slug:slug>/minutes/", closed, name="minutes_detail"),
    path("decisions/", closed, name="decision_list"),
    path("decisions/<int:year>/<slug:tail>/", closed, name="decision_detail"),
    path("actions/", closed, name="action_list"),
    path("recommendations/", closed, name="recommendation_list"),
    path("calendar/", closed, name="calendar"),
    # A member's home
    path("my/", closed, name="my_home"),
    # The secretariat
    path("secretariat/", closed, name="cockpit"),
]
