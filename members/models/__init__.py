"""People: who signs in, who they are, whom they speak for, and since when."""

from members.models.app_password import AppPassword
from members.models.application import Application
from members.models.calendar_key import CalendarKey
from members.models.membership import Membership, Seat
from members.models.organisation import Organisation
from members.models.person import Person, Role
from members.models.sign_up import SignUpInvitation
from members.models.user import User

__all__ = [
    "AppPassword",
    "Application",
    "CalendarKey",
    "Membership",
    "Organisation",
    "Person",
    "Role",
    "Seat",
    "SignUpInvitation",
    "User",
]
