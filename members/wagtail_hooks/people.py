"""People, their seats and their roles at the desk."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn

from members.actions.people import deactivate_person, reactivate_person, revoke_everything
from members.actions.sign_ins import invite_to_sign_up, reset_second_factor
from members.forms.desk import PersonForm, RoleForm
from members.models import Person, Role, Seat
from members.wagtail_hooks.desk import DeskViewSet, ListView, Move


class PersonListView(ListView):
    """Finds people by any usual spelling of their name, or by their address."""

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        by_name = Q(pk__in=Person.objects.matching(self.search_query).order_by().values("pk"))
        return queryset.filter(by_name | Q(email__icontains=self.search_query))


class PersonViewSet(DeskViewSet):
    model = Person
    icon = "user"
    menu_label = _("Persons")
    index_view_class = PersonListView
    list_display = [
        "display_name",
        "khmer_name",
        "title",
        "email",
        BooleanColumn("user_id", label=_("Signs in"), accessor=lambda person: bool(person.user_id)),
        BooleanColumn("is_active", label=_("Active")),
    ]
    ordering = ["family_name", "given_name"]
    list_filter = ["is_active", "language"]
    search_fields = ["search_name"]
    list_export = [
        "family_name",
        "given_name",
        "khmer_name",
        "honorific",
        "title",
        "email",
        "language",
        "is_active",
    ]
    export_filename = "people"
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("family_name"), FieldPanel("given_name")]),
                    FieldRowPanel([FieldPanel("name_order"), FieldPanel("honorific")]),
                    FieldPanel("khmer_name", attrs={"lang": "km"}),
                ],
                heading=_("Name"),
            ),
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("email"), FieldPanel("language")]),
        ],
        base_form_class=PersonForm,
    )
    moves = (
        Move(
            "invite",
            _("Invite to sign up"),
            _("A mail goes to this address with a link to make a sign-in. An earlier link stops working."),
            invite_to_sign_up,
            _("The invitation is on its way."),
            icon="mail",
            possible=lambda person: not person.user_id and person.is_active,
        ),
        Move(
            "reset-second-factor",
            _("Reset the second step"),
            _(
                "For a lost telephone, and only when you are sure who asks: app and recovery codes are forgotten, "
                "every device is signed out."
            ),
            reset_second_factor,
            _("The second step is reset."),
            icon="undo",
            possible=lambda person: bool(person.user_id),
        ),
        Move(
            "revoke-everything",
            _("Revoke everything"),
            _(
                "For a lost telephone or a leaked address. Calendar addresses, app passwords and answer links stop "
                "for good, every device is signed out and the password is forgotten. The person stays active, signs "
                "in with a code by mail and makes new ones."
            ),
            revoke_everything,
            _("Everything is revoked. Mails from now on carry new links."),
            icon="warning",
        ),
        Move(
            "deactivate",
            _("Deactivate"),
            _("Sign-in, devices, calendar feeds and answer links stop at once. The record keeps the name."),
            deactivate_person,
            _("The person is deactivated."),
            icon="lock",
            possible=lambda person: person.is_active,
        ),
        Move(
            "reactivate",
            _("Reactivate"),
            _("Everything that was closed opens again."),
            reactivate_person,
            _("The person is active again."),
            icon="lock-open",
            possible=lambda person: not person.is_active,
        ),
    )


class SeatViewSet(DeskViewSet):
    model = Seat
    icon = "group"
    menu_label = _("Seats")
    list_display = ["person", "organisation", "kind", "since", "until"]
    list_filter = ["organisation", "kind"]
    search_fields = [
        "person__family_name",
        "person__given_name",
        "organisation__name_en",
        "organisation__acronym",
    ]
    list_export = ["person", "organisation", "kind", "since", "until"]
    export_filename = "seats"
    panels = [
        FieldPanel("person"),
        FieldPanel("organisation"),
        FieldPanel("kind"),
        FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
    ]


class RoleViewSet(DeskViewSet):
    model = Role
    icon = "key"
    menu_label = _("Roles")
    list_display = ["person", "kind", "since", "until"]
    list_filter = ["kind"]
    search_fields = ["person__family_name", "person__given_name"]
    list_export = ["person", "kind", "since", "until"]
    export_filename = "roles"
    edit_handler = ObjectList(
        [
            FieldPanel("person"),
            FieldPanel("kind"),
            FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
        ],
        base_form_class=RoleForm,
    )
