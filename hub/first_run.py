"""The first administrator of an empty hub: a link shown once in the terminal, good for one use.

Only the hash of its token is kept, as a setting; the page behind the link belongs to `members`.
"""

import secrets

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.crypto import constant_time_compare

from hub.actors import SYSTEM
from hub.keys import hashed
from hub.models import Setting

KEY = "first_run"
SPENT = "spent"


def is_needed() -> bool:
    """Whether nobody can sign in yet."""
    return not get_user_model().objects.filter(is_active=True).exists()


def issue_token() -> str:
    """A new token of 256 bits; any earlier one no longer works."""
    token = secrets.token_urlsafe(32)
    Setting.objects.put(KEY, hashed(token), by=SYSTEM)
    return token


def check_token(token: str) -> bool:
    """Whether `token` is the last one issued, unspent, and still needed. Changes nothing: for the page's GET."""
    kept = Setting.objects.current(KEY, SPENT)
    return constant_time_compare(kept, hashed(token)) and is_needed()


def spend_token(token: str) -> bool:
    """Use `token` up; True for one caller only, however many come at once.

    To be called in the transaction that makes the administrator, so that a failure there leaves the link good.
    """
    with transaction.atomic():
        list(Setting.objects.filter(key=KEY).select_for_update().values_list("pk"))  # one after the other
        if not check_token(token):
            return False
        Setting.objects.put(KEY, SPENT, by=SYSTEM)
        return True
