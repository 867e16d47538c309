"""Secrets that are derived, not stored: answer links and plus-addresses.

`HMAC(secret, purpose, id, key version)`: a stolen database answers for nobody, and a link can still be printed
again into every mail and feed. Lower-case base32, since some mail servers fold case.
"""

import base64
import hmac
from hashlib import sha256

from django.conf import settings
from django.utils.crypto import constant_time_compare
from django.utils.http import base36_to_int, int_to_base36

_BYTES = 16  # 128 bits


def derive(purpose: str, identifier: int | str, version: int = 1) -> str:
    """26 lower-case characters that only this installation can make for (purpose, identifier, version)."""
    text = f"{purpose}:{identifier}:{version}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), text, sha256).digest()[:_BYTES]
    return base64.b32encode(digest).decode().rstrip("=").lower()


def matches(token: str, purpose: str, identifier: int | str, version: int = 1) -> bool:
    """Compare in constant time."""
    return constant_time_compare(token.lower(), derive(purpose, identifier, version))


def hashed(token: str) -> str:
    """How a random key is stored: SHA-256 in hex. Its 128 bits of chance need no slow hash."""
    return sha256(token.encode()).hexdigest()


def token_for(purpose: str, pk: int, version: int = 1) -> str:
    """A token that names its row and proves it: `<pk in base 36>-<26 characters>`."""
    return f"{int_to_base36(pk)}-{derive(purpose, pk, version)}"


def pk_in(token: str) -> int | None:
    """The row a token claims to be for, or None if it has no such shape. Check it with `proves` afterwards."""
    head, dash, tail = token.partition("-")
    if not (dash and tail and len(head) <= 10):
        return None
    try:
        return base36_to_int(head.lower())
    except ValueError:
        return None


def proves(token: str, purpose: str, pk: int, version: int = 1) -> bool:
    """Whether `token` was made by `token_for` with just these values (constant time)."""
    return constant_time_compare(token.lower(), token_for(purpose, pk, version))
