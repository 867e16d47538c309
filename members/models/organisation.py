"""Organisations: members, court units, hosts and donors alike; what they are is their class."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from members.enums import OrganisationClass


class OrganisationQuerySet(models.QuerySet):
    def listed(self) -> "OrganisationQuerySet":
        """Those that agreed to stand in the public directory."""
        return self.filter(in_directory=True)


class Organisation(models.Model):
    """Names in three languages. What is shown of it in public depends on its consent (`in_directory`)."""

    name = TranslatedField(models.CharField(_("name"), max_length=200, blank=True), {"en": {"blank": False}})
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    organisation_class = models.CharField(
        _("class"), max_length=20, choices=OrganisationClass.choices, default=OrganisationClass.CIVIL_SOCIETY
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="units",
    )
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(
        _("role address"), blank=True, help_text=_("Such as office@; never a private one.")
    )
    in_directory = models.BooleanField(
        _("agreed to be named in public"), default=False, help_text=_("Off: public pages only count it.")
    )
    is_sample = models.BooleanField(_("invented for the sample"), default=False, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name_en
