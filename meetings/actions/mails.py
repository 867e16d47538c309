"""Sending a mail again from the secretariat's list."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from hub.models import OutboxMail
from hub.models.audit import record
from hub.models.outbox import OutboxState
from hub.outbox import try_again
from meetings.actions.calendar_entries import touch
from meetings.actions.invitations import queue_again
from meetings.actions.rows import demand, lock_meeting
from meetings.models import Invitation
from meetings.models.mail_log import INVITING
from meetings.notices.invitation import told_by
from meetings.rules import may_record

NO_LONGER_SO = _("This mail says what is no longer so. Look for a later one to the same person.")
ON_ITS_WAY = _("This mail is on its way already.")
NOT_AGAIN = _("Only invitations and their ends are sent a second time.")


def send_again(mail: OutboxMail, *, by: Actor, now: datetime | None = None) -> OutboxMail:
    """Send a failed mail, or an invitation or its end that has left, once more; the row that is to leave.

    What failed is the same row under the same Message-ID. What has left is a mail of its own, and the same REQUEST
    or CANCEL to a calendar: SEQUENCE stays, and with a REQUEST goes what the person has answered. Refused for what
    is no longer so. Audit entry, outbox, the person's own calendar.
    """
    now = now or timezone.now()
    demand(may_record, by)
    with transaction.atomic():
        invitation = _locked(mail)
        mail = OutboxMail.objects.select_for_update().get(pk=mail.pk)
        if mail.state == OutboxState.QUEUED:
            raise Refused(ON_ITS_WAY)
        if mail.kind in INVITING and told_by(mail.data, now=now) is None:
            raise Refused(NO_LONGER_SO)
        if mail.state == OutboxState.FAILED:
            again = try_again(mail, now=now)
        elif invitation and mail.kind in INVITING and mail.sent_at:
            again = queue_again(invitation, mail.data, now=now)
            touch([invitation])
        else:
            raise Refused(NO_LONGER_SO if mail.sent_at is None else NOT_AGAIN)
        label = invitation.meeting.slug if invitation else mail.kind
        record("mail.sent_again", again, by=by, label=label)
    return again


def _locked(mail: OutboxMail) -> Invitation | None:
    """The invitation a mail is about, after its meeting was locked."""
    found = Invitation.objects.select_related("meeting", "person")
    invitation = found.filter(pk=mail.data.get("invitation")).first()
    if invitation:
        lock_meeting(invitation.meeting)
        invitation = found.select_for_update(of=("self",)).get(pk=invitation.pk)
    return invitation
