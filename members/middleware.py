"""What a signed-in person brings along: their language, and the second factor that their role demands."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_from_path

from members.rules import needs_second_factor

GetResponse = Callable[[HttpRequest], HttpResponse]


class SecondFactorRequired:
    """Whoever holds a privileged role sets up a second factor before anything else opens.

    Open meanwhile: setting it up, signing out, changing the password, and static files.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated:
            person = user.known_person
            asked = request.GET.get("lang")
            if person and not asked and not get_language_from_path(request.path_info):
                translation.activate(person.language)
                request.LANGUAGE_CODE = person.language
            if not request.path_info.startswith(("/accounts/", "/static/")) and needs_second_factor(user):
                return redirect(reverse("mfa_index"))
        return self.get_response(request)
