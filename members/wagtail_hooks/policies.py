"""What the desk may not do to a row, whoever sits there. The rest follows from the roles (`members.rules`)."""

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from members.models import Application, Organisation, Person, Role


class NeverDeleted(ModelPermissionPolicy):
    """For rows that the record refers to: they are ended or corrected, not deleted."""

    def user_has_permission(self, user, action):
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return super().user_has_any_permission(user, set(actions) - {"delete"})


class NeverAdded(NeverDeleted):
    """Applications come through the public form only."""

    def user_has_permission(self, user, action):
        return action != "add" and super().user_has_permission(user, action)


for model in (Organisation, Person, Role):
    register_permission_policy(model, NeverDeleted(model))
register_permission_policy(Application, NeverAdded(Application))
