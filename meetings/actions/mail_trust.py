"""Whether a mail's signature speaks against the address it says it is from.

The token in the recipient's address is the secret; a signature that is missing, of somebody else, or cannot be
checked now says nothing. Only one that the domain of From has made, and that is false, does.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from logging import Logger, NullHandler

import dkim
from django.conf import settings

from meetings.ical.letters import Letter

DnsLookup = Callable[..., bytes | None]  # dkimpy's: (name, timeout=seconds) -> TXT record
TIMEOUT = 2  # seconds for one look-up
MOST_SIGNATURES = 2  # that are checked; each costs a look-up
# Octets of a key's record: RSA of 4096 bits needs 740. The sender chooses the key, and one of 16,384 bits with an
# exponent as long costs half a minute.
_LONGEST_KEY = 1024
# What dkimpy does with a run of blanks, or with a header of many lines, costs the square of its length.
_LONGEST_BLANK = b" " * 500
_LARGEST_HEAD = 64 * 1024
_END_OF_HEAD = re.compile(rb"\n\r?\n")
_RESULT = re.compile(r"\bdkim\s*=\s*([a-z]+)([^;]*)", re.IGNORECASE)
_SIGNER = re.compile(r"\bheader\.(?:d\s*=\s*|i\s*=\s*[^\s@]*@)([a-z0-9.-]+)", re.IGNORECASE)
_SIGNED_BY = re.compile(rb"(?:^|;)\s*d\s*=\s*([A-Za-z0-9.-]+)\s*(?:;|$)")
_QUIET = Logger("dkim")  # dkimpy logs what it looks up; those are addresses of people
_QUIET.addHandler(NullHandler())


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105 - a word, no secret
    FAIL = "fail"
    ABSENT = "absent"


def check(raw: bytes, letter: Letter, *, dnsfunc: DnsLookup | None = None) -> Verdict:
    """What the signatures of From's domain say: by our own mail server's word, else by looking ourselves.

    Authentication-Results counts only where it is the topmost and names `HUB_MAIL_AUTHSERV_ID`: every other one
    the sender may have written. `dnsfunc` takes the place of the DNS.
    """
    domain = letter.sender.rpartition("@")[2]
    if not domain:
        return Verdict.ABSENT
    if (said := _said_by_our_server(letter.authentication, domain)) is not None:
        return said
    if _LONGEST_BLANK in raw.replace(b"\t", b" ") or not _END_OF_HEAD.search(raw, 0, _LARGEST_HEAD):
        return Verdict.ABSENT
    return _checked_here(raw, domain, dnsfunc or dkim.get_txt)


def _is_aligned(signer: str, domain: str) -> bool:
    """The signer is the domain of From, or one above it (DMARC's relaxed alignment, RFC 7489 section 3.1.1)."""
    signer = signer.lower().rstrip(".")
    return "." in signer and (domain == signer or domain.endswith(f".{signer}"))


def _said_by_our_server(header: str, domain: str) -> Verdict | None:
    """The results of RFC 8601 for signers aligned with `domain`; None where our server has not spoken."""
    server, _semicolon, results = header.partition(";")
    named = server.split()[:1]
    ours = settings.MAIL_AUTHSERV_ID.lower()
    if not ours or not named or named[0].lower() != ours:
        return None
    found = [
        result.lower()
        for result, rest in _RESULT.findall(results)
        if (signer := _SIGNER.search(rest)) and _is_aligned(signer[1], domain)
    ]
    return _verdict("pass" in found, "fail" in found)


def _checked_here(raw: bytes, domain: str, dnsfunc: DnsLookup) -> Verdict:
    try:
        signed = dkim.DKIM(raw, logger=_QUIET)
        fields = [value for name, value in signed.headers if name.lower() == b"dkim-signature"]
    except Exception:  # noqa: BLE001 - a mail that dkimpy cannot read has no signature that speaks
        return Verdict.ABSENT
    aligned = [
        index
        for index, value in enumerate(fields)
        if (found := _SIGNED_BY.search(value)) and _is_aligned(found[1].decode(), domain)
    ]
    results = [_one(raw, index, dnsfunc) for index in aligned[:MOST_SIGNATURES]]
    return _verdict(Verdict.PASS in results, Verdict.FAIL in results)


def _one(raw: bytes, index: int, dnsfunc: DnsLookup) -> Verdict:
    """A key that was found (`pk`) and does not fit is a fail; no key, no answer or no sense is nothing."""
    message = dkim.DKIM(raw, logger=_QUIET, timeout=TIMEOUT)

    def of_usual_length(name: bytes, timeout: int = TIMEOUT) -> bytes | None:
        found = dnsfunc(name, timeout=timeout)
        return found if found and len(found) <= _LONGEST_KEY else None

    try:
        if message.verify(index, dnsfunc=of_usual_length):
            return Verdict.PASS
    except dkim.ValidationError:
        pass  # the body is another one, or the signature has expired before any key was asked for
    except Exception:  # noqa: BLE001 - the DNS and other people's keys raise what they like
        return Verdict.ABSENT
    return Verdict.FAIL if hasattr(message, "pk") else Verdict.ABSENT


def _verdict(passed: bool, failed: bool) -> Verdict:
    if passed:
        return Verdict.PASS
    return Verdict.FAIL if failed else Verdict.ABSENT
