"""A page whose hour has come goes public without anybody pressing a button."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Revision

from tests.builders import make_news

pytestmark = pytest.mark.django_db


def test_the_clock_publishes_a_scheduled_page(client):
    page = make_news("Released later", live=False)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    call_command("send_due", stdout=io.StringIO())
    page.refresh_from_db()
    assert not page.live
    past = timezone.now() - timedelta(minutes=1)
    Revision.objects.update(approved_go_live_at=past)
    revision = page.latest_revision
    revision.content["go_live_at"] = past.isoformat()
    revision.save()
    call_command("send_due", stdout=io.StringIO())
    assert "Released later" in client.get("/en/news/").content.decode()
