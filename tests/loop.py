"""`python -m tests.loop`: the loop for real on a database of its own, and how long each way takes.

As root, on a machine with Postfix and Dovecot; nothing of their own configuration is touched. The same code as in
`tests/stories/test_loop.py`.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

TIMES = 10
WHAT = ("the whole round", "of it the answer", "a second answer")


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="hub-loop-"))
    try:
        _prepare(folder)
        _go_round(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _prepare(folder: Path) -> None:
    """Settings of an installation must not change what happens here, nor may this change an installation."""
    for name in [name for name in os.environ if name.startswith("HUB_")]:
        del os.environ[name]
    os.environ |= {"HUB_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "hub.settings"}
    import django  # noqa: PLC0415 - it reads the variables above

    django.setup()
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    from tests import migrated  # noqa: PLC0415

    setup_test_environment()
    shutil.copy(migrated.template(), folder / "hub.sqlite3")


def _go_round(folder: Path) -> None:
    from tests.stories.post import HOSTED, HUB, open_post  # noqa: PLC0415 - they need Django set up
    from tests.stories.round import go_round  # noqa: PLC0415

    own = folder / "serve_lmtp"
    own.mkdir()
    with open_post(own) as post:
        for domain, way in ((HUB, "LMTP"), (HOSTED, "IMAP")):
            with post.of(domain):
                rounds = [go_round(post, domain) for _time in range(TIMES)]
            for what, times in zip(WHAT, zip(*rounds, strict=True), strict=True):
                sys.stdout.write(
                    f"{way}, {what}: {min(times):.2f} s at best, {median(times):.2f} s in the middle, "
                    f"{max(times):.2f} s at worst\n"
                )


if __name__ == "__main__":
    main()
