"""Two processes that live and die together, with small real processes in the place of the server and the worker."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from hub import serving

ROOT = Path(__file__).resolve().parents[2]
PATIENT = (
    "import signal, time; signal.signal(signal.{0}, lambda *_: print('{1} got {0}', flush=True) or exit(0)); "
)
PATIENT += "print('{1} up', flush=True); time.sleep(60)"
STUBBORN = "import signal, subprocess, sys, time; [signal.signal(s, signal.SIG_IGN) for s in (2, 15)]; "
STUBBORN += (
    "child = subprocess.Popen(['sleep', '60']); print('stubborn up', child.pid, flush=True); time.sleep(60)"
)
DYING = "import sys, time; print('dying up', flush=True); time.sleep(0.3); sys.exit(3)"
START = "import sys; from hub import serving; serving.PATIENCE = {patience}; "
START += "sys.exit(serving.Pair({{'first': [sys.executable, '-c', {first!r}], "
START += "'second': [sys.executable, '-c', {second!r}]}}).until_end())"


def start(first, second, patience=15):
    pair = subprocess.Popen(
        [sys.executable, "-c", START.format(first=first, second=second, patience=patience)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    up = sorted(pair.stdout.readline().strip() for _ in range(2))
    return pair, up


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_signal_is_forwarded_to_both(name):
    pair, up = start(PATIENT.format(name, "first"), PATIENT.format(name, "second"))
    assert up == ["first up", "second up"]
    pair.send_signal(getattr(signal, name))
    out, _ = pair.communicate(timeout=10)
    assert sorted(out.splitlines()) == ["Stopping.", f"first got {name}", f"second got {name}"]
    assert pair.returncode == 0


def test_when_one_dies_the_other_is_stopped_and_it_says_which():
    pair, _ = start(PATIENT.format("SIGTERM", "first"), DYING)
    out, _ = pair.communicate(timeout=10)
    assert out.splitlines() == [
        "The second stopped by itself (exit code 3); stopping the other one too.",
        "first got SIGTERM",
    ]
    assert pair.returncode == 1


@pytest.mark.parametrize("how", ["patience ends", "second signal"])
def test_stubborn_one_is_ended_with_its_children(how):
    pair, up = start(
        PATIENT.format("SIGINT", "first"), STUBBORN, patience=1 if how == "patience ends" else 30
    )
    child = int(up[1].split()[-1])
    began = time.monotonic()
    pair.send_signal(signal.SIGINT)
    assert pair.stdout.readline() == "Stopping.\n"
    if how == "second signal":
        pair.send_signal(signal.SIGINT)
    pair.communicate(timeout=10)
    assert time.monotonic() - began < 5
    assert pair.returncode == 0
    assert not alive(child)


def test_what_goes_by_the_clock_is_done_again_and_again(tmp_path):
    """A command that fails is run again all the same; after the end it is not."""
    seen, ended = tmp_path / "seen", threading.Event()
    command = [sys.executable, "-c", f"open({str(seen)!r}, 'a').write('x'); raise SystemExit(1)"]
    clock = threading.Thread(target=serving.by_the_clock, args=(command, 0.05, ended))
    clock.start()
    for _ in range(200):
        if seen.exists() and len(seen.read_text()) >= 2:
            break
        time.sleep(0.1)
    ended.set()
    clock.join()
    assert len(seen.read_text()) >= 2


def test_the_mail_door_is_opened_only_where_it_has_a_port(monkeypatch):
    monkeypatch.delenv("HUB_LMTP_PORT", raising=False)
    assert list(serving.commands(8000)) == ["web server", "background worker"]
    monkeypatch.setenv("HUB_LMTP_PORT", "8024")
    assert serving.commands(8000)["mail door"][-1] == "serve_lmtp"
