"""The mail that invites somebody to make a sign-in."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hub.keys import token_for
from hub.mail import SevenBitMail
from members.models import SignUpInvitation
from members.models.sign_up import VALID_FOR

PURPOSE = "sign-up"


def link(invitation: SignUpInvitation) -> str:
    """The absolute address at which the invitation is accepted, in the person's language."""
    token = token_for(PURPOSE, invitation.pk, invitation.key_version)
    path = reverse("invited", kwargs={"token": token})
    return f"{settings.BASE_URL}{path}?lang={invitation.person.language}"


def compose(data: dict) -> SevenBitMail | None:
    """Render the mail of `{"invitation": pk, "version": n}`; None when it was replaced, used or is out of date."""
    invitation = SignUpInvitation.objects.select_related("person").filter(pk=data["invitation"]).first()
    if invitation is None or invitation.key_version != data["version"]:
        return None
    if not invitation.is_open(timezone.now()):
        return None
    person = invitation.person
    with translation.override(person.language):
        context = {
            "name": person.name_in(person.language),
            "link": link(invitation),
            "last_day": invitation.sent_at + VALID_FOR,
            "secretariat_email": settings.SECRETARIAT_EMAIL,
        }
        return SevenBitMail(
            subject=_("Your sign-in for the Working Group Hub"),
            body=render_to_string("members/mail/sign_up_invitation.txt", context),
            to=[person.email],
            reply_to=[settings.SECRETARIAT_EMAIL],
            headers={"Auto-Submitted": "auto-generated"},
        )
