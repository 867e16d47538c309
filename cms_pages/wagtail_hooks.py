"""What the Wagtail admin shows around our pages: a way back to the cockpit, and nothing that leads elsewhere."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

NOT_OURS = {"help"}  # Wagtail's own manual, outside this site


@hooks.register("register_admin_menu_item")
def cockpit_item() -> MenuItem:
    return MenuItem(
        _("Secretariat cockpit"), reverse_lazy("meetings:cockpit"), name="cockpit", icon_name="home", order=1
    )


@hooks.register("construct_main_menu")
def leave_out(request, menu_items) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in NOT_OURS]
