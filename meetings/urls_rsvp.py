"""Answering without an account; unprefixed, in the language of the person."""

from django.urls import path

from meetings.views.opening import closed

urlpatterns = [
    path("rsvp/<str:token>/", closed, name="rsvp"),
]
