"""What may not stand in a log: the secret part of an address."""

import logging
import re

_SECRET_PATH = re.compile(
    r"(/(?:calendar/[po]|rsvp|poll|reminders|first-run|invited|accounts/password/reset/key)/)[^\s/\"'?]+"
)


def without_tokens(text: str) -> str:
    """Replace the secret of every address of ours in `text` by three dots."""
    return _SECRET_PATH.sub(r"\1...", text)


class WithoutTokens(logging.Filter):
    """Cuts secrets out of the finished message; drops the request object, which carries them too."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = without_tokens(record.getMessage())
        record.args = None
        return True
