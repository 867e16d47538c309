"""What tests need of the machine: PostgreSQL, Redis, Chromium, Node, Postfix, Dovecot. Absent: the tests are left out and
counted; in CI a failure.
"""

import functools
import os
import shutil
import socket
from pathlib import Path
from urllib.parse import urlsplit

POSTGRES = os.environ.get("HUB_TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("HUB_TEST_REDIS_URL", "redis://127.0.0.1:6379/9")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
NODE = shutil.which("node") or ""
PARSERS = Path(__file__).parent / "parsers"  # with its packages, see `.ci/run`
MANDATORY = os.environ.get("CI") == "true"


@functools.cache
def answers(url: str) -> bool:
    """Whether something listens at the address of `url`."""
    address = urlsplit(url)
    try:
        socket.create_connection((address.hostname, address.port), timeout=2).close()
    except OSError:
        return False
    return True


@functools.cache
def may_start(program: str) -> bool:
    """Whether a server is installed that only root may start, and this is root. It lies where only root looks."""
    return os.geteuid() == 0 and Path(f"/usr/sbin/{program}").exists()


def missing(item) -> str:
    """The name of what a test needs and this machine does not have; empty when it has everything."""
    needed = set()
    if marker := item.get_closest_marker("service"):
        needed = set(marker.args) or {"PostgreSQL", "Redis"}
    if "PostgreSQL" in needed and not answers(POSTGRES):
        return "PostgreSQL"
    if "Redis" in needed and not answers(REDIS):
        return "Redis"
    for name in ("Postfix", "Dovecot"):
        if name in needed and not may_start(name.lower()):
            return name
    if "Node" in needed and not (NODE and (PARSERS / "node_modules" / "ical.js").is_dir()):
        return "Node with the packages of tests/parsers"
    if item.get_closest_marker("browser") and not CHROMIUM:
        return "Chromium"
    return ""


def touches_database(item) -> bool:
    """Whether a test of a room that talks to the database does so: those run on PostgreSQL too."""
    rooms = {"models", "actions", "importers", "search", "stories", "hub"}
    path = Path(item.location[0])
    in_room = rooms & {*path.parts, *path.stem.split("_")}
    uses = item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)
    return bool(in_room and uses and not item.get_closest_marker("browser"))
