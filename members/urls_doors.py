"""Addresses without a language: invitations, the first run, and doors of Wagtail and allauth that stay shut.

They stand before the addresses of Wagtail and allauth in the table, so they win.
"""

from django.urls import path, re_path

from members.views.doors import to_my_account, to_password_reset, to_sign_in, to_sign_out
from members.views.first_run import first_run
from members.views.invited import invited

urlpatterns = [
    path("first-run/<str:token>/", first_run, name="first_run"),
    path("invited/<str:token>/", invited, name="invited"),
    re_path(r"^admin/login/$", to_sign_in),
    re_path(r"^admin/logout/$", to_sign_out),
    re_path(r"^admin/password_reset/(?:.*/)?$", to_password_reset),
    path("accounts/email/", to_my_account),
]
