"""Addresses that only machines read; resolved before sessions and languages, and first in `hub/urls.py`."""

from django.urls import include, path

urlpatterns = [
    path("healthz", include("hub.health")),
    path("calendar/", include("meetings.urls_feeds")),
    path("", include("meetings.urls_dav")),
]
