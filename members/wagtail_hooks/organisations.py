"""Organisations and their memberships at the desk."""

from functools import partial

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from members.actions.people import move_membership
from members.enums import MEMBERSHIP_MOVES, MembershipState
from members.models import Membership, Organisation
from members.wagtail_hooks.desk import DeskViewSet, Move


class OrganisationViewSet(DeskViewSet):
    model = Organisation
    icon = "home"
    menu_label = _("Organisations")
    list_display = ["name_en", "acronym", "organisation_class", "in_directory"]
    list_filter = ["organisation_class", "in_directory"]
    search_fields = ["name_en", "name_km", "name_fr", "acronym"]
    list_export = [
        "name_en",
        "name_km",
        "name_fr",
        "acronym",
        "organisation_class",
        "website",
        "email",
        "in_directory",
    ]
    export_filename = "organisations"
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name_km", attrs={"lang": "km"}),
                FieldPanel("name_en", attrs={"lang": "en"}),
                FieldPanel("name_fr", attrs={"lang": "fr"}),
                FieldPanel("acronym"),
            ],
            heading=_("Names"),
        ),
        FieldRowPanel([FieldPanel("organisation_class"), FieldPanel("parent")]),
        MultiFieldPanel([FieldPanel("website"), FieldPanel("email")], heading=_("Role address")),
        FieldPanel("in_directory"),
    ]


def _move(name, label, question, state, done, icon):
    return Move(
        name=name,
        label=label,
        question=question,
        act=partial(_to, state),
        done=done,
        icon=icon,
        possible=lambda row: state in MEMBERSHIP_MOVES[MembershipState(row.state)],
    )


def _to(state, membership, *, by):
    move_membership(membership, state, by=by)


class MembershipViewSet(DeskViewSet):
    model = Membership
    icon = "clipboard-list"
    menu_label = _("Memberships")
    list_display = ["__str__", "state", "since", "until"]
    list_filter = ["kind", "state"]
    search_fields = [
        "organisation__name_en",
        "organisation__name_km",
        "organisation__name_fr",
        "organisation__acronym",
        "person__family_name",
        "person__given_name",
    ]
    list_export = ["organisation", "person", "kind", "state", "since", "until"]
    export_filename = "memberships"
    panels = [
        FieldPanel("organisation"),
        FieldPanel("person"),
        FieldPanel("kind"),
        FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
    ]
    moves = (
        _move(
            "suspend",
            _("Suspend"),
            _("While suspended the member is not invited and not counted."),
            MembershipState.SUSPENDED,
            _("The membership is suspended."),
            "lock",
        ),
        _move(
            "admit",
            _("Admit again"),
            _("The member is invited and counted again from now on."),
            MembershipState.ADMITTED,
            _("The member is admitted again."),
            "tick",
        ),
        _move(
            "withdraw",
            _("Withdraw"),
            _("The member leaves the group today. What it did stays in the record."),
            MembershipState.WITHDRAWN,
            _("The membership ended today."),
            "cross",
        ),
        _move(
            "lapse",
            _("Let lapse"),
            _("The membership ends today because nothing was heard. The member can be admitted again."),
            MembershipState.LAPSED,
            _("The membership lapsed today."),
            "time",
        ),
    )
