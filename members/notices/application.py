"""The mail that acknowledges an application to join."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from hub.mail import SevenBitMail
from members.models import Application


def compose(data: dict) -> SevenBitMail | None:
    """Render the mail of `{"application": pk}` in the applicant's language; None when the application is gone.

    Nothing that was typed into the form is repeated: whoever types another's address cannot write to them through us.
    """
    application = Application.objects.filter(pk=data["application"]).first()
    if application is None or not application.email:
        return None
    with translation.override(application.language):
        context = {
            "reference": application.reference,
            "received_at": application.received_at,
            "secretariat_email": settings.SECRETARIAT_EMAIL,
        }
        return SevenBitMail(
            subject=_("We have your application: %(reference)s") % {"reference": application.reference},
            body=render_to_string("members/mail/application_received.txt", context),
            to=[application.email],
            reply_to=[settings.SECRETARIAT_EMAIL],
            headers={"Auto-Submitted": "auto-generated"},
        )
