"""People and what the group has asked them to do."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.keys import token_for
from hub.languages.names import name_search_text, search_pieces
from members.enums import SECRETARIAT_ROLES, Language, NameOrder, RoleKind
from members.models.periods import PeriodModel


class PersonQuerySet(models.QuerySet):
    def active(self) -> "PersonQuerySet":
        """People who have not been deactivated."""
        return self.filter(is_active=True)

    def unreachable(self) -> "PersonQuerySet":
        """Active people from whose address the last mail came back, the latest first."""
        return self.active().filter(bounced_at__isnull=False).order_by("-bounced_at")

    def reminded(self) -> "PersonQuerySet":
        """Who may be reminded by mail: active, reachable, and they have not said that they want no reminders."""
        return self.active().filter(bounced_at__isnull=True, wants_reminders=True).exclude(email="")

    def matching(self, query: str) -> "PersonQuerySet":
        """People whose name holds every piece of what was typed, Latin or Khmer, in any order and usual spelling."""
        found = self
        for piece in search_pieces(query):
            found = found.filter(search_name__contains=piece)
        return found

    def secretariat(self, on=None) -> "PersonQuerySet":
        """People who hold a secretariat role on the date `on` (Phnom Penh; default today)."""
        held = Role.objects.current(on).filter(kind__in=SECRETARIAT_ROLES)
        return self.active().filter(pk__in=held.values("person_id"))


class Person(models.Model):
    """Family name first and in capitals, as Cambodians write it; a foreigner's given name first.

    No field says whether somebody is a survivor or civil party, and no form asks. `bounced_at` is when a mail last
    came back from the address, with the status code it came with ("5.1.1", RFC 3463); empty when mail arrives.
    """

    actor_kind = "person"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="person"
    )
    family_name = models.CharField(_("family name"), max_length=100)
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    name_order = models.CharField(
        _("order of names"), max_length=15, choices=NameOrder.choices, default=NameOrder.FAMILY_FIRST
    )
    khmer_name = models.CharField(_("name in Khmer script"), max_length=200, blank=True)
    honorific = models.CharField(
        _("honorific"), max_length=40, blank=True, help_text="Mr., Ms., Dr., H.E., លោកស្រី …"
    )
    title = models.CharField(_("title or office"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.KM)
    is_active = models.BooleanField(_("active"), default=True)
    key_version = models.PositiveIntegerField(default=1, editable=False)
    wants_reminders = models.BooleanField(_("gets reminders by mail"), default=True, editable=False)
    bounced_at = models.DateTimeField(null=True, blank=True, editable=False)
    bounce_status = models.CharField(max_length=12, blank=True, editable=False)
    search_name = models.CharField(max_length=400, blank=True, editable=False)
    is_sample = models.BooleanField(_("invented for the sample"), default=False, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["family_name", "given_name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="members_person_email", condition=~Q(email=""))
        ]

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args, **kwargs) -> None:
        """`search_name` follows the names, so that autocomplete finds other spellings (`matching`)."""
        self.search_name = name_search_text(self.family_name, self.given_name, self.khmer_name)[:400]
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_name"}
        super().save(*args, **kwargs)

    @property
    def reminders_token(self) -> str:
        """What opens the page where reminders are switched off and on; it opens nothing else."""
        return token_for("reminders", self.pk, self.key_version)

    @property
    def display_name(self) -> str:
        """ "HANG Vannak", "Falguni DEBNATH": the family name in capitals in either order."""
        family = self.family_name.upper()
        parts = (
            [family, self.given_name]
            if self.name_order == NameOrder.FAMILY_FIRST
            else [self.given_name, family]
        )
        return " ".join(part for part in parts if part)

    @property
    def actor_id(self) -> str:
        return str(self.pk)

    @property
    def actor_name(self) -> str:
        return self.display_name

    def name_in(self, language: str) -> str:
        """The Khmer name on Khmer pages where it is known, else the Latin one."""
        return self.khmer_name if language == "km" and self.khmer_name else self.display_name


class RoleQuerySet(models.QuerySet):
    def current(self, on=None) -> "RoleQuerySet":
        """Roles held on the date `on` (Phnom Penh; default today)."""
        on = on or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)


class Role(PeriodModel):
    """An office in the group for a time: one side of the secretariat, chair, administrator."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="roles", verbose_name=_("person")
    )
    kind = models.CharField(_("role"), max_length=30, choices=RoleKind.choices)

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-since"]
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"
