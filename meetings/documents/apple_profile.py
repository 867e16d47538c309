"""A configuration profile that sets up the calendar account of an iPhone, iPad or Mac in one step.

Apple, "Configuration Profile Reference", payload `com.apple.caldav.account`. The file holds the password, so it is
made for the answer to one form and is kept nowhere.
"""

import plistlib
import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

CONTENT_TYPE = "application/x-apple-aspen-config"


@dataclass(frozen=True)
class Account:
    """`address` is the absolute address of the calendar server; `number` tells the accounts of one server apart."""

    address: str
    username: str
    password: str
    name: str
    number: int


def profile(account: Account, *, device: str, explanation: str) -> bytes:
    """The profile as an XML property list: `device` is shown in the list of profiles, `explanation` beneath.

    The identifiers follow from the account, so that installing the same profile again replaces it.
    """
    server = urlsplit(account.address)
    host = server.hostname or ""
    over_tls = server.scheme == "https"
    identifier = ".".join(reversed(host.split("."))) + f".calendar.{account.number}"
    payload = {
        "PayloadType": "com.apple.caldav.account",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"{identifier}.caldav",
        "PayloadUUID": _uuid(f"{account.address}{account.number}/caldav"),
        "PayloadDisplayName": account.name,
        "CalDAVAccountDescription": account.name,
        "CalDAVHostName": host,
        "CalDAVPort": server.port or (443 if over_tls else 80),
        "CalDAVUseSSL": over_tls,
        "CalDAVPrincipalURL": server.path,
        "CalDAVUsername": account.username,
        "CalDAVPassword": account.password,
    }
    return plistlib.dumps(
        {
            "PayloadType": "Configuration",
            "PayloadVersion": 1,
            "PayloadIdentifier": identifier,
            "PayloadUUID": _uuid(f"{account.address}{account.number}"),
            "PayloadDisplayName": f"{account.name} ({device})",
            "PayloadDescription": explanation,
            "PayloadOrganization": account.name,
            "PayloadRemovalDisallowed": False,
            "PayloadContent": [payload],
        }
    )


def _uuid(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name)).upper()
