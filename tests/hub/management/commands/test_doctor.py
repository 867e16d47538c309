"""`manage.py doctor`: on installations of its own from the outside, and check by check from within."""

import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from hub import checks, preparation
from hub.models import OutboxMail
from hub.models.outbox import OutboxState
from tests import migrated
from tests.servers import clean_environment

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A data folder as `run` leaves it."""
    folder = tmp_path_factory.mktemp("home")
    shutil.copy(migrated.template(), folder / "hub.sqlite3")
    (folder / "static.sha256").write_text(preparation.static_fingerprint())
    done = manage(folder, "createcachetable")
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def manage(home, *arguments, **variables):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, capture_output=True, text=True,
        env=clean_environment(HUB_NO_BOOTSTRAP="1", HUB_DATA_DIR=str(home), **variables),
    )  # fmt: skip


def said_by(check):
    """[(serious, message)] of one check; each message comes with its cure."""
    found = check(None)
    assert all(message.hint for message in found)
    return [(message.is_serious(30), message.msg) for message in found]


def test_sound_installation(home):
    done = manage(home, "doctor")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "note: The hub's address is http://localhost:8000: only this machine reaches it."
    assert lines[2] == f"note: Mail is only written as files to {home}/mail."
    assert lines[4].startswith("note: No way in for answers by mail is set")
    assert lines[6:] == ["9 checks, all is well."]


def test_each_wrong_thing_is_named_with_its_cure(tmp_path):
    wrong = {
        "HUB_DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
        "HUB_CACHE_URL": "redis://127.0.0.1:9/0",
        "HUB_MAIL_URL": "smtp://127.0.0.1:9",
        "HUB_SECRET_KEY": "short",
    }
    done = manage(tmp_path, "doctor", **wrong)
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    said = [line for line in lines if line.startswith("wrong: ")]
    assert [line.split(": ")[1].partition(":")[0] for line in said] == [
        "The secret key is weak",
        "The database does not answer",
        "The cache does not answer",
        "The mail server does not take mail",
        "The static files are older than the code.",
        "No way in for answers by mail is set",
    ]
    assert lines[1] == (
        "       Set HUB_SECRET_KEY to 50 or more random characters, or unset it: the hub then makes and keeps one."
    )
    assert lines[-1] == "9 checks, 6 found wrong."


def test_other_commands_do_not_ask_the_doctor(home, monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # as the browser sets it; `--deploy` refuses it
    done = manage(
        home, "check", "--deploy", "--fail-level", "WARNING", HUB_BASE_URL="https://hub.example.org"
    )
    said = (done.returncode, done.stdout, done.stderr)
    assert said == (0, "System check identified no issues (1 silenced).\n", "")


def test_debug_and_a_key_that_others_can_read(settings, tmp_path):
    settings.DEBUG = True
    settings.DATA_DIR = tmp_path
    settings.BASE_URL = "https://hub.example.org"
    (tmp_path / "secret.key").write_text("x")
    (tmp_path / "secret.key").chmod(0o644)
    assert said_by(checks.settings_are_safe)[-2:] == [
        (True, "HUB_DEBUG is on: error pages show secrets to everybody."),
        (True, f"Others on this machine can read {tmp_path}/secret.key."),
    ]


def test_data_folder_that_cannot_be_written(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "is a file"
    settings.DATA_DIR.touch()
    assert said_by(checks.data_can_be_written) == [
        (True, f"{settings.DATA_DIR} cannot be written: Not a directory.")
    ]


@pytest.mark.django_db
def test_files_instead_of_mail_are_wrong_for_an_address_of_others(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.BASE_URL = "https://hub.example.org"
    (said,) = said_by(checks.mail_can_leave)
    assert said == (True, f"Mail is only written as files to {settings.EMAIL_FILE_PATH}.")


@pytest.mark.django_db
def test_worker_that_is_away_and_mail_that_was_given_up():
    now = timezone.now()
    assert (said_by(checks.worker_works), said_by(checks.mail_can_leave)) == ([], [])
    OutboxMail.objects.create(key="new", kind="invitation", next_try_at=now)
    assert said_by(checks.worker_works) == []
    OutboxMail.objects.create(key="late", kind="invitation", next_try_at=now - timedelta(hours=1))
    OutboxMail.objects.create(key="failed", kind="invitation", state=OutboxState.FAILED)
    assert said_by(checks.worker_works) == [
        (True, "The background worker is not at work: for over ten minutes, 0 tasks and 1 mails have waited.")
    ]
    assert said_by(checks.mail_can_leave) == [(True, "Mail that was given up: 1.")]


@pytest.mark.django_db
def test_static_files_older_than_the_code(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert said_by(checks.static_files_are_current) == [(True, "The static files are older than the code.")]
    preparation.static_stamp().write_text(preparation.static_fingerprint())
    assert said_by(checks.static_files_are_current) == []
