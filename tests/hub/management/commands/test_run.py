"""`manage.py run` as a person meets it: started, looked at, stopped, started again."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests import migrated
from tests.servers import clean_environment

ROOT = Path(__file__).resolve().parents[4]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port, path):
    """(status, text) of a page; redirects are followed."""
    try:
        with urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def descendants(pid):
    """Process ids of everything below `pid`, from /proc."""
    found = []
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        found += [int(child), *descendants(child)]
    return found


def is_gone(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


class Installation:
    """A data folder of its own; `start` runs the command in it."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True)
        shutil.copy(
            migrated.template(), folder / "hub.sqlite3"
        )  # migrating takes half a minute and is tested elsewhere

    def environ(self, **more):
        return clean_environment(HUB_NO_BOOTSTRAP="1", HUB_DATA_DIR=str(self.folder), **more)

    def command(self, *arguments, **more):
        return subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environ(**more),
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip

    def start(self, *arguments, **more):
        return Running(self, free_port(), arguments, more)


class Running:
    """A started hub; `said` grows line by line until it is ready."""

    def __init__(self, installation, port, arguments, more):
        self.port, self.said = port, []
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "run", "--port", str(port), *arguments],
            cwd=ROOT, env=installation.environ(**more), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, start_new_session=True,
        )  # fmt: skip

    def __enter__(self):
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            if line.startswith("Ready:"):
                break
        else:
            pytest.fail("It ended before it was ready:\n" + "\n".join(self.said))
        return self

    def __exit__(self, *exc):
        if self.process.poll() is None:
            self.stop()

    def stop(self, number=signal.SIGINT):
        """As a terminal does: to the whole group. Returns (exit code, last words, processes left)."""
        below = descendants(self.process.pid)
        os.killpg(self.process.pid, number)
        last_words, _ = self.process.communicate(timeout=40)
        return self.process.returncode, last_words, [pid for pid in below if not is_gone(pid)]


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """With the sample, and static files collected: what is slow about a first start is done once here."""
    made = Installation(tmp_path_factory.mktemp("installed") / "var")
    with made.start(HUB_SAMPLE_PASSWORD="calm-water-bridge-42") as first:
        made.first_said = first.said
        made.first_pages = {
            path: get(first.port, path) for path in ("/healthz", "/", "/km/", "/accounts/login/")
        }
        style = re.search(r'href="(/static/hub/hub\.[0-9a-f]+\.css)"', made.first_pages["/"][1])
        made.first_style = get(first.port, style.group(1)) if style else (None, "no hashed style sheet")
        made.first_end = first.stop()
        made.first_port = first.port
    return made


def test_first_start_says_its_steps_addresses_and_sign_ins(installation):
    said = installation.first_said
    assert [line for line in said if line.startswith("step")] == [
        "step 3 of 5: The database is up to date",
        "step 4 of 5: Collecting and compressing the static files",
        "step 5 of 5: Loading the sample",
    ]
    assert f"  http://localhost:{installation.first_port}/km/  ខ្មែរ" in said
    assert [line for line in said if "secretariat@hub.example" in line]
    assert said[-1] == f"Ready: http://localhost:{installation.first_port}/  (Ctrl-C stops it)"


def test_it_serves_pages_in_production_dress(installation):
    assert {path: status for path, (status, _) in installation.first_pages.items()} == {
        "/healthz": 200,
        "/": 200,
        "/km/": 200,
        "/accounts/login/": 200,
    }
    assert installation.first_pages["/healthz"][1] == "ok\n"
    assert '<html lang="km"' in installation.first_pages["/km/"][1]
    assert installation.first_style[0] == 200


def test_ctrl_c_stops_both_and_frees_the_port(installation):
    code, last_words, left = installation.first_end
    assert (code, left) == (0, [])
    assert last_words.splitlines()[0] == "Stopping."
    with socket.create_server(("127.0.0.1", installation.first_port)):
        pass


def test_second_start_serves_at_once(installation):
    with installation.start() as again:
        assert again.said[0].startswith("step 3")  # another port: the addresses are others
    with Running(installation, again.port, (), {}) as third:
        assert third.said[0] == "Everything is up to date."
        assert [line for line in third.said if line.startswith("step")] == []
        assert get(third.port, "/healthz") == (200, "ok\n")
        began = time.monotonic()
        assert third.stop(signal.SIGTERM)[::2] == (0, [])
        assert time.monotonic() - began < 15


@pytest.mark.parametrize(("position", "name"), [(0, "web server"), (1, "background worker")])
def test_when_one_dies_the_other_stops_too(installation, position, name):
    with installation.start() as hub:
        below = descendants(hub.process.pid)
        children = [int(pid) for pid in children_of(hub.process.pid)]
        os.kill(children[position], signal.SIGKILL)
        last_words, _ = hub.process.communicate(timeout=40)
    assert (
        f"The {name} stopped by itself (exit code -9); stopping the other one too." in last_words.splitlines()
    )
    assert hub.process.returncode == 1
    assert [pid for pid in below if not is_gone(pid)] == []


def children_of(pid):
    """The direct children in the order of their start: the web server, then the worker."""
    return sorted(Path(f"/proc/{pid}/task/{pid}/children").read_text().split(), key=int)


def test_port_that_is_taken(installation):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = installation.command("run", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr == (
        f"CommandError: Port {port} is not free (Address already in use): stop what runs there, or choose another "
        f"one with `python3 manage.py run --port {port % 60000 + 1}`.\n"
    )


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        (
            {"HUB_BASE_URL": "http://hub.example.org"},
            "A setting is wrong: HUB_BASE_URL is http://hub.example.org",
        ),
        (
            {"HUB_DATABASE_URL": "postgres://nobody@127.0.0.1:9/none"},
            "The database does not do its part: connection",
        ),
    ],
    ids=["http for others", "database that does not answer"],
)
def test_wrong_setting_is_one_sentence(installation, variables, sentence):
    done = installation.command("run", "--port", str(free_port()), **variables)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_without_sample_the_first_administrator_comes_by_a_link(installation, tmp_path):
    empty = Installation(tmp_path / "var")
    shutil.copytree(installation.folder / "static", empty.folder / "static")
    shutil.copy(installation.folder / "static.sha256", empty.folder)
    with empty.start("--no-sample") as hub:
        assert "step 5 of 5: Without the sample" in hub.said
        link = next(line.strip() for line in hub.said if "/first-run/" in line)
        path = link.removeprefix(f"http://localhost:{hub.port}")
        status, page = get(hub.port, path)
        assert (status, 'type="password"' in page) == (200, True)
        assert get(hub.port, path[:-4] + "abc/")[0] in (404, 410)
    # A later plain start does not put a sample into a real installation, and the link is made anew.
    with empty.start() as later:
        assert "step 5 of 5: The sample needs no loading" in later.said
        assert get(later.port, path)[0] in (404, 410)
