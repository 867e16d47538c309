"""Our answers to allauth's questions and announcements; imported by `members.apps`, so that it hears them."""

import base64
import logging
import time
from hashlib import sha256
from smtplib import SMTPException
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from members.actions.desk import sync_desk
from members.rules import is_privileged

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody makes a sign-in on their own: the secretariat invites."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user, **kwargs) -> HttpResponse | None:
        """A deactivated person goes no further, whatever they know."""
        person = user.known_person
        if person and not person.is_active:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def render_mail(self, template_prefix: str, email: str, context: dict, headers: dict | None = None):
        """Mails about a sign-in come in the language of its person."""
        person = getattr(context.get("user"), "known_person", None)
        with translation.override(person.language if person else translation.get_language()):
            return super().render_mail(template_prefix, email, context, headers)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address of a reset link comes from the settings, never from the request's Host."""
        return settings.BASE_URL + urlsplit(super().get_reset_password_from_key_url(key)).path

    def send_notification_mail(self, *args, **kwargs) -> None:
        """What was changed is changed: a mail server that is down is logged, not shown as a failure."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except (OSError, SMTPException):
            logger.exception("A notice about a sign-in could not be mailed.")

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Not within the first minutes of a session: whoever has just signed in need not do it twice."""
        records = get_authentication_records(context.request, context.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are stored encrypted, and a role that demands a second factor keeps it."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "Your role in the group requires a second step, so it cannot be switched off. "
            "If you have a new telephone, ask the secretariat to reset it."
        ),
    }

    @property
    def _box(self) -> Fernet:
        key = sha256(b"second factor:" + settings.SECRET_KEY.encode()).digest()
        return Fernet(base64.urlsafe_b64encode(key))

    def encrypt(self, text: str) -> str:
        return self._box.encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._box.decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not is_privileged(authenticator.user)


@receiver(authenticator_added)
def second_factor_added(sender, request, user, authenticator, **kwargs) -> None:
    """Whoever sets up the second factor has just typed a code: the session counts as proven."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


@receiver(user_logged_in)
def signed_in(sender, user, **kwargs) -> None:
    """Wagtail asks groups about pages and collections; they follow the roles at every sign-in."""
    sync_desk(user)
