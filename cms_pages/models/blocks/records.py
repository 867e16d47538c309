"""Facts with fields of their own: figures, pictures, contacts, addresses, helplines, phases, logos."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms_pages.enums import DatePrecision, LogoRole


class FigureBlock(blocks.StructBlock):
    figure = blocks.CharBlock(label=_("figure"), max_length=60, help_text=_("As published: “more than 200”."))
    label = blocks.CharBlock(label=_("what it counts"), max_length=200)
    source = blocks.CharBlock(label=_("source"), max_length=300)
    year = blocks.CharBlock(label=_("year"), max_length=20, required=False)


class FiguresBlock(blocks.StructBlock):
    items = blocks.ListBlock(FigureBlock(label=_("figure")), label=_("figures"))

    class Meta:
        icon = "list-ol"
        label = _("figures with their sources")
        template = "cms_pages/blocks/figures.html"
        description = _("Numbers, each with its source and year; none is corrected from another")
        preview_value = {
            "items": [
                {"figure": "87", "label": "people interviewed", "source": "Field study", "year": "2024"}
            ]
        }


class ImageBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("picture"), required=False)
    caption = blocks.CharBlock(label=_("caption"), max_length=300, required=False)

    class Meta:
        icon = "image"
        label = _("picture")
        template = "cms_pages/blocks/image.html"
        description = _("A picture with credit; without consent only a sentence stands in its place")
        preview_value = {"image": None, "caption": "The meeting room before the first session"}


class GalleryPictureBlock(ImageBlock):
    """A place in a gallery; it may wait for its picture, its consent or its caption."""

    needs_caption = blocks.BooleanBlock(label=_("the caption still has to be written"), required=False)

    class Meta:
        icon = "image"
        label = _("picture of the gallery")
        template = "cms_pages/blocks/gallery_picture.html"
        description = _("A picture, or the place of one that waits for consent or a caption")
        preview_value = {"image": None, "caption": "Training day", "needs_caption": False}


PRIVATE_PROVIDERS = (
    "gmail.",
    "googlemail.",
    "yahoo.",
    "hotmail.",
    "outlook.",
    "live.",
    "icloud.",
    "proton",
    "ymail.",
    "aol.",
)


class ContactValue(blocks.StructValue):
    """What of a contact is public: the one place that decides it."""

    @property
    def public_phone(self) -> str:
        return "" if self["hidden"] else self["phone"] or self["phone_as_published"]

    @property
    def public_email(self) -> str:
        """A private address stands only beside somebody who is in office now."""
        address = self["email"] or ""
        private = address.rpartition("@")[2].lower().startswith(PRIVATE_PROVIDERS)
        return "" if self["hidden"] or (private and self["historic"]) else address

    @property
    def holds_back(self) -> bool:
        """Whether something was kept out, so that the page can say so."""
        everything = (self["phone"] or self["phone_as_published"], self["email"] or "")
        return everything != (self.public_phone, self.public_email)


class ContactBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("name"), max_length=200, required=False)
    role = blocks.CharBlock(label=_("role"), max_length=200, required=False)
    organisation = blocks.CharBlock(label=_("organisation"), max_length=200, required=False)
    phone = blocks.CharBlock(label=_("telephone"), max_length=60, required=False)
    phone_as_published = blocks.CharBlock(label=_("as published"), max_length=120, required=False)
    email = blocks.EmailBlock(label=_("e-mail address"), required=False)
    historic = blocks.BooleanBlock(
        label=_("contact at the time, not to be used today"), required=False, default=False
    )
    hidden = blocks.BooleanBlock(
        label=_("held back: telephone and e-mail are not public"), required=False, default=False
    )

    class Meta:
        icon = "mail"
        value_class = ContactValue
        label = _("contact")
        template = "cms_pages/blocks/contact.html"
        description = _("A person or office to write to; private numbers are held back")
        preview_value = {
            "name": "Press desk",
            "role": "Press officer",
            "organisation": "Paper Boat Initiative",
        }


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("document"))
    note = blocks.CharBlock(label=_("note"), max_length=300, required=False)
    language = blocks.ChoiceBlock(label=_("language"), choices=settings.LANGUAGES, required=False)

    class Meta:
        icon = "doc-full"
        label = _("document")
        template = "cms_pages/blocks/document.html"
        description = _("A file with its kind, size and language")
        preview_value = None


class HelplineValue(blocks.StructValue):
    @property
    def is_current(self) -> bool:
        """A number that nobody has verified, or that is out of service, is not shown."""
        return bool(self["verified_on"]) and not self["withdrawn"]


class HelplineBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("name"), max_length=200)
    phone = blocks.CharBlock(label=_("telephone"), max_length=60)
    hours = blocks.CharBlock(label=_("hours"), max_length=120, required=False)
    languages = blocks.CharBlock(label=_("languages spoken"), max_length=120, required=False)
    verified_on = blocks.DateBlock(
        label=_("last verified on"), required=False, help_text=_("A number nobody has verified is not shown.")
    )
    withdrawn = blocks.BooleanBlock(label=_("no longer in service"), required=False, default=False)

    class Meta:
        icon = "help"
        value_class = HelplineValue
        label = _("helpline")
        template = "cms_pages/blocks/helpline.html"
        description = _("A number to call for help, with the day it was last verified")
        preview_value = {"name": "Listening line", "phone": "+855 00 000 000", "verified_on": "2026-01-05"}


class PhoneBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        label=_("kind"), choices=[("phone", _("Telephone")), ("fax", _("Fax"))], default="phone"
    )
    number = blocks.CharBlock(label=_("number"), max_length=60)
    as_published = blocks.CharBlock(label=_("as published"), max_length=60, required=False)


class AddressBlock(blocks.StructBlock):
    """An address with the time it was valid; a historic one is never a current contact."""

    text = blocks.TextBlock(label=_("address"), max_length=500)
    phones = blocks.ListBlock(PhoneBlock(label=_("number")), label=_("numbers"), default=[])
    valid_from = blocks.DateBlock(label=_("valid from"), required=False)
    valid_until = blocks.DateBlock(label=_("valid until"), required=False)
    validity = blocks.CharBlock(
        label=_("validity in words"), max_length=200, required=False, help_text=_("“until the move in 2023”")
    )
    historic = blocks.BooleanBlock(label=_("historic"), required=False, default=False)

    class Meta:
        icon = "site"
        label = _("address")
        template = "cms_pages/blocks/address.html"
        description = _("A postal address and its numbers, with the time it was valid")
        preview_value = {"text": "12 Example Street, Phnom Penh", "phones": [], "historic": True}


class PhaseBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("phase"), max_length=250)
    starts_on = blocks.DateBlock(label=_("from"), required=False)
    ends_on = blocks.DateBlock(label=_("until"), required=False)
    precision = blocks.ChoiceBlock(
        label=_("known to the"), choices=DatePrecision.choices, default=DatePrecision.MONTH
    )
    note = blocks.CharBlock(label=_("note"), max_length=300, required=False)

    class Meta:
        icon = "date"
        label = _("phase")
        template = "cms_pages/blocks/phase.html"
        description = _("One phase of a project with its period")
        preview_value = {"title": "Phase I", "starts_on": "2016-01-01", "precision": "month"}


class PartyBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("organisation"), max_length=250)
    note = blocks.CharBlock(label=_("part it plays"), max_length=300, required=False)

    class Meta:
        icon = "group"
        label = _("organisation")
        template = "cms_pages/blocks/party.html"
        description = _("A donor, a partner or an organiser")
        preview_value = {"name": "Seven Palms Archive", "note": "host"}


class SignatoryBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("name"), max_length=250)
    title = blocks.CharBlock(label=_("title"), max_length=250, required=False)

    class Meta:
        icon = "edit"
        label = _("signatory")
        template = "cms_pages/blocks/signatory.html"
        description = _("Somebody who signs a statement")
        preview_value = {"name": "Paper Boat Initiative", "title": "for its members"}


class CitationBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("citation"), max_length=1000)
    url = blocks.URLBlock(label=_("address"), required=False)

    class Meta:
        icon = "link"
        label = _("citation")
        template = "cms_pages/blocks/citation.html"
        description = _("A source, with or without an address")
        preview_value = {"text": "Handbook on listening, 2020"}


class LogoBlock(blocks.StructBlock):
    """A slot for a logo; it cannot be published without the organisation and a description."""

    role = blocks.ChoiceBlock(label=_("part it plays"), choices=LogoRole.choices, default=LogoRole.PRODUCED)
    organisation = blocks.CharBlock(label=_("organisation"), max_length=250)
    image = ImageChooserBlock(label=_("logo"), required=False)
    alt = blocks.CharBlock(label=_("description of the logo"), max_length=250)

    class Meta:
        icon = "image"
        label = _("logo")
        template = "cms_pages/blocks/logo.html"
        description = _("Who produced, supported or implemented this")
        preview_value = {"role": "produced", "organisation": "Paper Boat Initiative", "alt": "A paper boat"}
