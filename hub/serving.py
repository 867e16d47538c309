"""The site and its background worker, side by side until one signal stops both. Standard library only.

`manage.py run` ends by becoming this module (`python -m hub.serving PORT`), so that what watches the two costs a few
megabytes instead of a whole Django. Each child leads a session of its own: a Ctrl-C of the terminal reaches only this
process, which forwards it to the *main* process of each. (Sent to the whole group at once it made granian's main
process and its workers stop each other, and hung two starts in four.)
"""

import contextlib
import http.client
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"  # whoever serves others puts a proxy with TLS before it
PATIENCE = 15  # seconds for running requests and a running task; granian kills its own workers after 5
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
    return {
        "web server": [sys.executable, "-m", *granian],
        "background worker": [sys.executable, *worker],
    }


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


def announce(port: int, base_url: str, seconds: float = 60) -> None:
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


def main() -> int:
    port = int(sys.argv[1])
    pair = Pair(commands(port))
    base_url = os.environ.get("HUB_BASE_URL", f"http://localhost:{port}")
    threading.Thread(target=announce, args=(port, base_url), daemon=True).start()
    return pair.until_end()


if __name__ == "__main__":
    sys.exit(main())
