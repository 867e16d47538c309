"""All tests, in three passes: everything on SQLite, what talks to the database on PostgreSQL, the cache on Redis."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from tests import services

ROOT = Path(__file__).resolve().parents[1]
PASSES = (
    # name, address of the service or None, variables, arguments
    ("everything on SQLite", None, {}, []),
    (
        "database on PostgreSQL",
        services.POSTGRES,
        {"HUB_DATABASE_URL": services.POSTGRES},
        ["-m", "database"],
    ),
    ("cache on Redis", services.REDIS, {"HUB_CACHE_URL": services.REDIS}, ["-m", "cache", "-n", "0"]),
)


def say(words):
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def run(variables, arguments):
    """Run pytest, passing its output on. Returns (exit code, its closing line)."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "auto",
        "--maxprocesses",
        "8",
        "--dist",
        "load",
    ]
    command += ["--color", "yes" if sys.stdout.isatty() else "no", *arguments]
    closing = "no closing line"
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            if re.search(r"\d+ (passed|failed|errors?)\b", line):
                closing = line.strip().strip("= ")
    return process.returncode, closing


def count(arguments):
    """How many tests a pass would have run, in pytest's words."""
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", *arguments]
    lines = subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout.splitlines()
    return next((line for line in reversed(lines) if "collected" in line), "none could be collected")


def main():
    """Run the passes; exit code 1 when one of them failed, or is missing in CI."""
    results, failed = [], False
    for name, service, variables, arguments in PASSES:
        say(f"\n--- {name}")
        if service and not services.answers(service):
            address = service.rpartition("@")[2]
            results.append(f"{name}: left out, nothing answers at {address}: {count(arguments)}")
            failed |= services.MANDATORY
            continue
        began = time.monotonic()
        code, closing = run(variables, arguments)
        results.append(
            f"{name}: {closing} ({'ok' if code == 0 else 'FAILED'}, {time.monotonic() - began:.0f} s)"
        )
        failed |= code != 0
    say("\n--- sum\n" + "\n".join(results))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
