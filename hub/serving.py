"""The site, its background worker and, where it has a port, the mail door, until one signal stops them all.

Standard library only.

`manage.py run` ends by becoming this module (`python -m hub.serving PORT`), so that what watches the two costs a few
megabytes instead of a whole Django. Each child leads a session of its own: a Ctrl-C of the terminal reaches only this
process, which forwards it to the *main* process of each. (Sent to the whole group at once it made granian's main
process and its workers stop each other, and hung two starts in four.)
"""

import argparse
import contextlib
import http.client
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from hub import quick_start

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"  # whoever serves others puts a proxy with TLS before it
PORT = 8000
PATIENCE = 15  # seconds for running requests and a running task; granian kills its own workers after 5
EVERY = 600  # seconds between two looks at what goes by the clock
SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def commands(port: int) -> dict[str, list[str]]:
    """What runs, by the name a person is told."""
    granian = ["granian", "hub.wsgi:application", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    granian += ["--workers", "2", "--blocking-threads", "3", "--backpressure", "64", "--http", "1", "--no-ws"]
    granian += ["--workers-kill-timeout", "5", "--log-level", "warning"]
    worker = [
        str(ROOT / "manage.py"),
        "db_worker",
        "--backend",
        "slow",
        "--queue-name",
        "*",
        "--verbosity",
        "0",
    ]
    if nice := shutil.which("nice"):  # who waits for a page goes before who waits for a mail
        worker = [nice, "-n", "5", sys.executable, *worker]
    else:
        worker = [sys.executable, *worker]
    found = {
        "web server": [sys.executable, "-m", *granian],
        "background worker": worker,
    }
    if os.environ.get("HUB_LMTP_PORT", "0") != "0":
        found["mail door"] = [sys.executable, str(ROOT / "manage.py"), "serve_lmtp"]
    return found


class Pair:
    """Processes that live and die together."""

    def __init__(self, commands: dict[str, list[str]]):
        self.events: queue.SimpleQueue = queue.SimpleQueue()  # a signal number, or the name of who has ended
        self.processes: dict[str, subprocess.Popen] = {}
        for number in SIGNALS:  # before the first child starts, so that none is ever left alone
            signal.signal(number, lambda received, _frame: self.events.put(received))
        for name, command in commands.items():
            self.processes[name] = subprocess.Popen(command, cwd=ROOT, start_new_session=True)  # noqa: S603 - ours
            threading.Thread(target=self._watch, args=(name,), daemon=True).start()

    def _watch(self, name: str) -> None:
        self.processes[name].wait()
        self.events.put(name)

    def until_end(self) -> int:
        """Wait for a signal or for the first to end, stop the rest. Returns the exit code."""
        event = self._next()
        if isinstance(event, str):
            code = self.processes[event].returncode
            print(
                f"The {event} stopped by itself (exit code {code}); stopping the other one too.", flush=True
            )
            self.stop(signal.SIGTERM)
            return 1
        print("Stopping.", flush=True)
        self.stop(event)
        return 0

    def stop(self, number: int) -> None:
        """Ask each main process to end; after `PATIENCE` or a second signal, end whatever is left of their sessions."""
        for process in self._running():
            process.send_signal(number)
        end = time.monotonic() + PATIENCE
        while self._running():
            with contextlib.suppress(queue.Empty):
                if isinstance(self._next(end - time.monotonic()), int):
                    break
            if time.monotonic() >= end:
                break
        for process in self.processes.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
            process.wait()

    def _running(self) -> list[subprocess.Popen]:
        return [process for process in self.processes.values() if process.poll() is None]

    def _next(self, timeout: float | None = None) -> int | str:
        if timeout is not None:
            return self.events.get(timeout=max(timeout, 0.01))
        while True:  # in short waits: on Windows a signal does not interrupt a long one
            with contextlib.suppress(queue.Empty):
                return self.events.get(timeout=0.5)


def by_the_clock(command: list[str], seconds: float, ended: threading.Event) -> None:
    """Run `command` every so many seconds until `ended` is set; what it does is its own affair, as is its failure."""
    while not ended.wait(seconds):
        subprocess.run(command, cwd=ROOT, check=False)  # noqa: S603 - ours


def announce(port: int, base_url: str, seconds: float = 600) -> None:
    """Print the address as soon as the site answers there. Any answer counts, also a redirect to https."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        connection = http.client.HTTPConnection(HOST, port, timeout=5)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/healthz", headers={"Host": urlsplit(base_url).netloc})
            connection.getresponse()
            print(f"Ready: {base_url}/  (Ctrl-C stops it)", flush=True)
            return
        time.sleep(0.1)


def asked_port(argv: list[str]) -> int | None:
    """The port that `run` was asked for; None when it is no number: the command itself explains that."""
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--port", type=int, default=PORT)
    try:
        return parser.parse_known_args(argv[2:])[0].port
    except argparse.ArgumentError:
        return None


def choose_base_url(argv: list[str]) -> None:
    """Before the settings are read: a `run` on another port is reached there, unless HUB_BASE_URL says otherwise."""
    os.environ.setdefault("HUB_BASE_URL", f"http://localhost:{asked_port(argv)}")


class PortTaken(Exception):
    """The sentence that says so."""


def refuse_taken(port: int) -> None:
    """Raise PortTaken unless a server can listen on the port."""
    with socket.socket() as probe:
        if os.name == "posix":  # a port that was left a moment ago counts as free, as it does for the server
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise PortTaken(
                f"Port {port} is not free ({reason}): stop what runs there, or choose another one with "
                f"`python3 manage.py run --port {port % 60000 + 1}`."
            ) from error


def resume(argv: list[str]) -> None:
    """Serve at once when nothing has changed since the last `run`, else return and let the command look."""
    words = quick_start.remembered()
    port = asked_port(argv)
    if (
        words is None
        or port is None
        or not set(argv[2:]) <= {"--port", f"--port={port}", str(port), "--no-sample"}
    ):
        return
    try:
        refuse_taken(port)
    except PortTaken as error:
        sys.exit(f"CommandError: {error}")
    print(f"Everything is up to date.\n{words}", flush=True)
    become(port)


def become(port: int) -> None:
    """Turn the process that prepared everything into the one that watches; the terminal keeps the same process."""
    command = [sys.executable, "-m", "hub.serving", str(port)]
    os.chdir(ROOT)
    if os.name != "posix":
        sys.exit(subprocess.run(command).returncode)  # noqa: S603 - ours
    os.execv(command[0], command)  # noqa: S606 - ours


def main() -> int:
    port = int(sys.argv[1])
    pair = Pair(commands(port))
    base_url = os.environ.get("HUB_BASE_URL", f"http://localhost:{port}")
    threading.Thread(target=announce, args=(port, base_url), daemon=True).start()
    due = [sys.executable, str(ROOT / "manage.py"), "send_due"]
    threading.Thread(target=by_the_clock, args=(due, EVERY, threading.Event()), daemon=True).start()
    return pair.until_end()


if __name__ == "__main__":
    sys.exit(main())
