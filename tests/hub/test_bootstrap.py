"""The way from a bare Python to `.venv`, walked for real with a lock of one tiny package that stands for Django."""

import ast
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from hub import bootstrap

ROOT = Path(__file__).resolve().parents[2]
MANAGEMENT = """
import sys
def execute_from_command_line(argv):
    import os
    print("prefix", sys.prefix)
    print("command", *argv[1:])
    print("handed over", os.environ.get("_HUB_HANDED_OVER", "cleared"), os.environ.get("PYTHONPATH", "no path"))
"""
# As pip 24 prints it, shortened in the middle.
PIP_DISK_FULL = """Collecting wagtail==8.0.1
  Downloading wagtail-8.0.1-py3-none-any.whl (9.4 MB)
ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device
"""


def make_wheel(folder, name, files):
    """A wheel by hand: `files` maps path to text. Returns the line for a hashed lock."""
    info = f"{name}-1.0.dist-info"
    files = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": f"[console_scripts]\n{name}-says = {name}:say\n",
    }
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for member, text in files.items():
            wheel.writestr(member, text)
        wheel.writestr(f"{info}/RECORD", "".join(f"{member},,\n" for member in [*files, f"{info}/RECORD"]))
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """A folder of wheels, and the two locks that name them."""
    folder = tmp_path_factory.mktemp("wheels")
    django = {
        "django/__init__.py": "def say():\n    print('django says')\n",
        "django/core/__init__.py": "",
        "django/core/exceptions.py": "class ImproperlyConfigured(Exception):\n    pass\n",
        "django/core/management/__init__.py": MANAGEMENT,
    }
    runtime = make_wheel(folder, "django", django)
    extra = make_wheel(folder, "extra", {"extra/__init__.py": "def say():\n    print('extra says')\n"})
    return folder, runtime, runtime + extra


class House:
    """A copy of the doors (`manage.py`, `hub/bootstrap.py`) in a folder of its own."""

    def __init__(self, root, shelf):
        self.root = root
        self.wheels, runtime, test = shelf
        (root / "hub").mkdir(parents=True)
        for name in (
            "manage.py",
            "hub/__init__.py",
            "hub/bootstrap.py",
            "hub/serving.py",
            "hub/quick_start.py",
        ):
            shutil.copy(ROOT / name, root / name)
        (root / "requirements.lock").write_text(runtime)
        (root / "requirements-test.lock").write_text(test)
        self.venv = root / ".venv"

    def environ(self, **more):
        clean = {
            key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "HUB_", "UV_"))
        }
        return {**clean, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels), "UV_OFFLINE": "1", **more}

    def manage(self, *arguments, python=None, **more):
        base = python or [sys._base_executable]
        return subprocess.run(
            [*base, "manage.py", *arguments],
            cwd=self.root,
            env=self.environ(**more),
            capture_output=True,
            text=True,
        )

    def start(self, *arguments):
        return subprocess.Popen(
            [sys._base_executable, "manage.py", *arguments], cwd=self.root, env=self.environ(), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def stamps(self):
        return sorted(path.name for path in self.venv.glob("*.sha256"))

    def litter(self):
        return [path.name for path in self.root.glob(".venv.*") if path.name != ".venv.lock"]


@pytest.fixture
def house(tmp_path, shelf):
    return House(tmp_path / "a house", shelf)


@pytest.fixture(scope="module")
def built(tmp_path_factory, shelf):
    """A house after its first `run`; tests that change it mend it themselves."""
    house = House(tmp_path_factory.mktemp("built") / "house", shelf)
    house.first = house.manage("run", "--port", "8123")
    return house


def test_first_run_builds_says_its_steps_and_hands_over(built):
    assert built.first.stderr == ""
    assert built.first.returncode == 0
    version = sys.version.split()[0]
    assert built.first.stdout.splitlines() == [
        f"step 1 of 5: Making .venv with Python {version}",
        "step 2 of 5: Installing the packages of requirements.lock (about a minute, most of it download)",
        f"prefix {built.venv}",
        "command run --port 8123",
        "handed over cleared no path",
    ]
    assert built.stamps() == ["hub-lock.sha256"]
    assert built.litter() == []


def test_second_start_reuses_it_and_installs_nothing(built):
    made = built.venv.stat().st_mtime_ns, (built.venv / built.stamps()[0]).stat().st_mtime_ns
    second = built.manage("run")
    assert second.stdout.splitlines()[0] == f"prefix {built.venv}"
    assert made == (built.venv.stat().st_mtime_ns, (built.venv / built.stamps()[0]).stat().st_mtime_ns)


def test_every_other_command_uses_it_too(built):
    assert f"prefix {built.venv}" in built.manage("migrate").stdout


def test_scripts_name_the_final_place(built):
    said = subprocess.run([built.venv / "bin" / "django-says"], capture_output=True, text=True)
    assert said.stdout == "django says\n"
    texts = [path.read_bytes() for path in (built.venv / "bin").iterdir() if not path.is_symlink()]
    assert not [text for text in texts if b".building-" in text]


def test_active_environment_is_neither_used_nor_inherited(built, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "django.py").write_text("raise SystemExit('the foreign one')")
    started = built.manage("migrate", VIRTUAL_ENV=str(other), CONDA_PREFIX=str(other), PYTHONPATH=str(other))
    assert started.stdout.splitlines() == [
        f"prefix {built.venv}",
        "command migrate",
        "handed over cleared no path",
    ]


def test_started_from_inside_it_stays(built):
    inside = built.manage("run", python=[str(built.venv / "bin" / "python")])
    assert inside.stdout.splitlines()[0] == f"prefix {built.venv}"


def test_test_adds_its_packages_to_the_same_environment(built):
    before = (built.venv / "pyvenv.cfg").stat().st_ino
    done = built.manage("test", "-k", "minutes")
    assert done.stdout.splitlines() == [
        "step 3 of 5: Installing the packages of the tests from requirements-test.lock",
        f"prefix {built.venv}",
        "command test -k minutes",
        "handed over cleared no path",
    ]
    assert built.stamps() == ["hub-lock.sha256", "hub-test-lock.sha256"]
    assert (built.venv / "pyvenv.cfg").stat().st_ino == before
    assert built.manage("test").stdout.splitlines()[0] == f"prefix {built.venv}"


@pytest.mark.parametrize("stamp", ["0" * 64, ""], ids=["of another lock", "cut off"])
def test_wrong_stamp_rebuilds(built, stamp):
    litter = built.venv / "left over"
    litter.touch()
    (built.venv / "hub-lock.sha256").write_text(stamp)
    assert "step 1 of 5" in built.manage("run").stdout
    assert not litter.exists()
    assert built.stamps() == ["hub-lock.sha256"]
    assert built.litter() == []


def test_changed_lock_rebuilds(built):
    lock = built.root / "requirements.lock"
    lock.write_text(lock.read_text() + "# renewed\n")
    assert "missing or outdated" in built.manage("migrate").stderr
    assert "step 1 of 5" in built.manage("run").stdout
    assert f"prefix {built.venv}" in built.manage("migrate").stdout


def test_interpreter_that_vanished_rebuilds(built):
    python = built.venv / "bin" / "python"
    python.unlink()
    python.symlink_to(built.root / "gone")
    assert "step 1 of 5" in built.manage("run").stdout


def test_environment_that_lost_its_packages_says_so_and_is_rebuilt_next_time(built):
    for package in built.venv.glob("lib/python*/site-packages/django"):
        shutil.rmtree(package)
    lost = built.manage("run")
    assert (lost.returncode, lost.stderr) == (
        1,
        "The environment .venv no longer fits its Python: start again and it is rebuilt.\n",
    )
    assert "step 1 of 5" in built.manage("run").stdout


def test_interpreter_takes_over_at_most_once(built):
    """The guard of a start that was handed over but is not in `.venv` ends it instead of looping."""
    again = built.manage("run", _HUB_HANDED_OVER="1")
    assert again.returncode == 1
    assert again.stderr.endswith(
        "does not start as an environment of its own: delete .venv and start again.\n"
    )


def test_killed_midway_leaves_nothing_that_counts(house):
    building = house.start("run")
    assert building.stdout.readline().startswith("step 1")
    assert building.stdout.readline().startswith("step 2")
    os.killpg(building.pid, signal.SIGKILL)
    building.communicate()
    assert not house.venv.exists()
    assert len(house.litter()) == 1
    assert f"prefix {house.venv}" in house.manage("run").stdout
    assert house.litter() == []


def test_second_start_waits_for_the_first(house):
    with open(house.root / ".venv.lock", "a+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        waiting = house.start("run")
        assert waiting.stdout.readline() == "Another start is building .venv: waiting for it.\n"
        assert waiting.poll() is None
        assert not house.venv.exists()
    out, _ = waiting.communicate(timeout=60)
    assert f"prefix {house.venv}" in out


def refused(done, sentence):
    assert (done.returncode, done.stderr) == (1, sentence + "\n")


def test_no_network(house):
    unreachable = {"PIP_NO_INDEX": "0", "PIP_FIND_LINKS": "", "PIP_INDEX_URL": "http://127.0.0.1:9/simple"}
    unreachable |= {
        "PIP_CONFIG_FILE": os.devnull,
        "UV_INDEX_URL": "http://127.0.0.1:9/simple",
        "UV_OFFLINE": "0",
    }
    refused(
        house.manage("run", **unreachable),
        "No network: the package index could not be reached; connect (or set PIP_INDEX_URL) and start again.",
    )
    assert not house.venv.exists()
    assert house.litter() == []


def test_package_with_another_hash_is_not_kept(house):
    lock = house.root / "requirements.lock"
    lock.write_text(lock.read_text().split("sha256:")[0] + "sha256:" + "0" * 64 + "\n")
    refused(
        house.manage("run"),
        "A downloaded package is not the one in the lock (its hash differs): nothing of it was kept.",
    )
    assert not house.venv.exists()


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_python_without_venv_names_the_debian_package(house, module):
    """Debian splits both modules off; a None in sys.modules is how Python itself marks a module as not to be had."""
    stripped = f"import sys, runpy; sys.modules['{module}'] = None; sys.argv = ['manage.py', 'run']; "
    stripped += "sys.path.insert(0, '.'); runpy.run_path('manage.py', run_name='__main__')"
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    done = subprocess.run(
        [sys._base_executable, "-c", stripped], cwd=house.root, capture_output=True, text=True,
        env=house.environ(PATH="/nowhere"),
    )  # fmt: skip
    refused(
        done,
        f"This Python has no complete venv module: install it (on Debian and Ubuntu `apt-get install "
        f"python{version}-venv`) and start again.",
    )


def test_other_commands_without_environment_say_one_sentence(house):
    refused(
        house.manage("migrate"),
        "The environment .venv is missing or outdated: start `python3 manage.py run` once.",
    )


def test_developers_environment_with_django_runs_other_commands(house, shelf, tmp_path):
    with zipfile.ZipFile(shelf[0] / "django-1.0-py3-none-any.whl") as wheel:
        wheel.extractall(tmp_path / "mine")
    mine = house.manage("migrate", PYTHONPATH=str(tmp_path / "mine"))
    assert f"prefix {sys.base_prefix}" in mine.stdout
    run = house.manage("run", PYTHONPATH=str(tmp_path / "mine"), HUB_NO_BOOTSTRAP="1")
    assert f"prefix {sys.base_prefix}" in run.stdout
    assert not house.venv.exists()


def test_folder_that_is_not_writable(house):
    """As another user than root, to whom everything is writable; everything is imported before the change of user."""
    if os.geteuid() == 0:
        become = "import os; os.setegid(65534); os.seteuid(65534); "
    else:
        become = ""
        house.root.chmod(0o500)
    started = f"from hub import bootstrap; {become}bootstrap.enter(['manage.py', 'run'])"
    done = subprocess.run(
        [sys._base_executable, "-c", started],
        cwd=house.root,
        env=house.environ(),
        capture_output=True,
        text=True,
    )
    house.root.chmod(0o700)
    refused(done, f"The folder {house.root} is not writable for you: .venv cannot be made there.")


def test_full_disk_is_named_whoever_meets_it():
    sentence = bootstrap.explain(PIP_DISK_FULL)
    assert sentence.startswith("The disk is full: .venv needs about 500 MB in ")
    with pytest.raises(OSError, match="No space left") as met, open("/dev/full", "w") as full:
        full.write("x")
    assert bootstrap.sentence_for(met.value) == sentence


def test_any_other_failure_shows_the_last_words():
    assert bootstrap.explain("a\nb\n\nERROR: no such wheel\n[notice] a new pip\n") == (
        "The packages could not be installed: b / ERROR: no such wheel"
    )


def test_old_pythons_can_read_the_door():
    """`manage.py` is parsed by whatever Python there is, to say that it is too old."""
    ast.parse((ROOT / "manage.py").read_text(), feature_version=(3, 4))
    lines = (ROOT / "manage.py").read_text().splitlines()
    check = next(number for number, line in enumerate(lines) if "sys.version_info < (3, 11)" in line)
    first_import = next(number for number, line in enumerate(lines) if "from hub import" in line)
    assert check < first_import
