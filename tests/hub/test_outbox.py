"""The outbox: nothing is lost by a crash, nothing overtakes, and a mail sent twice is the same mail."""

import smtplib
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from hub import outbox
from hub.models.outbox import OutboxMail, OutboxState

pytestmark = pytest.mark.django_db
HERE = "tests.hub.test_outbox"


def compose(data):
    if data.get("gone"):
        return None
    return EmailMessage("Hello", data["text"], "hub@example.org", [data["to"]])


def compose_broken(data):
    raise LookupError("no such meeting")


class RefusingBackend(EmailBackend):
    """Refuses by the address: `busy@` for now, `nobody@` for good, `down@` has no line at all."""

    def send_messages(self, messages):
        for message in messages:
            name = message.to[0].split("@")[0]
            if name == "busy":
                raise smtplib.SMTPRecipientsRefused({message.to[0]: (451, b"later")})
            if name == "nobody":
                raise smtplib.SMTPRecipientsRefused({message.to[0]: (550, b"unknown")})
            if name == "down":
                raise ConnectionRefusedError
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def kinds(settings):
    settings.OUTBOX_KINDS = {"plain": f"{HERE}.compose", "broken": f"{HERE}.compose_broken"}
    settings.EMAIL_BACKEND = f"{HERE}.RefusingBackend"


def queue(key="one", to="somebody@example.org", kind="plain", **facts):
    return outbox.queue(kind, key=key, data={"to": to, "text": key, **facts.pop("data", {})}, **facts)


def texts():
    return [message.body for message in mail.outbox]


def test_the_same_key_is_queued_once():
    assert queue().pk == queue().pk
    assert outbox.send_all_due() == 1
    assert outbox.send_all_due() == 0
    assert texts() == ["one"]


def test_a_mail_may_wait_and_holds_what_follows():
    now = timezone.now()
    queue("first", order_key="a", not_before=now + timedelta(hours=1))
    queue("second", order_key="a")
    queue("other")
    assert (outbox.send_all_due(), texts()) == (1, ["other"])
    planned = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    assert planned.filter(run_after=now + timedelta(hours=1)).count() == 1
    assert outbox.send_all_due(now=now + timedelta(hours=1)) == 2
    assert texts() == ["other", "first", "second"]


def test_mail_and_the_workers_task_are_written_in_one_transaction(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as later, transaction.atomic():
        queue()
    assert later == []
    assert DBTaskResult.objects.ready().count() == 1


def test_a_crash_while_sending_loses_nothing_and_keeps_the_message_id():
    queue()
    now = timezone.now()
    dead = outbox.claim(now)  # the process dies here
    assert dead is not None
    assert outbox.send_all_due(now=now + timedelta(minutes=1)) == 0
    assert outbox.send_all_due(now=now + outbox.LEASE + timedelta(seconds=1)) == 1
    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [outbox.message_id(dead)]


def test_a_crash_after_sending_doubles_the_mail_under_the_same_message_id():
    queue()
    now = timezone.now()
    row = outbox.claim(now)
    first = compose(row.data)
    first.extra_headers["Message-ID"] = outbox.message_id(row)
    first.send()  # handed over, and the process dies before it can note that
    outbox.send_all_due(now=now + outbox.LEASE + timedelta(seconds=1))
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 1
    assert len(mail.outbox) == 2


def test_the_worker_plans_a_look_at_the_end_of_the_lease_before_it_sends():
    queue(to="busy@example.org")
    DBTaskResult.objects.all().delete()
    assert outbox.send_waiting.call() == 1
    planned = DBTaskResult.objects.filter(status=TaskResultStatus.READY).order_by("run_after")
    assert planned.count() == 2  # the retry in a minute, and the end of the lease
    assert planned[0].run_after <= timezone.now() + outbox.RETRY_AFTER[0]
    outbox.send_waiting.call()
    assert planned.count() == 2


def test_nothing_is_planned_when_everything_has_left():
    queue()
    outbox.send_waiting.call()
    DBTaskResult.objects.all().delete()
    outbox.send_waiting.call()
    assert DBTaskResult.objects.count() == 0


@pytest.mark.parametrize("name", ["busy", "down"])
def test_what_is_refused_for_now_is_tried_again_until_it_fails(name):
    row = queue(to=f"{name}@example.org")
    now = timezone.now()
    for wait in outbox.RETRY_AFTER:
        assert outbox.send_all_due(now=now) == 1
        assert outbox.send_all_due(now=now + wait - timedelta(seconds=1)) == 0
        now += wait
    outbox.send_all_due(now=now)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (OutboxState.FAILED, len(outbox.RETRY_AFTER) + 1)


def test_what_is_refused_for_good_is_kept_as_failed():
    row = queue(to="nobody@example.org")
    outbox.send_all_due()
    row.refresh_from_db()
    assert (row.state, row.attempts, row.error) == (OutboxState.FAILED, 1, "SMTPRecipientsRefused")


def test_mail_of_one_order_leaves_in_its_order():
    queue("first", to="busy@example.org", order_key="meeting 1")
    queue("second", order_key="meeting 1")
    queue("other", order_key="meeting 2")
    now = timezone.now()
    outbox.send_all_due(now=now)
    assert texts() == ["other"]
    OutboxMail.objects.filter(key="first").update(data={"to": "free@example.org", "text": "first"})
    outbox.send_all_due(now=now + outbox.RETRY_AFTER[0])
    assert texts() == ["other", "first", "second"]


def test_a_mail_that_cannot_be_rendered_holds_up_nobody(caplog):
    broken = queue("broken", kind="broken")
    queue("good")
    outbox.send_all_due()
    broken.refresh_from_db()
    assert texts() == ["good"]
    assert (broken.state, broken.error) == (OutboxState.QUEUED, "LookupError")
    assert "could not be rendered" in caplog.text


def test_what_is_no_longer_so_is_not_sent():
    row = queue(data={"gone": True})
    outbox.send_all_due()
    row.refresh_from_db()
    assert (texts(), row.state, row.sent_at) == ([], OutboxState.SENT, None)


def test_whoever_lost_the_lease_notes_nothing():
    queue()
    now = timezone.now()
    slow = outbox.claim(now)
    outbox.send_all_due(now=now + outbox.LEASE + timedelta(seconds=1))
    outbox.deliver(slow, now=now)  # comes back to life
    assert OutboxMail.objects.get().attempts == 2
    assert OutboxMail.objects.get().sent_at > now


def test_the_command_sends_what_is_due():
    queue()
    said = StringIO()
    call_command("send_due", stdout=said)
    assert (texts(), said.getvalue()) == (["one"], "Mail handled: 1.\n")


def test_finished_tasks_are_forgotten_and_waiting_ones_are_not():
    now = timezone.now()
    for name in ("old", "new", "waiting"):
        queue(name)
        outbox.send_waiting.enqueue()
    ids = list(DBTaskResult.objects.order_by("enqueued_at").values_list("pk", flat=True))
    ages = {ids[0]: 8, ids[1]: 6}
    for pk, days in ages.items():
        DBTaskResult.objects.filter(pk=pk).update(
            status=TaskResultStatus.SUCCESSFUL, finished_at=now - timedelta(days=days)
        )
    DBTaskResult.objects.filter(pk=ids[2]).update(
        status=TaskResultStatus.FAILED, finished_at=now - timedelta(days=29)
    )
    assert outbox.forget_finished_tasks(now=now) == 1
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == set(ids[1:])
    assert outbox.forget_finished_tasks(now=now + timedelta(days=2)) == 2
    assert OutboxMail.objects.count() == 3
