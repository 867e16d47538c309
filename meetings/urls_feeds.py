"""Feeds, below "calendar/": read by calendar programs, resolved before sessions and languages."""

from django.urls import path

from meetings.feeds.organisation import organisation_feed
from meetings.feeds.own import own_feed
from meetings.feeds.public import public_feed

urlpatterns = [
    path("public.ics", public_feed, name="calendar_public"),
    path("public.<str:language>.ics", public_feed, name="calendar_public_language"),
    path("p/<str:token>.ics", own_feed, name="calendar_own"),
    path("o/<str:token>.ics", organisation_feed, name="calendar_organisation"),
]
