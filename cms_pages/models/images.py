"""Pictures: only their pixels are kept, and none is shown without consent."""

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField
from wagtail.images.models import AbstractImage, AbstractRendition

from cms_pages.models.pixels import only_pixels


class HubImage(AbstractImage):
    """A picture with its credit, its consent and a description in each language.

    Consent is given for the people in it, may end on a day, and may be withdrawn; `may_be_shown` is the one
    question that pages ask.
    """

    credit = models.CharField(_("credit"), max_length=200, blank=True)
    alt = TranslatedField(
        models.CharField(_("description for those who do not see it"), max_length=300, blank=True)
    )
    shows_people = models.BooleanField(_("people can be recognised in it"), default=True)
    consent_given = models.BooleanField(
        _("everybody in it has agreed"),
        default=False,
        help_text=_("Children need a guardian's consent. Faces of survivors are not shown by default."),
    )
    consent_note = models.CharField(_("where the consent is filed"), max_length=200, blank=True)
    consent_until = models.DateField(_("consent ends on"), null=True, blank=True)
    consent_withdrawn_on = models.DateField(_("consent withdrawn on"), null=True, blank=True)

    admin_form_fields = (
        "title",
        "file",
        "credit",
        "alt_en",
        "alt_km",
        "alt_fr",
        "shows_people",
        "consent_given",
        "consent_note",
        "consent_until",
        "consent_withdrawn_on",
        "collection",
        "tags",
    )

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def save(self, *args, **kwargs) -> None:
        """Keep only the pixels of a newly uploaded file, before anything of it reaches the disk."""
        if self.file and not self.file._committed:
            self.file = only_pixels(self.file)
        super().save(*args, **kwargs)

    def may_be_shown(self, today: date | None = None) -> bool:
        """Whether the picture may stand on a public page on `today` (Phnom Penh)."""
        today = today or timezone.localdate()
        if self.consent_withdrawn_on and self.consent_withdrawn_on <= today:
            return False
        if self.consent_until and self.consent_until < today:
            return False
        return bool(self.credit) and (self.consent_given or not self.shows_people)


class HubRendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(HubImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]

    def save(self, *args, **kwargs) -> None:
        """Close the temporary file that Wagtail drew the picture into, once it is stored."""
        drawn = self.file.file if self.file and not self.file._committed else None
        super().save(*args, **kwargs)
        if drawn:
            drawn.close()
