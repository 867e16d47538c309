from datetime import timedelta

import pytest
from django.utils import timezone

from hub.actors import SYSTEM
from hub.models import OutboxMail
from hub.outbox import send_all_due
from members.actions.sign_ins import accept_sign_up, invite_to_sign_up
from members.models import SignUpInvitation
from members.notices.sign_up import compose, link
from tests.builders import make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "km", "fr"])
def test_the_mail_speaks_the_persons_language_and_carries_the_link(mailoutbox, language):
    person = make_person("Nhem", "Rachana", language=language, khmer_name="ញ៉ែម រចនា")
    invitation = invite_to_sign_up(person, by=SYSTEM)
    send_all_due()
    (mail,) = mailoutbox
    assert mail.to == [person.email]
    assert person.name_in(language) in mail.body
    assert link(invitation) in mail.body
    assert f"?lang={language}" in mail.body
    assert "&#x27;" not in mail.body


def test_a_replaced_used_or_old_invitation_is_not_mailed():
    person = make_person()
    first = invite_to_sign_up(person, by=SYSTEM)
    second = invite_to_sign_up(person, by=SYSTEM)
    old, new = OutboxMail.objects.order_by("pk")
    assert compose(old.data) is None
    assert compose(new.data) is not None
    SignUpInvitation.objects.update(sent_at=timezone.now() - timedelta(days=15))
    assert compose(new.data) is None
    SignUpInvitation.objects.update(sent_at=timezone.now())
    accept_sign_up(second, by=person)
    assert compose(new.data) is None
    assert compose({"invitation": first.pk + 1000, "version": 1}) is None


def test_the_outbox_holds_no_token():
    invitation = invite_to_sign_up(make_person(), by=SYSTEM)
    token = link(invitation).rpartition("?")[0].rstrip("/").rpartition("-")[2]
    assert len(token) == 26
    assert token not in str(OutboxMail.objects.values())
