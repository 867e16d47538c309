"""No secret of an address stands in a log, whichever address of ours carries one."""

import logging
import re

import pytest

from hub.logs import WithoutTokens
from tests.architecture.access import ADDRESSES

SECRET = "7-abcdefghijklmnopqrstuvwxyz"
WITH_SECRETS = [route for route in ADDRESSES if "<str:token>" in route]


@pytest.mark.parametrize("route", WITH_SECRETS)
def test_every_address_with_a_secret_is_logged_without_it(route):
    path = "/" + re.sub(r"<[^>]+>", "en", route.replace("<str:token>", SECRET))
    record = logging.LogRecord("x", logging.INFO, "", 0, '"GET %s?lang=km HTTP/1.1" 200', (path,), None)
    assert WithoutTokens().filter(record)
    assert SECRET not in record.getMessage()
    assert path.split(SECRET)[0] in record.getMessage()


def test_there_are_some():
    assert len(WITH_SECRETS) > 6
