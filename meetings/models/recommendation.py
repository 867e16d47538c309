"""What documents ask of others, kept as records so that somebody can say what came of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from meetings.enums import RecommendationState
from meetings.models.action import Action


class Recommendation(models.Model):
    """A recommendation as published. `document_key` is the translation key of the page it stands on."""

    document_key = models.UUIDField(null=True, blank=True, db_index=True)
    source = models.CharField(_("source"), max_length=300)
    section = models.CharField(_("section"), max_length=200, blank=True)
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    title = TranslatedField(models.CharField(_("title"), max_length=250, blank=True))
    text = TranslatedField(models.TextField(_("text as published"), max_length=4000, blank=True))
    addressees = models.CharField(_("addressed to"), max_length=300, blank=True)
    state = models.CharField(
        _("state"), max_length=15, choices=RecommendationState.choices, default=RecommendationState.NOTED
    )
    actions = models.ManyToManyField(
        Action, blank=True, related_name="recommendations", verbose_name=_("actions")
    )

    class Meta:
        ordering = ["source", "number"]
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")

    def __str__(self) -> str:
        return f"{self.source} {self.number}"
