"""What goes by the clock: one part that goes wrong keeps the others from nothing, and is told."""

import pytest
from django.core.management import CommandError, call_command

from hub.models import OutboxMail
from hub.outbox import queue

pytestmark = pytest.mark.django_db
ran = []


def goes_wrong(*, now):
    raise RuntimeError("the first part")


def goes_well(*, now):
    ran.append(now)


def test_what_goes_wrong_holds_up_neither_the_rest_nor_the_mail(settings, caplog):
    ran.clear()
    settings.DUE = [f"{__name__}.goes_wrong", f"{__name__}.goes_well"]
    queue("calendar_stale", key="one", data={"invitation": 0, "sequence": 0})
    with pytest.raises(CommandError, match="goes_wrong"):
        call_command("send_due")
    assert len(ran) == 1
    assert not OutboxMail.objects.due(ran[0]).exists()
    assert [row.getMessage() for row in caplog.records] == [
        f"What goes by the clock went wrong: {__name__}.goes_wrong"
    ]
