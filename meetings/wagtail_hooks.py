"""What the secretariat keeps in the Wagtail admin: venues, announcements, recommendations.

Meetings and their series have their own pages: their verbs are more than an edit. The menu leads to the latter.
"""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from meetings.actions.calendar_entries import refresh_venue
from meetings.models import Announcement, Recommendation, Venue
from members.enums import Language
from members.rules import is_secretariat, person_of
from members.wagtail_hooks.desk import ListView


def in_languages(field: str, heading) -> MultiFieldPanel:
    """One text in its three columns, together."""
    return MultiFieldPanel([FieldPanel(f"{field}_{code}") for code in ("en", "km", "fr")], heading=heading)


class VenueEditView(EditView):
    """A new name of a place is a visible change of every meeting there."""

    def save_instance(self):
        venue = super().save_instance()
        refresh_venue(venue)
        return venue


class LockedDeleteView(DeleteView):
    """What adopted minutes record is not deleted."""

    def get_object(self, queryset=None):
        announcement = super().get_object(queryset)
        if announcement.is_locked:
            raise PermissionDenied
        return announcement


class Kept(ModelViewSet):
    """The ways all of them share. SQLite's index knows only titles, so lists are filtered by the database itself."""

    index_view_class = ListView
    search_backend_name = None
    add_view_class = CreateView
    inspect_view_enabled = False
    copy_view_enabled = False


class VenueViewSet(Kept):
    model = Venue
    icon = "home"
    menu_label = _("Venues")
    url_prefix = "venues"
    list_display = ["name_en", "name_km", "address_en"]
    search_fields = [f"{field}_{code}" for field in ("name", "address") for code in Language.values]
    list_export = [*search_fields, "map_url"]
    edit_view_class = VenueEditView
    panels = [
        in_languages("name", _("Name")),
        in_languages("address", _("Address")),
        FieldPanel("map_url"),
        in_languages("access_note", _("How to get in")),
    ]


class AnnouncementViewSet(Kept):
    model = Announcement
    icon = "bullhorn"
    menu_label = _("Announcements")
    url_prefix = "announcements"
    list_display = ["title_en", "date", "meeting", "audience"]
    list_filter = ["audience", "date"]
    search_fields = [f"title_{code}" for code in Language.values]
    list_export = ["date", "title_en", "title_km", "title_fr", "source", "link", "audience"]
    delete_view_class = LockedDeleteView
    panels = [
        in_languages("title", _("Title")),
        FieldPanel("date"),
        FieldPanel("meeting"),
        FieldPanel("source"),
        FieldPanel("link"),
        FieldPanel("audience"),
    ]


class RecommendationViewSet(Kept):
    model = Recommendation
    icon = "clipboard-list"
    menu_label = _("Recommendations")
    url_prefix = "recommendations"
    list_display = ["source", "number", "title_en", "addressees", "state"]
    list_filter = ["state"]
    search_fields = ["source", "addressees", *(f"title_{code}" for code in Language.values)]
    list_export = ["source", "section", "number", "title_en", "title_km", "title_fr", "addressees", "state"]
    panels = [
        MultiFieldPanel(
            [FieldPanel("source"), FieldPanel("section"), FieldPanel("number")],
            heading=_("Where it stands"),
        ),
        in_languages("title", _("Title")),
        in_languages("text", _("Text as published")),
        FieldPanel("addressees"),
        FieldPanel("state"),
        FieldPanel("actions"),
    ]


class RecordGroup(ModelViewSetGroup):
    menu_label = _("Record")
    menu_icon = "calendar"
    menu_order = 250
    items = (VenueViewSet, AnnouncementViewSet, RecommendationViewSet)


@hooks.register("register_admin_viewset")
def register_record():
    return RecordGroup()


class SecretariatMenuItem(MenuItem):
    """A page of the secretariat's own: whoever else gets into the admin would be refused there."""

    def is_shown(self, request):
        return is_secretariat(person_of(request.user))


@hooks.register("register_admin_menu_item")
def register_series():
    """Series are kept in one place only, beside the meetings that are planned from them."""
    return SecretariatMenuItem(
        _("Series"), reverse("meetings:series_list"), icon_name="calendar-alt", order=251
    )
