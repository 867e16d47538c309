"""The configuration profile of a calendar account, read back as an Apple device would."""

import plistlib
from dataclasses import replace

import pytest

from meetings.documents.apple_profile import Account, profile

ACCOUNT = Account("https://hub.example/dav/", "dara@people.example", "abcd", "Working group", 7)


def read(account=ACCOUNT, device="ទូរស័ព្ទ <&>"):
    return plistlib.loads(profile(account, device=device, explanation="Why."))


def test_the_account_is_complete():
    whole = read()
    (account,) = whole["PayloadContent"]
    assert {name: value for name, value in account.items() if name.startswith("CalDAV")} == {
        "CalDAVAccountDescription": "Working group",
        "CalDAVHostName": "hub.example",
        "CalDAVPort": 443,
        "CalDAVUseSSL": True,
        "CalDAVPrincipalURL": "/dav/",
        "CalDAVUsername": "dara@people.example",
        "CalDAVPassword": "abcd",
    }
    assert account["PayloadType"] == "com.apple.caldav.account"
    assert whole["PayloadType"] == "Configuration"
    assert whole["PayloadDisplayName"] == "Working group (ទូរស័ព្ទ <&>)"
    assert whole["PayloadIdentifier"] == "example.hub.calendar.7"
    assert len({whole["PayloadUUID"], account["PayloadUUID"]}) == 2


def test_the_same_account_replaces_itself_and_another_stands_beside_it():
    assert read() == read()
    other = read(replace(ACCOUNT, number=8))
    assert other["PayloadUUID"] != read()["PayloadUUID"]
    assert other["PayloadIdentifier"] != read()["PayloadIdentifier"]


@pytest.mark.parametrize(
    ("address", "port", "over_tls"),
    [("http://localhost:8000/dav/", 8000, False), ("https://hub.example:8443/dav/", 8443, True)],
)
def test_the_port_is_that_of_the_address(address, port, over_tls):
    (account,) = read(replace(ACCOUNT, address=address))["PayloadContent"]
    assert (account["CalDAVPort"], account["CalDAVUseSSL"]) == (port, over_tls)
