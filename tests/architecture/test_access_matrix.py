"""Every address of the hub, asked as every role: who gets in, who does not, and that looking changes nothing."""

import logging
import re
from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.urls.resolvers import LocalePrefixPattern, URLResolver

from members.rules import is_administrator, is_person, is_secretariat
from tests.architecture.access import (
    ADDRESSES,
    ADMITTED,
    ARGUMENTS,
    REFUSED,
    TREES,
    WRITTEN,
    Kind,
    world,
)
from tests.builders import sign_in

ROLES = ("anonymous", "member", "observer", "chair", "secretariat", "administrator")
BY_RULE = {is_person: "SIGNED_IN", is_secretariat: "SECRETARIAT", is_administrator: "ADMINISTRATOR"}
DESK_IS_ASKED_OF = ("anonymous", "member", "secretariat")
BROKEN_ON_PURPOSE = "admin/failwhale/"  # Wagtail's own rehearsal of an error
ARGUMENT = re.compile(r"<(?:\w+:)?(?P<name>\w+)>")
WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)"?', re.IGNORECASE)
# What may be written while somebody looks: the session, limits on guessing, and Wagtail's own notes of its editors.
NOTED = {"django_session", "hub_cache", "wagtailusers_userprofile", "wagtailcore_editingsession"}


def patterns(resolver=None, prefix=""):
    """(route, pattern) of every address, with languages written as <lang>."""
    for pattern in (resolver or get_resolver()).url_patterns:
        localised = isinstance(pattern.pattern, LocalePrefixPattern)
        route = prefix + ("<lang>/" if localised else str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        else:
            yield route, pattern


def kind_of(route):
    if route in ADDRESSES:
        return ADDRESSES[route]
    return next((kind for prefix, kind in TREES if route.startswith(prefix)), None)


def address_of(route):
    """One address that the route matches."""
    if route in WRITTEN:
        return WRITTEN[route]

    def value(match):
        return ARGUMENTS.get(match["name"], "1")

    return "/" + ARGUMENT.sub(value, route.replace("<lang>", "en").replace("^", ""))


def line_for(route, pattern):
    kind = BY_RULE.get(getattr(pattern.callback, "rule", None), "PUBLIC | SIGNED_IN | SECRETARIAT | …")
    return f'    "{route}": {kind},'


def test_every_address_is_classified():
    missing = {
        route: line_for(route, pattern) for route, pattern in patterns() if kind_of(route) is None
    }.values()
    assert not missing, (
        "Say in tests/architecture/access.py, in ADDRESSES, who may open these (kinds are explained there):\n"
        + "\n".join(missing)
    )


def test_the_table_names_no_address_that_is_gone():
    routes = {route for route, _pattern in patterns()}
    gone = [route for route in ADDRESSES if route not in routes]
    assert gone == [], "Take these lines out of ADDRESSES in tests/architecture/access.py"


def test_every_expression_has_an_address():
    """A route with parts of a regular expression needs an address of its own in WRITTEN."""
    odd = [
        route
        for route, _pattern in patterns()
        if route not in WRITTEN
        and re.search(r"[\\()$*+?]", address_of(route))
        and kind_of(route) != Kind.DESK
    ]
    assert odd == []


def leads_to_sign_in(response):
    return response.status_code == 302 and response["Location"].startswith("/accounts/login/")


def is_refused(response):
    return response.status_code == 403 or leads_to_sign_in(response)


def expected(kind, role, response):
    """A sentence if the answer is not what the table says, else nothing."""
    status = response.status_code
    if status >= 500:
        return f"broke with {status}"
    if role in REFUSED.get(kind, ()) and not is_refused(response):
        return f"must be refused (403, or on to sign in) before anything else, but got {status}"
    if role in ADMITTED.get(kind, ()) and is_refused(response):
        return f"must get in, but got {status} {response.get('Location', '')}"
    if kind == Kind.TOKEN and status not in (404, 410):
        return f"came with a made-up secret and must get 404 or 410, but got {status}"
    if kind == Kind.SHUT and not is_refused(response) and status not in (302, 404):
        return f"must be led away, but got {status}"
    return ""


def told(wrong):
    return "\n".join(f"{asked}: {problem}" for asked, problem in wrong.items())


def written_tables(queries):
    found = (WRITES.match(query["sql"]) for query in queries)
    return Counter(match[1] for match in found if match and match[1] not in NOTED)


@pytest.fixture(autouse=True)
def quiet(caplog):
    """Hundreds of refusals are the point here; the log need not tell each."""
    caplog.set_level(logging.CRITICAL, "django.request")


@pytest.fixture
def people():
    return world()


@pytest.fixture
def client_of(people):
    def make(role):
        client = Client(raise_request_exception=False)
        return sign_in(client, people[role]) if people[role] else client

    return make


def probes(role):
    """(route, kind, address) to ask as `role`. Of those who work or do not work in the admin, its hundreds are asked of one."""
    for route, _pattern in patterns():
        kind = kind_of(route)
        if kind and route != BROKEN_ON_PURPOSE and (kind != Kind.DESK or role in DESK_IS_ASKED_OF):
            yield route, kind, address_of(route)


# wagtail-localize's report of translations does not order them.
@pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning")
@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_looking(client_of, role):
    """GET: the right people get in, nobody changes anything by it, and nothing breaks."""
    client = client_of(role)
    wrong = {}
    for route, kind, address in probes(role):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = client.get(address)
        if problem := expected(kind, role, response):
            wrong[f"GET {address} ({route})"] = f"{role} {problem}"
        elif tables := written_tables(queries):
            wrong[f"GET {address} ({route})"] = f"looking wrote to {dict(tables)}"
    assert not wrong, told(wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_sending(client_of, role):
    """POST: whoever may not look may not send either, and nothing is written."""
    client = client_of(role)
    wrong = {}
    for route, kind, address in probes(role):
        if role not in REFUSED.get(kind, ()):
            continue
        with CaptureQueriesContext(connection) as queries:
            response = client.post(address)
        if problem := expected(kind, role, response):
            wrong[f"POST {address} ({route})"] = f"{role} {problem}"
        elif tables := written_tables(queries):
            wrong[f"POST {address} ({route})"] = f"sending wrote to {dict(tables)}"
    assert not wrong, told(wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["chair", "secretariat", "administrator"])
def test_no_privileged_address_opens_without_the_second_factor(people, role):
    client = Client()
    client.force_login(people[role].user)
    opened = []
    for route, kind, address in probes("anonymous"):
        if kind in (Kind.MACHINE, Kind.SHUT, Kind.TOKEN, Kind.ASSET) or route.startswith("accounts/"):
            continue
        response = client.get(address)
        if response.get("Location") != "/accounts/2fa/totp/activate/":
            opened.append(f"{address} {response.status_code}")
    assert opened == []


def test_the_matrix_can_go_red():
    """A view without its guard, a secret that is not asked for, a broken page: each is a sentence."""

    class Answer(dict):
        def __init__(self, status, **headers):
            super().__init__(headers)
            self.status_code = status

    assert expected(Kind.SECRETARIAT, "member", Answer(200))
    assert expected(Kind.SECRETARIAT, "member", Answer(404))
    assert expected(Kind.SIGNED_IN, "anonymous", Answer(302, Location="/en/"))
    assert expected(Kind.PUBLIC, "anonymous", Answer(302, Location="/accounts/login/"))
    assert expected(Kind.TOKEN, "anonymous", Answer(200))
    assert expected(Kind.PUBLIC, "member", Answer(500))
    assert not expected(Kind.SECRETARIAT, "member", Answer(403))
