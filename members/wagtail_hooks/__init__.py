"""The secretariat's desk for people in the Wagtail admin: one menu, "People"."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSetGroup

from members.wagtail_hooks import policies  # noqa: F401 it registers itself, and before the lists ask
from members.wagtail_hooks.applications import ApplicationViewSet
from members.wagtail_hooks.organisations import MembershipViewSet, OrganisationViewSet
from members.wagtail_hooks.people import PersonViewSet, RoleViewSet, SeatViewSet


class PeopleGroup(ModelViewSetGroup):
    menu_label = _("People")
    menu_icon = "group"
    menu_order = 150
    items = (
        OrganisationViewSet("organisations"),
        PersonViewSet("people"),
        SeatViewSet("seats"),
        MembershipViewSet("memberships"),
        RoleViewSet("roles"),
        ApplicationViewSet("applications"),
    )


@hooks.register("register_admin_viewset")
def people() -> PeopleGroup:
    return PeopleGroup()
