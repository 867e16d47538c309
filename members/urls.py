"""Addresses of membership, below a language prefix."""

from django.urls import path, register_converter

from members.views.account import account
from members.views.doors import to_sign_in
from members.views.join import ReferenceConverter, join, join_received

register_converter(ReferenceConverter, "reference")

app_name = "members"
urlpatterns = [
    path("join/", join, name="join"),
    path("join/received/<reference:reference>/", join_received, name="join_received"),
    path("my/account/", account, name="account"),
    # Wagtail's own sign-in forms of each language; shared passwords of pages are not used.
    path("_util/login/", to_sign_in),
    path("_util/authenticate_with_password/<int:restriction>/<int:page>/", to_sign_in),
]
