"""Servers that tests start as processes of their own, on free ports of this machine: the hub under granian as `run`
starts it, on the database of the tests, and Radicale to measure against.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from hub.serving import commands

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 120  # seconds: two busy cores may take long to import a Django twice


def free_port() -> int:
    """A port that nobody listens on; taken by the caller at once."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A process that leads a session of its own, with whatever it starts."""

    def __init__(self, command: list[str], port: int, *, env: dict[str, str], log: Path):
        self.port, self.log = port, log
        self.url = f"http://127.0.0.1:{port}"
        with open(log, "wb") as output:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=env, stdout=output, stderr=output, start_new_session=True
            )

    def wait(self, workers: int = 0) -> None:
        """Until it listens, and until `workers` children are there; raises with what it said if it ends before."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(self.log.read_text())
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=2).close()
            except OSError:
                time.sleep(0.05)
                continue
            if len(self.pids()) > workers:
                return
        raise TimeoutError(self.log.read_text())

    def pids(self) -> list[int]:
        """The process and everything of its session."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    session = (entry / "stat").read_text().rpartition(")")[2].split()[3]
                except OSError:  # it ended meanwhile
                    continue
                if int(session) == self.process.pid:
                    found.append(int(entry.name))
        return sorted(found)

    def cpu(self) -> float:
        """CPU seconds that all of them have used so far, threads that have ended among them (Linux, nanoseconds)."""
        return sum(time.clock_gettime((~pid << 3) | 2) for pid in self.pids())

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def clean_environment(**changes: str) -> dict[str, str]:
    """For a process of its own: without what the hub reads, and what the browser of the tests sets for Django."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("HUB_", "DJANGO_"))}
    return {**clean, **changes}


def hub_environment(folder: Path, **environment: str) -> dict[str, str]:
    """What a process of the hub needs to work on the database of this test, which must commit
    (`django_db(transaction=True)`); `folder` becomes its data folder.
    """
    database = connection.settings_dict
    where = {"HUB_DATA_DIR": str(folder), "HUB_SECRET_KEY": settings.SECRET_KEY}
    if connection.vendor == "sqlite":
        (folder / "hub.sqlite3").symlink_to(database["NAME"])
    else:
        host = f"{database['HOST']}:{database['PORT'] or 5432}"
        where["HUB_DATABASE_URL"] = (
            f"postgres://{database['USER']}:{database['PASSWORD']}@{host}/{database['NAME']}"
        )
    return clean_environment(**where, **environment)


@contextmanager
def hub_server(folder: Path, **environment: str) -> Iterator[Server]:
    """The hub with two workers on the database of this test, see `hub_environment`."""
    port = free_port()
    env = hub_environment(folder, HUB_BASE_URL=f"http://127.0.0.1:{port}", **environment)
    server = Server(commands(port)["web server"], port, env=env, log=folder / "server.log")
    try:
        server.wait(workers=2)
        yield server
    finally:
        server.stop()


@contextmanager
def radicale_server(folder: Path, *, users: str = "") -> Iterator[Server]:
    """Radicale with its defaults; collections below `/<name>/`.

    `users` are lines "name:password", which it compares as they are: the cheapest check it has. Without them it
    takes anybody who says a name.
    """
    port = free_port()
    config, passwords = folder / "radicale.ini", folder / "radicale.users"
    passwords.write_text(users)
    known = f"type = htpasswd\nhtpasswd_filename = {passwords}\nhtpasswd_encryption = plain"
    config.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n"
        f"[auth]\n{known if users else 'type = none'}\n[rights]\ntype = authenticated\n"
        f"[storage]\nfilesystem_folder = {folder / 'collections'}\n[logging]\nlevel = error\n"
    )
    command = [sys.executable, "-m", "radicale", "--config", str(config)]
    server = Server(command, port, env=clean_environment(), log=folder / "radicale.log")
    try:
        server.wait()
        yield server
    finally:
        server.stop()
