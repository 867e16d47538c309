"""The fixed words of membership, with the moves they allow."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationClass(TextChoices):
    CIVIL_SOCIETY = "civil_society", _("civil-society organisation")
    COALITION = "coalition", _("coalition")
    INSTITUTION = "institution", _("institution")
    COURT_UNIT = "court_unit", _("court unit")
    HOST = "host", _("host")
    DONOR = "donor", _("donor")


class MembershipKind(TextChoices):
    FULL = "full", _("full member")
    ASSOCIATE = "associate", _("associate member")
    OBSERVER = "observer", _("observer")
    INDIVIDUAL = "individual", _("individual advocate")


class MembershipState(TextChoices):
    APPLIED = "applied", _("applied")
    ADMITTED = "admitted", _("admitted")
    SUSPENDED = "suspended", _("suspended")
    WITHDRAWN = "withdrawn", _("withdrawn")
    LAPSED = "lapsed", _("lapsed")
    REJECTED = "rejected", _("rejected")


MEMBERSHIP_MOVES: dict[MembershipState, set[MembershipState]] = {
    MembershipState.APPLIED: {MembershipState.ADMITTED, MembershipState.REJECTED, MembershipState.WITHDRAWN},
    MembershipState.ADMITTED: {MembershipState.SUSPENDED, MembershipState.WITHDRAWN, MembershipState.LAPSED},
    MembershipState.SUSPENDED: {MembershipState.ADMITTED, MembershipState.WITHDRAWN, MembershipState.LAPSED},
    MembershipState.WITHDRAWN: set(),
    MembershipState.LAPSED: {MembershipState.ADMITTED},
    MembershipState.REJECTED: set(),
}


class SeatKind(TextChoices):
    REPRESENTATIVE = "representative", _("representative")
    ALTERNATE = "alternate", _("alternate")


class RoleKind(TextChoices):
    SECRETARIAT_CIVIL_SOCIETY = "secretariat_civil_society", _("secretariat, civil-society side")
    SECRETARIAT_COURT = "secretariat_court", _("secretariat, court side")
    CHAIR = "chair", _("chair")
    ADMINISTRATOR = "administrator", _("administrator")


SECRETARIAT_ROLES = (RoleKind.SECRETARIAT_CIVIL_SOCIETY, RoleKind.SECRETARIAT_COURT)


class NameOrder(TextChoices):
    FAMILY_FIRST = "family_first", _("family name first")
    GIVEN_FIRST = "given_first", _("given name first")


class Language(TextChoices):
    KM = "km", "ខ្មែរ"
    EN = "en", "English"
    FR = "fr", "Français"


class ApplicantKind(TextChoices):
    ORGANISATION = "organisation", _("organisation")
    INSTITUTION = "institution", _("institution")
    INDIVIDUAL = "individual", _("individual advocate")


class ApplicationState(TextChoices):
    RECEIVED = "received", _("received")
    CIRCULATED = "circulated", _("circulated to members")
    ADMITTED = "admitted", _("admitted")
    REJECTED = "rejected", _("not admitted")
    WITHDRAWN = "withdrawn", _("withdrawn")


APPLICATION_MOVES: dict[ApplicationState, set[ApplicationState]] = {
    ApplicationState.RECEIVED: {
        ApplicationState.CIRCULATED,
        ApplicationState.ADMITTED,
        ApplicationState.REJECTED,
        ApplicationState.WITHDRAWN,
    },
    ApplicationState.CIRCULATED: {
        ApplicationState.ADMITTED,
        ApplicationState.REJECTED,
        ApplicationState.WITHDRAWN,
    },
    ApplicationState.ADMITTED: set(),
    ApplicationState.REJECTED: set(),
    ApplicationState.WITHDRAWN: set(),
}
