"""The desk of the secretariat: membership of Wagtail's group, kept in step with the roles."""

from datetime import datetime

from django.contrib.auth.models import Group

from members.models import User
from members.rules import person_of, works_in_admin

GROUP = "Secretariat"


def sync_desk(user: User) -> None:
    """Put `user` into the group that may edit pages and collections, or take them out, by the roles of today.

    The group is only what Wagtail's page and collection permissions need. The door of the admin and all other
    permissions are read from the roles in each request (`members.backends`), so a late sync opens nothing.
    """
    belongs = works_in_admin(person_of(user))
    group = Group.objects.filter(name=GROUP).first()
    if group is None or user.groups.filter(pk=group.pk).exists() == belongs:
        return
    if belongs:
        user.groups.add(group)
    else:
        user.groups.remove(group)


def sync_desks(*, now: datetime) -> None:
    """The same for everybody with a sign-in; for roles that began or ended by their date. Due now and then."""
    for user in User.objects.filter(person__isnull=False).select_related("person"):
        sync_desk(user)
