"""Addresses of the record, of a member's home and of the secretariat, below a language prefix."""

from django.urls import path

from meetings.views import app_passwords, calendar, my, record, registers
from meetings.views.secretariat import (
    agenda,
    attendance,
    cockpit,
    freshness,
    invitations,
    mail,
    minutes,
    outcomes,
    planning,
    proposals,
    tray,
)

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
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/keys/", calendar.key_new, name="calendar_key_new"),
    path("calendar/keys/<int:pk>/revoke/", calendar.key_revoke, name="calendar_key_revoke"),
    path("calendar/passwords/", app_passwords.app_password_new, name="app_password_new"),
    path("calendar/passwords/profile/", app_passwords.app_password_profile, name="app_password_profile"),
    path(
        "calendar/passwords/<int:pk>/revoke/",
        app_passwords.app_password_revoke,
        name="app_password_revoke",
    ),
    # A member's home
    path("my/", my.my_home, name="my_home"),
    path("my/answers/<int:pk>/", my.my_answer, name="my_answer"),
    path("my/answers/<int:pk>/undo/", my.my_undo, name="my_undo"),
    path("my/proposals/", my.my_proposal, name="my_proposal"),
    path("my/actions/<int:pk>/", my.my_action, name="my_action"),
    # The secretariat
    path("secretariat/", cockpit.cockpit, name="cockpit"),
    path("secretariat/tray/", tray.tray, name="tray"),
    path("secretariat/tray/<int:pk>/", tray.held_mail, name="held_mail"),
    path("secretariat/tray/<int:pk>/discard/", tray.held_mail_discard, name="held_mail_discard"),
    path("secretariat/tray/<int:pk>/mail.txt", tray.held_mail_raw, name="held_mail_raw"),
    path("secretariat/tray/people/<int:pk>/", tray.bounce_clear, name="bounce_clear"),
    path("secretariat/mail/", mail.mail_log, name="mail_log"),
    path("secretariat/mail/<int:pk>/again/", mail.mail_again, name="mail_again"),
    path("secretariat/meetings/new/", planning.plan, name="plan"),
    path("secretariat/meetings/<slug:slug>/", planning.desk, name="desk"),
    path("secretariat/meetings/<slug:slug>/edit/", planning.edit, name="meeting_edit"),
    path("secretariat/meetings/<slug:slug>/move/", planning.move, name="move"),
    path("secretariat/meetings/<slug:slug>/state/<slug:verb>/", planning.change_state, name="meeting_state"),
    path("secretariat/meetings/<slug:slug>/agenda/", agenda.agenda, name="agenda_edit"),
    path("secretariat/meetings/<slug:slug>/agenda/<int:number>/", agenda.agenda_item, name="agenda_item"),
    path(
        "secretariat/meetings/<slug:slug>/agenda/<int:number>/place/",
        agenda.agenda_item_place,
        name="agenda_item_place",
    ),
    path("secretariat/meetings/<slug:slug>/invite/", invitations.invite, name="invite"),
    path(
        "secretariat/meetings/<slug:slug>/invite/<int:pk>/withdraw/",
        invitations.withdraw,
        name="invitation_withdraw",
    ),
    path("secretariat/meetings/<slug:slug>/answers/", invitations.answers, name="answers"),
    path("secretariat/meetings/<slug:slug>/freshness/", freshness.freshness, name="freshness"),
    path("secretariat/meetings/<slug:slug>/needs/", invitations.needs, name="needs"),
    path("secretariat/seats/", invitations.seats, name="seats"),
    path("secretariat/proposals/", proposals.proposals, name="proposals"),
    path("secretariat/proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("secretariat/meetings/<slug:slug>/attendance/", attendance.attendance, name="attendance"),
    path("secretariat/meetings/<slug:slug>/attendance/people/", attendance.people, name="people"),
    path(
        "secretariat/meetings/<slug:slug>/attendance/seat/<int:seat>/",
        attendance.attendance_seat,
        name="attendance_seat",
    ),
    path(
        "secretariat/meetings/<slug:slug>/attendance/<int:pk>/remove/",
        attendance.attendance_remove,
        name="attendance_remove",
    ),
    path("secretariat/meetings/<slug:slug>/minutes/", minutes.minutes_entry, name="minutes_entry"),
    path(
        "secretariat/meetings/<slug:slug>/minutes/state/<slug:verb>/",
        minutes.minutes_state,
        name="minutes_state",
    ),
    path(
        "secretariat/meetings/<slug:slug>/minutes/<int:number>/<slug:audience>/<slug:language>/",
        minutes.note_edit,
        name="note_edit",
    ),
    path("secretariat/meetings/<slug:slug>/decisions/new/", outcomes.decision_new, name="decision_new"),
    path("secretariat/meetings/<slug:slug>/actions/new/", outcomes.action_new, name="action_new"),
    path("secretariat/decisions/<int:pk>/", outcomes.decision_progress, name="decision_progress"),
    path("secretariat/actions/<int:pk>/", outcomes.action_state, name="action_state"),
]
