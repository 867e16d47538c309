"""From a bare Python to the project's own environment: `.venv`, built from the hashed lock. Standard library only.

`manage.py` calls `enter()` before anything of Django is imported. What holds at every moment:

* `.venv` counts only if the stamp in it equals the SHA-256 of the lock; the stamp is written last, so a build that was
  killed, cut off or ran out of disk is simply built again.
* It grows under a temporary name and takes its place by a rename; whatever environment is active stays untouched.
* The test packages are added to the same `.venv`, with a second stamp of their own.
* Another interpreter takes over at most once (`HANDED_OVER`), and a file lock keeps two starts from building at once.
"""

import contextlib
import errno
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
WINDOWS = os.name == "nt"
HANDED_OVER = "_HUB_HANDED_OVER"
BUILDERS = {"run": ("requirements.lock",), "test": ("requirements.lock", "requirements-test.lock")}
STEPS = (
    5  # of `run` and of `test` alike: environment and packages here, the other three in the command itself
)
STAMPS = {"requirements.lock": "hub-lock.sha256", "requirements-test.lock": "hub-test-lock.sha256"}
# Variables of an active environment, or of its user, that would leak foreign packages into ours.
FOREIGN = ("VIRTUAL_ENV", "CONDA_PREFIX", "CONDA_DEFAULT_ENV", "PYTHONHOME", "PYTHONPATH", "PYTHONUSERBASE")
FOREIGN += ("PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_ROOT", "PIP_PYTHON", "__PYVENV_LAUNCHER__")

NO_NETWORK = re.compile(
    r"NewConnectionError|Failed to establish a new connection|name resolution|Name or service not known|"
    r"ConnectTimeout|ReadTimeout|Read timed out|Connection refused|Network is unreachable|ProxyError|"
    r"Connection aborted|Connection reset|dns error|error sending request|getaddrinfo failed",
    re.IGNORECASE,
)


class Refusal(Exception):
    """The one sentence that says why it does not go on."""


def enter(argv: list[str]) -> None:
    """Return when this interpreter may run Django's command, else hand over to `.venv` (building it for run and test).

    Ends the process with exit code 1 and one sentence when the environment cannot be had.
    """
    try:
        _enter(argv)
    except Refusal as refusal:
        sys.exit(str(refusal))
    except OSError as error:
        sys.exit(sentence_for(error))
    except KeyboardInterrupt:
        sys.exit("Interrupted; the next start goes on from here.")


def _enter(argv: list[str]) -> None:
    handed_over = os.environ.pop(HANDED_OVER, None)
    if os.environ.get("HUB_NO_BOOTSTRAP") == "1":
        return
    command = argv[1] if len(argv) > 1 else "help"
    venv = ROOT / ".venv"
    locks = BUILDERS.get(command, ("requirements.lock",))
    if not all(matches(venv, lock) for lock in locks):
        if command not in BUILDERS:
            if importlib.util.find_spec("django") is None:
                raise Refusal(
                    "The environment .venv is missing or outdated: start `python3 manage.py run` once."
                )
            return  # a developer's own environment, which already has what is needed
        build(venv, locks)
    if Path(sys.prefix).resolve() == venv.resolve():
        if importlib.util.find_spec("django") is None:  # its Python was replaced under it by a newer one
            (venv / STAMPS["requirements.lock"]).unlink(missing_ok=True)
            raise Refusal("The environment .venv no longer fits its Python: start again and it is rebuilt.")
        return
    if handed_over:
        raise Refusal(
            f"{python_of(venv)} does not start as an environment of its own: delete .venv and start again."
        )
    hand_over(venv, argv)


def matches(venv: Path, lock: str) -> bool:
    """Whether `venv` was finished from exactly this lock file (and its interpreter is still there)."""
    try:
        stamp = (venv / STAMPS[lock]).read_text(encoding="ascii").strip()
    except OSError:
        return False
    return stamp == fingerprint(lock) and python_of(venv).exists()


def fingerprint(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def python_of(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if WINDOWS else "bin/python")


def build(venv: Path, locks: tuple[str, ...]) -> None:
    """Make `venv` match every lock of `locks`: the first by building anew, the others by adding to it."""
    with alone(venv):
        runtime, *extras = locks
        if not matches(venv, runtime):
            fresh(venv, runtime)
        for number, lock in enumerate(extras, start=3):
            if not matches(venv, lock):
                say(number, f"Installing the packages of the tests from {lock}")
                install(venv, lock)
                stamp(venv, lock)


def fresh(venv: Path, lock: str) -> None:
    if WINDOWS and Path(sys.prefix).resolve() == venv.resolve():
        raise Refusal(
            "This Python is the outdated .venv itself: start with the system's, `py manage.py run`."
        )
    for leftover in venv.parent.glob(f"{venv.name}.*-*"):  # of builds that were killed
        shutil.rmtree(leftover, ignore_errors=True)
    growing = venv.with_name(f"{venv.name}.building-{os.getpid()}")
    try:
        say(1, f"Making {venv.name} with Python {sys.version.split()[0]}")
        make(growing)
        say(2, f"Installing the packages of {lock} (about a minute, most of it download)")
        install(growing, lock)
        settle(growing, venv)
    except BaseException:
        shutil.rmtree(growing, ignore_errors=True)
        raise
    stamp(venv, lock)


def make(growing: Path) -> None:
    seeder = shutil.which("uv")  # uv installs from outside, without a pip inside
    if importlib.util.find_spec("venv") is None or not (seeder or importlib.util.find_spec("ensurepip")):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Refusal(
            f"This Python has no complete venv module: install it (on Debian and Ubuntu `apt-get install "
            f"python{version}-venv`) and start again."
        )
    base = getattr(sys, "_base_executable", None) or sys.executable
    quiet([base, "-m", "venv", *(["--without-pip"] if seeder else []), str(growing)])


def install(venv: Path, lock: str) -> None:
    """Install the lock, hashes required; by uv where it is on the PATH, else (or when uv cannot) by pip."""
    python = str(python_of(venv))
    wanted = ["install", "--require-hashes", "--no-deps", "-r", str(ROOT / lock)]
    packages = (ROOT / lock).read_text(encoding="utf-8").count("==")
    uv = shutil.which("uv")
    if uv:
        try:
            quiet([uv, "pip", *wanted, "--compile-bytecode", "--python", python])
            return
        except Refusal as refusal:
            print(f"  uv could not ({refusal}); trying pip", flush=True)
    if subprocess.run([python, "-c", "import pip"], capture_output=True).returncode:
        quiet([python, "-m", "ensurepip", "--default-pip"])
    quiet(
        [python, "-m", "pip", *wanted, "--no-input", "--disable-pip-version-check", "--retries", "2"],
        packages,
    )


def settle(growing: Path, venv: Path) -> None:
    """Put the finished environment in its place. Scripts name their interpreter by path: they get the final one."""
    for script in python_of(growing).parent.iterdir():
        if script.is_file() and not script.is_symlink():
            body = script.read_bytes()
            named = body.replace(os.fsencode(growing.name), os.fsencode(venv.name))
            if named != body and not body.startswith(b"MZ"):  # a Windows launcher's length is part of it
                script.write_bytes(named)
    if venv.exists() or venv.is_symlink():
        old = venv.with_name(f"{venv.name}.old-{os.getpid()}")
        venv.rename(old)
        growing.rename(venv)
        old.unlink() if old.is_symlink() else shutil.rmtree(old)
    else:
        growing.rename(venv)


def stamp(venv: Path, lock: str) -> None:
    (venv / STAMPS[lock]).write_text(fingerprint(lock) + "\n", encoding="ascii")


def quiet(arguments: list[str], packages: int = 0) -> None:
    """Run a step; its output is shown only when it fails, shortened to the sentence that explains it.

    With `packages`, a terminal shows how many of them pip has come to.
    """
    lines, collected = [], 0
    with subprocess.Popen(
        arguments,
        env=own_environ(),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout:
            lines.append(line)
            if packages and line.startswith("Collecting ") and sys.stdout.isatty():
                collected += 1
                print(f"\r  {collected} of {packages} packages", end="", flush=True)
    if collected:
        print()
    if process.returncode:
        raise Refusal(explain("".join(lines)))


def explain(output: str) -> str:
    """The one sentence for a failed step, from what pip, uv or venv printed."""
    if "No space left on device" in output:
        return sentence_for(OSError(errno.ENOSPC, ""))
    if "DO NOT MATCH THE HASHES" in output or "Hash mismatch" in output:
        return "A downloaded package is not the one in the lock (its hash differs): nothing of it was kept."
    if NO_NETWORK.search(output):
        return "No network: the package index could not be reached; connect (or set PIP_INDEX_URL) and start again."
    if "Permission denied" in output:
        return sentence_for(OSError(errno.EACCES, ""))
    lines = [line.strip() for line in output.splitlines() if line.strip() and not line.startswith("[notice]")]
    return "The packages could not be installed: " + (" / ".join(lines[-2:]) or "no reason was given.")


FULL = (errno.ENOSPC, errno.EDQUOT)
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


def sentence_for(error: OSError) -> str:
    if error.errno in FULL:
        return f"The disk is full: .venv needs about 500 MB in {ROOT}; make room and start again."
    if error.errno in FORBIDDEN:
        return f"The folder {ROOT} is not writable for you: .venv cannot be made there."
    return f"The environment .venv could not be made: {error}"


def is_about_the_disk(error: OSError) -> bool:
    return error.errno in (*FULL, *FORBIDDEN) and bool(error.filename or error.errno in FULL)


def sentence_for_data(error: OSError) -> str:
    """What to do when not `.venv` but the data of the hub cannot be written."""
    if error.errno in FULL:
        return "The disk is full: make room where HUB_DATA_DIR points (by default var/) and start again."
    return f"{error.filename} is not writable for you: set HUB_DATA_DIR to a folder of yours and start again."


@contextlib.contextmanager
def alone(venv: Path) -> Iterator[None]:
    """Only one start builds; a second one waits, then finds the work done."""
    with open(venv.with_name(f"{venv.name}.lock"), "a+b") as handle:
        if WINDOWS:
            import msvcrt  # noqa: PLC0415 - each system has only one of the two

            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - as above

            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("Another start is building .venv: waiting for it.", flush=True)
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def hand_over(venv: Path, argv: list[str]) -> NoReturn:
    arguments = [str(python_of(venv)), *argv]
    environ = {**own_environ(), HANDED_OVER: "1"}
    sys.stdout.flush()
    if WINDOWS:  # exec there starts a new process and gives the terminal back at once
        sys.exit(subprocess.run(arguments, env=environ).returncode)
    os.execve(arguments[0], arguments, environ)  # noqa: S606 - our own interpreter, our own arguments


def own_environ() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key not in FOREIGN}


def say(step: int, what: str) -> None:
    print(f"step {step} of {STEPS}: {what}", flush=True)
