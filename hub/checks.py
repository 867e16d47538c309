"""What `manage.py doctor` asks of the ground floor: what is wrong, and how to mend it.

Every app may have such a module: functions registered under the tag `doctor`, as Django system checks. `doctor` alone
imports them, since they look at the disk, the database and the network, which no other command should wait for.
`Info` says what is meant to be so; `Warning` and `Error` are wrong.
"""

import shutil
from datetime import timedelta
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.checks import Error, Info, Warning, register
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from hub import preparation, sqlite
from hub.models.outbox import OutboxMail, OutboxState

LITTLE_SPACE = 500 * 1024 * 1024
LONG_WAIT = timedelta(minutes=10)
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def first_line(error):
    return str(error).strip().partition("\n")[0]


@register("doctor")
def settings_are_safe(app_configs, **kwargs):
    """DEBUG, the secret key, the address."""
    found = []
    if settings.DEBUG:
        found.append(
            Error(
                "HUB_DEBUG is on: error pages show secrets to everybody.", "Unset HUB_DEBUG.", id="hub.E001"
            )
        )
    if len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < 10:
        hint = "Set HUB_SECRET_KEY to 50 or more random characters, or unset it: the hub then makes and keeps one."
        found.append(Error("The secret key is weak: answer links could be guessed.", hint, id="hub.E002"))
    key = settings.DATA_DIR / "secret.key"
    if key.exists() and key.stat().st_mode & 0o077:
        found.append(Error(f"Others on this machine can read {key}.", f"chmod 600 {key}", id="hub.E003"))
    if urlsplit(settings.BASE_URL).hostname in LOOPBACK:
        hint = "To serve others, set HUB_BASE_URL to the https address they use."
        found.append(
            Info(
                f"The hub's address is {settings.BASE_URL}: only this machine reaches it.",
                hint,
                id="hub.I001",
            )
        )
    return found


@register("doctor")
def data_can_be_written(app_configs, **kwargs):
    """The folder of the data takes a file, and has room for more."""
    probe = settings.DATA_DIR / ".doctor"
    try:
        probe.write_bytes(b"x" * 4096)
        probe.unlink()
        free = shutil.disk_usage(settings.DATA_DIR).free
    except OSError as error:
        hint = "Give this user the folder, or set HUB_DATA_DIR to another one."
        return [Error(f"{settings.DATA_DIR} cannot be written: {error.strerror}.", hint, id="hub.E004")]
    if free < LITTLE_SPACE:
        hint = "Make room: a full disk refuses every answer and every change."
        return [
            Warning(f"Only {free // 1024 // 1024} MB are free in {settings.DATA_DIR}.", hint, id="hub.W001")
        ]
    return []


@register("doctor")
def database_is_sound(app_configs, **kwargs):
    """It answers, has every migration, and is of a kind that loses nothing."""
    try:
        missing = preparation.pending_migrations()
        if missing:
            hint = "Start `python3 manage.py run`, or apply them with `python3 manage.py migrate`."
            return [Error(f"The database lacks {missing} migrations.", hint, id="hub.E006")]
        return sqlite_is_safe() if connection.vendor == "sqlite" else []
    except DatabaseError as error:
        hint = "Start the database, or correct HUB_DATABASE_URL."
        return [Error(f"The database does not answer: {first_line(error)}", hint, id="hub.E005")]


def sqlite_is_safe():
    version = ".".join(map(str, sqlite.library_version()))
    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    if sqlite.library_version() < sqlite.SAFE_VERSION:
        hint = "Install the wheel `pysqlite3` where there is one, or use PostgreSQL (HUB_DATABASE_URL)."
        text = f"SQLite {version} can corrupt a database in WAL; the slower journal_mode={journal} is used instead."
        return [Warning(text, hint, id="hub.W002")]
    if journal != "wal":
        hint = "Put HUB_DATA_DIR on a local disk: WAL does not work on network drives."
        return [Warning(f"SQLite {version} runs with journal_mode={journal}, not WAL.", hint, id="hub.W003")]
    return []


@register("doctor")
def cache_answers(app_configs, **kwargs):
    """What is put into the cache comes out again: rate limits stand on it."""
    try:
        cache.set("hub.doctor", "here", 30)
        if cache.get("hub.doctor") == "here":
            return []
        reason = "it forgets at once"
    except (DatabaseError, OSError) as error:
        reason = first_line(error)
    except Exception as error:  # noqa: BLE001 - each cache backend has exceptions of its own
        reason = f"{type(error).__name__}: {error}"
    hint = "Correct HUB_CACHE_URL, or (for the cache in the database) start `python3 manage.py createcachetable`."
    return [Error(f"The cache does not answer: {reason}", hint, id="hub.E007")]


@register("doctor")
def mail_can_leave(app_configs, **kwargs):
    """Where mail goes, and whether any waits or was refused."""
    found = []
    if "smtp" in settings.EMAIL_BACKEND:
        try:
            with get_connection(timeout=5):
                pass
        except (OSError, SMTPException) as error:
            hint = "Correct HUB_MAIL_URL; what waits is sent as soon as the server answers."
            found.append(Error(f"The mail server does not take mail: {error}", hint, id="hub.E008"))
    elif "filebased" in settings.EMAIL_BACKEND:
        local = urlsplit(settings.BASE_URL).hostname in LOOPBACK
        hint = "Set HUB_MAIL_URL, for example smtp+tls://user:password@mail.example.org:587."
        text = f"Mail is only written as files to {settings.EMAIL_FILE_PATH}."
        found.append(Info(text, hint, id="hub.I002") if local else Error(text, hint, id="hub.E009"))
    try:
        failed = OutboxMail.objects.filter(state=OutboxState.FAILED).count()
    except DatabaseError:
        return found  # database_is_sound says why
    if failed:
        hint = "Look at them under Outgoing mail in the admin: a wrong address, or a server that refuses."
        found.append(Warning(f"Mail that was given up: {failed}.", hint, id="hub.W004"))
    return found


@register("doctor")
def worker_works(app_configs, **kwargs):
    """No task and no mail has been due for long."""
    long_ago = timezone.now() - LONG_WAIT
    try:
        tasks = DBTaskResult.objects.ready().filter(enqueued_at__lt=long_ago).count()
        mails = OutboxMail.objects.due(long_ago).count()
    except DatabaseError:
        return []  # database_is_sound says why
    if not tasks and not mails:
        return []
    hint = "Start `python3 manage.py run`, or the worker alone: `python3 manage.py db_worker --backend slow --queue-name '*'`."
    text = f"The background worker is not at work: for over ten minutes, {tasks} tasks and {mails} mails have waited."
    return [Error(text, hint, id="hub.E010")]


@register("doctor")
def static_files_are_current(app_configs, **kwargs):
    """Pages meet the style sheet they were made for."""
    if preparation.static_is_current():
        return []
    hint = "Start `python3 manage.py run`: it collects them anew."
    return [Warning("The static files are older than the code.", hint, id="hub.W005")]
