"""What is done by a link in a mail, without an account; unprefixed, in the language of the person."""

from django.urls import path

from meetings.views import date_poll, reminders, rsvp

urlpatterns = [
    path("rsvp/<str:token>/", rsvp.answer, name="rsvp"),
    path("rsvp/<str:token>/meeting.ics", rsvp.calendar_file, name="rsvp_calendar"),
    path("poll/<str:token>/", date_poll.date_poll, name="date_poll"),
    path("reminders/<str:token>/", reminders.reminders, name="reminders"),
]
