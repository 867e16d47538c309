"""Applications to join, from the public form to a decision."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import ApplicantKind, ApplicationState, Language
from members.models.membership import Membership

# How long an application is kept that did not lead to a membership, counted from the decision.
KEPT_FOR = timedelta(days=365)


class ApplicationQuerySet(models.QuerySet):
    def outdated(self, now: datetime) -> "ApplicationQuerySet":
        """Rejected and withdrawn ones whose time of keeping is over at `now`."""
        closed = [ApplicationState.REJECTED, ApplicationState.WITHDRAWN]
        return self.filter(state__in=closed, decided_at__lt=now - KEPT_FOR)


class Application(models.Model):
    """What an applicant told us. Nothing asks whether somebody is a survivor.

    `reference` is what the applicant keeps ("J-2026-7QF3"): it names the application and opens nothing.
    """

    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=15, choices=ApplicantKind.choices)
    name = models.CharField(_("name"), max_length=200)
    contact_name = models.CharField(_("contact person"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone or Telegram"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.KM)
    statement = models.TextField(_("why you wish to join"), max_length=4000)
    presence = models.CharField(_("representative in Cambodia"), max_length=300, blank=True)
    agrees_confidentiality = models.BooleanField(_("agrees to the rules of confidentiality"), default=False)
    state = models.CharField(
        _("state"), max_length=12, choices=ApplicationState.choices, default=ApplicationState.RECEIVED
    )
    note = models.TextField(_("note of the secretariat"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    reason = models.CharField(_("reason given to the applicant"), max_length=500, blank=True, editable=False)
    membership = models.ForeignKey(
        Membership,
        verbose_name=_("membership"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="applications",
    )
    received_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    form_token = models.CharField(max_length=40, unique=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"
