"""Who may sign in, and what Wagtail's admin opens to them: both follow the Person, today."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission

from members.models import User
from members.rules import may_in_admin, person_of


class RoleBackend(AuthenticationBackend):
    """allauth's sign-in, with permissions taken from the roles a person holds today.

    Nothing is read from Django's tables of user and group permissions: an ended role closes the admin, and a
    deactivated person is nobody, in the very next request.
    """

    def user_can_authenticate(self, user: User) -> bool:
        person = user.known_person
        return super().user_can_authenticate(user) and (person is None or person.is_active)

    def get_user(self, user_id: int) -> User | None:
        """The user of a session with their Person, in one query; None when either is deactivated."""
        user = User.objects.select_related("person").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj, perm: str, obj=None) -> bool:
        return user_obj.is_active and may_in_admin(person_of(user_obj), perm)

    def get_user_permissions(self, user_obj, obj=None) -> set[str]:
        return set()

    def get_group_permissions(self, user_obj, obj=None) -> set[str]:
        return set()

    def get_all_permissions(self, user_obj, obj=None) -> set[str]:
        named = Permission.objects.values_list("content_type__app_label", "codename")
        return {f"{app}.{name}" for app, name in named if self.has_perm(user_obj, f"{app}.{name}", obj)}
