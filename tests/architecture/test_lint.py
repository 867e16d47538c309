"""The tools that read the code instead of running it. One command runs them all: `manage.py test`."""

import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]
TYPED = ("actions", "ical", "documents", "caldav")  # rooms with data in and data out: types pay there
APPS = ("members", "meetings", "cms_pages")


def said_by(*command):
    """Nothing when the tool is content, else everything it printed."""
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr or f"exit {done.returncode}"


@pytest.mark.parametrize("command", [("check",), ("format", "--check")], ids=["rules", "format"])
def test_ruff(command):
    assert said_by("ruff", *command, "--no-cache", ".") == ""


def test_imports_point_down():
    """The contracts of `[tool.importlinter]`: the floors, and the layers inside each app."""
    assert lint_imports(no_cache=True) == 0


def test_templates():
    assert said_by("djlint", "--lint", "--quiet", "--allow-empty-input", "templates") == ""


def test_types_where_they_pay():
    rooms = [f"{app}/{room}" for app in APPS for room in TYPED if list((ROOT / app / room).glob("*.py"))]
    assert rooms == [] or said_by("mypy", *rooms) == ""
