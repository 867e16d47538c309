"""Applications to join, from the public form to a decision. The form is anybody's, the rest is the secretariat's."""

import secrets
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub import outbox
from hub.actors import SYSTEM, Actor, System
from hub.errors import Refused
from hub.models.audit import record
from members.actions.office import demand_office
from members.enums import (
    APPLICATION_MOVES,
    ApplicantKind,
    ApplicationState,
    MembershipKind,
    MembershipState,
    OrganisationClass,
)
from members.models import Application, Membership, Organisation, Person

APPLICANT = System(actor_kind="applicant", actor_name="an applicant")
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O 1 I L U: the number is read aloud and copied by hand
ASKED = {"kind", "name", "contact_name", "email", "phone", "language", "statement", "presence"}
ASKED |= {"agrees_confidentiality"}


def new_reference(year: int) -> str:
    """ "J-2026-7QF3"."""
    return f"J-{year}-" + "".join(secrets.choice(ALPHABET) for _place in range(4))


def receive_application(*, form_token: str, now: datetime | None = None, **facts) -> Application:
    """Write down what somebody sent by the public form; `facts` are the fields named in `ASKED`.

    The same `form_token` gives the same application again. Queues an acknowledgement if an e-mail address was given.
    """
    if unknown := facts.keys() - ASKED:
        raise TypeError(f"not asked of applicants: {', '.join(sorted(unknown))}")
    now = now or timezone.now()
    with transaction.atomic():
        known = Application.objects.filter(form_token=form_token).first()
        if known:
            return known
        application = _with_reference(form_token=form_token, received_at=now, **facts)
        record("application.received", application, by=APPLICANT, label=application.reference)
        if application.email:
            outbox.queue(
                "application_received",
                key=f"application:{application.pk}:received",
                data={"application": application.pk},
            )
    return application


def _with_reference(*, received_at: datetime, form_token: str, **facts) -> Application:
    """A new row with a reference nobody else has; two requests with one token end in one row."""
    year = timezone.localtime(received_at).year
    for _attempt in range(20):
        try:
            with transaction.atomic():
                return Application.objects.create(
                    reference=new_reference(year), form_token=form_token, received_at=received_at, **facts
                )
        except IntegrityError:
            if known := Application.objects.filter(form_token=form_token).first():
                return known
    raise Refused(_("The application could not be numbered. Please send it again."))


def circulate_application(application: Application, *, by: Actor) -> Application:
    """Say that the members have it before them; they decide at a meeting or by silence."""
    demand_office(by)
    with transaction.atomic():
        application = _locked(application, ApplicationState.CIRCULATED)
        application.save(update_fields=["state"])
        record("application.circulated", application, by=by, label=application.reference)
    return application


def admit_application(
    application: Application,
    *,
    by: Actor,
    kind: MembershipKind = MembershipKind.FULL,
    since: date | None = None,
    now: datetime | None = None,
) -> Membership:
    """Admit the applicant from `since` (Phnom Penh; default today): makes the organisation or person, and the membership.

    An organisation or person that is known already, by name or address, is taken as it is; one that is a member
    already is refused. An individual advocate's membership is always of that kind.
    """
    demand_office(by)
    now = now or timezone.now()
    with transaction.atomic():
        application = _locked(application, ApplicationState.ADMITTED)
        membership = Membership(
            kind=kind, state=MembershipState.ADMITTED, since=since or timezone.localdate(now)
        )
        if application.kind == ApplicantKind.INDIVIDUAL:
            membership.kind = MembershipKind.INDIVIDUAL
            membership.person = _person_of(application)
            others = Membership.objects.filter(person=membership.person)
        else:
            membership.organisation = _organisation_of(application)
            others = Membership.objects.filter(organisation=membership.organisation)
        if kind == MembershipKind.INDIVIDUAL and membership.organisation:
            raise Refused(_("Only a person is an individual advocate."), field="kind")
        if others.current(membership.since).exists():
            raise Refused(_("This applicant is a member already."))
        membership.save()
        application.membership, application.decided_at = membership, now
        application.save(update_fields=["state", "membership", "decided_at"])
        record("application.admitted", application, by=by, label=application.reference)
        record("membership.admitted", membership, by=by, label=str(membership))
    return membership


def reject_application(
    application: Application, *, reason: str, by: Actor, now: datetime | None = None
) -> Application:
    """Not admit the applicant; the reason is required, since the applicant may ask for it."""
    demand_office(by)
    if not reason.strip():
        raise Refused(_("Write down the reason: the applicant may ask for it."), field="reason")
    with transaction.atomic():
        application = _locked(application, ApplicationState.REJECTED)
        application.reason, application.decided_at = reason.strip(), now or timezone.now()
        application.save(update_fields=["state", "reason", "decided_at"])
        record("application.rejected", application, by=by, label=application.reference, fields=["reason"])
    return application


def withdraw_application(application: Application, *, by: Actor, now: datetime | None = None) -> Application:
    """Note that the applicant no longer wishes to join."""
    demand_office(by)
    with transaction.atomic():
        application = _locked(application, ApplicationState.WITHDRAWN)
        application.decided_at = now or timezone.now()
        application.save(update_fields=["state", "decided_at"])
        record("application.withdrawn", application, by=by, label=application.reference)
    return application


def forget_applications(*, now: datetime, by: Actor = SYSTEM) -> int:
    """Delete what the page for applicants promises to delete: a year after a no or a withdrawal. Returns how many."""
    with transaction.atomic():
        outdated = list(Application.objects.outdated(now).select_for_update())
        for application in outdated:
            record("application.forgotten", application, by=by, label=application.reference)
            application.delete()
    return len(outdated)


def _locked(application: Application, state: ApplicationState) -> Application:
    """The application's row, locked, with its new state set but not saved."""
    row = Application.objects.select_for_update().get(pk=application.pk)
    if state not in APPLICATION_MOVES[ApplicationState(row.state)]:
        raise Refused(
            _("This application is %(state)s; that cannot be done any more.")
            % {"state": row.get_state_display()}
        )
    row.state = state
    return row


def _organisation_of(application: Application) -> Organisation:
    """The organisation of that name in any language, else a new one."""
    for column in ("name_en", "name_km", "name_fr"):
        if known := Organisation.objects.filter(**{f"{column}__iexact": application.name}).first():
            return known
    institution = application.kind == ApplicantKind.INSTITUTION
    organisation = Organisation(
        name_en=application.name,
        organisation_class=OrganisationClass.INSTITUTION if institution else OrganisationClass.CIVIL_SOCIETY,
    )
    setattr(organisation, f"name_{application.language}", application.name)
    organisation.save()
    return organisation


def _person_of(application: Application) -> Person:
    """The person with that address, else a new one. Which part is the family name is a guess the clerk corrects.

    A word in capitals is the family name; without one the first word, as Cambodians write it.
    """
    if application.email and (
        known := Person.objects.filter(email__iexact=application.email, is_active=True).first()
    ):
        return known
    words = application.name.split()
    family = next((word for word in words if len(word) > 1 and word.isupper()), words[0])
    given = " ".join(word for word in words if word != family)
    return Person.objects.create(
        family_name=family.capitalize() if family.isascii() else family,
        given_name=given,
        khmer_name="" if application.name.isascii() or application.language != "km" else application.name,
        email=application.email,
        language=application.language,
    )
