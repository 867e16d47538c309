"""Who reads what."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Audience(TextChoices):
    PUBLIC = "public", _("public")
    MEMBERS = "members", _("members only")
    SECRETARIAT = "secretariat", _("secretariat only")

    @property
    def reads(self) -> "tuple[Audience, ...]":
        """What this audience may read: members the public text too, the secretariat everything."""
        order = tuple(Audience)
        return order[: order.index(self) + 1]

    @property
    def does_not_read(self) -> "tuple[Audience, ...]":
        return tuple(audience for audience in Audience if audience not in self.reads)
