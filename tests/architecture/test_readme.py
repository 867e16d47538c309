"""The README is what a newcomer believes: its tables agree with the code."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_settings_table_names_every_setting_and_no_other():
    read = set(
        re.findall(r'env\.\w+\(\s*"(HUB_\w+)"', (ROOT / "hub" / "settings.py").read_text(encoding="utf-8"))
    )
    assert set(re.findall(r"^\| `(HUB_\w+)` \|", README, re.MULTILINE)) == read


def test_it_shows_the_two_commands():
    assert "python3 manage.py run" in README
    assert "python3 manage.py test" in README


def test_commands_it_names_exist():
    named = set(re.findall(r"^    python3 manage\.py (\w+)", README, re.MULTILINE))
    ours = {path.stem for path in ROOT.glob("*/management/commands/*.py")}
    assert named <= ours


def test_rooms_on_the_map_exist():
    rooms = re.findall(r"^\* \*\*(\w+)/\*\*", README, re.MULTILINE)
    assert rooms == ["hub", "members", "meetings", "cms_pages", "templates", "tests"]
    assert [room for room in rooms if not (ROOT / room).is_dir()] == []
