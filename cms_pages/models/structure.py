"""What an office is for, as it described itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms_pages.models.base import DATE_PANELS, DatedMixin, HubPage
from cms_pages.models.blocks import BODY_BLOCKS, AddressBlock, ContactBlock, lines
from cms_pages.models.stream_text import stream_text
from members.models import Organisation


class StructurePage(DatedMixin, HubPage):
    """A unit with mission, vision, goal, objectives and strategies in fields of their own."""

    unit = models.ForeignKey(
        Organisation,
        verbose_name=_("unit"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    unit_name = models.CharField(_("unit, as published"), max_length=250, blank=True)
    introduction = models.TextField(_("introduction"), max_length=4000, blank=True)
    mission = models.TextField(_("mission"), max_length=4000, blank=True)
    vision = models.TextField(_("vision"), max_length=4000, blank=True)
    goal = models.TextField(_("goal"), max_length=4000, blank=True)
    objective = models.TextField(_("objective"), max_length=4000, blank=True)
    objectives = StreamField(
        lines("objective", _("objective")), verbose_name=_("objectives, point by point"), blank=True
    )
    strategies = models.TextField(_("key strategies"), max_length=4000, blank=True)
    tasks = StreamField(lines("task", _("task")), verbose_name=_("tasks"), blank=True)
    body = StreamField(BODY_BLOCKS, verbose_name=_("more"), blank=True)
    addresses = StreamField([("address", AddressBlock())], verbose_name=_("addresses"), blank=True)
    contacts = StreamField([("contact", ContactBlock())], verbose_name=_("contacts"), blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("unit"), FieldPanel("unit_name")], heading=_("Unit")),
        *DATE_PANELS,
        FieldPanel("introduction"),
        FieldPanel("mission"),
        FieldPanel("vision"),
        FieldPanel("goal"),
        FieldPanel("objective"),
        FieldPanel("objectives"),
        FieldPanel("strategies"),
        FieldPanel("tasks"),
        FieldPanel("body"),
        FieldPanel("addresses"),
        FieldPanel("contacts"),
    ]
    parent_page_types = ["cms_pages.HomePage", "cms_pages.SectionIndexPage", "cms_pages.ArchiveIndexPage"]
    subpage_types = []
    template = "cms_pages/structure_page.html"

    class Meta:
        verbose_name = _("structure page")
        verbose_name_plural = _("structure pages")

    def public_text(self) -> list[str]:
        return [
            *super().public_text(),
            self.unit_name,
            self.introduction,
            self.mission,
            self.vision,
            self.goal,
            self.objective,
            stream_text(self.objectives),
            self.strategies,
            stream_text(self.tasks),
            stream_text(self.body),
            stream_text(self.contacts),
        ]
