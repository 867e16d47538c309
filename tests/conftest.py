"""How the suite meets the database, the disk and the browser. Fixtures of one part live beside its tests."""

import logging
import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import connections
from django.utils import translation
from playwright.sync_api import sync_playwright

from hub import context
from tests import migrated, services

ROOT = Path(__file__).resolve().parents[1]
ON_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
LEFT_OUT = pytest.StashKey[dict[str, int]]()


def pytest_collection_modifyitems(config, items):
    """Mark what runs on PostgreSQL too; leave out (and count) what this machine cannot run."""
    absent = {}
    for item in list(items):
        if services.touches_database(item):
            item.add_marker("database")
        if (name := services.missing(item)) and not services.MANDATORY:
            absent.setdefault(name, []).append(item)
            items.remove(item)
    config.hook.pytest_deselected(items=[item for left in absent.values() for item in left])
    config.stash[LEFT_OUT] = {name: len(left) for name, left in absent.items()}


def pytest_sessionfinish(session):
    if hasattr(session.config, "workeroutput"):  # one of several workers: the controller says it, once
        session.config.workeroutput["left_out"] = session.config.stash.get(LEFT_OUT, {})


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", {})


def pytest_terminal_summary(terminalreporter, config):
    for name, count in config.stash.get(LEFT_OUT, {}).items():
        terminalreporter.write_line(f"left out, no {name} here: {count}")


# --- Database -------------------------------------------------------------------------------------------------
# On SQLite each worker gets a file (in memory there is no WAL), copied from one that was migrated once.


@pytest.fixture(scope="session")
def django_db_keepdb():
    """The copy is complete already: keep it, do not migrate anew. PostgreSQL's is made and dropped."""
    return ON_SQLITE


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    if ON_SQLITE:
        test_file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        shutil.copy(migrated.template(), test_file)
        settings.DATABASES["default"]["TEST"]["NAME"] = str(test_file)
    elif worker := os.environ.get("PYTEST_XDIST_WORKER"):
        settings.DATABASES["default"]["TEST"]["NAME"] = f"test_hub_{worker}"
    yield
    connections.close_all()


@pytest.fixture(scope="session")
def migrated_rows():
    """Holds the rows that migrations made; filled before the first test that commits."""
    return {}


@pytest.fixture(autouse=True)
def _no_language_left_over():
    """A test begins in the language of the settings, whatever the last request of the one before it spoke."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def rows_of_migrations(request, migrated_rows):
    """A test that commits is followed by a flush, which also takes what migrations made: it is put back before the next."""
    marker = request.node.get_closest_marker("django_db")
    committing = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not (committing or (marker and marker.kwargs.get("transaction"))):
        return
    request.getfixturevalue("transactional_db")
    if not migrated_rows:
        migrated_rows.update(migrated.take())
    migrated.put_back(migrated_rows)
    cache.clear()


# --- Disk, passwords, tasks -----------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory):
    """Uploads and static files of the tests never meet those of the installation."""
    settings.DATA_DIR = tmp_path_factory.mktemp("data")
    for name, folder in (("MEDIA_ROOT", "media"), ("STATIC_ROOT", "static"), ("EMAIL_FILE_PATH", "mail")):
        setattr(settings, name, settings.DATA_DIR / folder)
        (settings.DATA_DIR / folder).mkdir()
    papers = storages["papers"]  # made when the models were loaded, with the folder of the installation
    papers._location = settings.DATA_DIR / "papers"
    for known in ("base_location", "location"):
        papers.__dict__.pop(known, None)
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ]  # the real one is slow on purpose


@pytest.fixture(scope="session", autouse=True)
def no_sample_asked():
    """Pages ask once a minute whether the sample is loaded; here never, so that query counts are always the same."""
    context._sample["asked_at"] = float("inf")


class Errors(logging.Handler):
    def __init__(self):
        super().__init__(logging.ERROR)
        self.messages = []

    def emit(self, record):
        self.messages.append(record.getMessage())


@pytest.fixture(autouse=True)
def task_errors():
    """The immediate task backend swallows exceptions and logs them: any such record fails the test.

    A test that expects one compares this list and clears it.
    """
    handler = Errors()
    logger = logging.getLogger("django_tasks")
    logger.addHandler(handler)
    yield handler.messages
    logger.removeHandler(handler)
    assert handler.messages == []


# --- Browser --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium(django_db_setup, django_db_blocker):
    """A headless Chromium. Its driver keeps an event loop in this thread: Django's guard would take it for ours, and
    gives this thread other connection objects from here on.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=services.CHROMIUM, args=options)
        yield browser
        browser.close()
        with django_db_blocker.unblock():
            connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(chromium, live_server):
    """A fresh page at the running site; `page.goto("/en/")` is relative to it."""
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
