"""Addresses at which some clients look for CalDAV whatever they are told: macOS does not follow redirects."""

from django.urls import path

from meetings.caldav.views import dav

urlpatterns = [
    path("", dav),
    path("principals/", dav),
    path("principals", dav),
    path(".well-known/caldav/", dav),
]
