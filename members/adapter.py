"""Our answers to allauth's questions."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Nobody makes a sign-in on their own: the secretariat invites."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
