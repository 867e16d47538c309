"""Who may do what. Each rule is a predicate of a person; `reason` is the sentence it refuses with."""

from collections.abc import Callable
from dataclasses import dataclass

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from members.enums import SECRETARIAT_ROLES, RoleKind
from members.models import Organisation, Person, Role, User


@dataclass(frozen=True)
class Rule:
    """A question about a person (None: nobody signed in), with the sentence for a no. Combine with & and |."""

    ask: Callable[[Person | None], bool]
    reason: object

    def __call__(self, person: Person | None) -> bool:
        return self.ask(person)

    def refusal(self, person: Person | None) -> object | None:
        """The sentence for `person`, or None if they may."""
        return None if self(person) else self.reason

    def __and__(self, other: "Rule") -> "Rule":
        return Both(lambda person: self(person) and other(person), self.reason, self, other)

    def __or__(self, other: "Rule") -> "Rule":
        return Rule(lambda person: self(person) or other(person), self.reason)


@dataclass(frozen=True)
class Both(Rule):
    """Two rules that must both allow; the sentence is that of the one that refused."""

    first: Rule
    second: Rule

    def refusal(self, person: Person | None) -> object | None:
        refused = self.first.refusal(person)
        return self.second.refusal(person) if refused is None else refused


def roles_of(person: Person | None) -> frozenset[str]:
    """The roles a person holds today; read once per object, so once per request."""
    if person is None or not person.is_active:
        return frozenset()
    if not hasattr(person, "_roles_today"):
        person._roles_today = frozenset(
            Role.objects.current().filter(person=person).values_list("kind", flat=True)
        )
    return person._roles_today


def _is_secretariat(person: Person | None) -> bool:
    return bool(roles_of(person) & set(SECRETARIAT_ROLES))


def _is_chair(person: Person | None) -> bool:
    return RoleKind.CHAIR in roles_of(person)


def _is_administrator(person: Person | None) -> bool:
    return RoleKind.ADMINISTRATOR in roles_of(person)


is_person = Rule(lambda person: person is not None and person.is_active, _("Please sign in first."))
is_secretariat = Rule(_is_secretariat, _("Only the secretariat may do this."))
is_chair = Rule(_is_chair, _("Only the chair may do this."))
is_administrator = Rule(_is_administrator, _("Only an administrator may do this."))
works_in_admin = is_secretariat | is_administrator

# The floors whose records the secretariat keeps in the Wagtail admin, by app label.
KEPT_APPS = {
    "members",
    "meetings",
    "cms_pages",
    "wagtailimages",
    "wagtaildocs",
    "wagtailredirects",
    "wagtail_localize",
}
# Sign-ins and keys are nobody's to edit: there are actions for what may happen to them.
NOT_EDITED = {"user", "calendarkey", "apppassword", "signupinvitation"}
ADMINISTRATOR_MODELS = {"site", "collection", "locale"}


def may_in_admin(person: Person | None, permission: str) -> bool:
    """Whether a Wagtail permission such as "members.change_person" follows from the roles of today."""
    app, _dot, codename = permission.partition(".")
    if permission == "wagtailadmin.access_admin":
        return works_in_admin(person)
    model = codename.partition("_")[2]
    if app in KEPT_APPS and model not in NOT_EDITED:
        return works_in_admin(person)
    return app == "wagtailcore" and model in ADMINISTRATOR_MODELS and is_administrator(person)


def person_of(user) -> Person | None:
    """The active Person behind a request's user, or None."""
    if not user.is_authenticated:
        return None
    person = user.known_person
    return person if person and person.is_active else None


def speaks_for(person: Person | None, organisation: Organisation) -> bool:
    """Whether a person holds a seat of `organisation` today, as representative or alternate."""
    return is_person(person) and person.seats.current().filter(organisation=organisation).exists()


def is_privileged(user: User) -> bool:
    """Secretariat, chair, administrators and superusers: those who must have a second factor."""
    return user.is_superuser or bool(roles_of(user.known_person))


def has_authenticator(user: User) -> bool:
    """Whether an authenticator app is set up."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def second_factor_page(user: User) -> str:
    """The name of the page where a session without a second factor goes on: setting it up, or giving its code."""
    return "mfa_reauthenticate" if has_authenticator(user) else "mfa_activate_totp"


def used_second_factor(request: HttpRequest) -> bool:
    """Whether this very session was opened or confirmed with a code of an authenticator app or a recovery code."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))
