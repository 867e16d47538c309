"""The fixed words of the public pages."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DatePrecision(TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class Provenance(TextChoices):
    """How a fact came onto a page: an importer never passes a guess off as something it read."""

    STATED = "stated", pgettext_lazy("provenance", "stated")
    DERIVED = "derived", pgettext_lazy("provenance", "derived")
    GUESSED = "guessed", pgettext_lazy("provenance", "guessed")


class ReleaseKind(TextChoices):
    PRESS_RELEASE = "press_release", _("Press release")
    MEDIA_ALERT = "media_alert", _("Media alert")
    STATEMENT = "statement", _("Statement")


class LogoRole(TextChoices):
    PRODUCED = "produced", _("Produced by")
    SUPPORTED = "supported", _("Supported by")
    IMPLEMENTED = "implemented", _("Implemented by")


class ReparationStatus(TextChoices):
    """What a project is in the proceedings: a reparation, or a non-judicial measure beside them."""

    REPARATION = "reparation", _("Recognised as a reparation")
    NON_JUDICIAL = "non_judicial", _("Non-judicial measure")


class Rights(TextChoices):
    OWN = "own", _("The group's own work")
    PERMISSION = "permission", _("With the author's permission")
    PUBLIC_DOMAIN = "public_domain", _("Public document")
    UNKNOWN = "unknown", _("Rights not settled")


class ImportState(TextChoices):
    """What an import led to. A changed source never overwrites a page: a person compares."""

    DRAFTED = "drafted", pgettext_lazy("import", "draft made")
    CHANGED = "changed", pgettext_lazy("import", "source changed since")
    NO_PAGE = "no_page", pgettext_lazy("import", "no page")


# Addresses that belong to the hub itself, directly below a language; no page may take them.
RESERVED_SLUGS = frozenset(
    [
        *("meetings", "decisions", "actions", "recommendations", "calendar", "my", "secretariat", "join"),
        *("search", "api", "admin", "accounts", "documents", "media", "static", "rsvp", "dav", "healthz"),
        *("en", "km", "fr", "feed"),
    ]
)
