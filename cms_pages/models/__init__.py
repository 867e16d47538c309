"""Page kinds, their blocks and their pictures."""

from cms_pages.models.events import EventPage
from cms_pages.models.home import HomePage
from cms_pages.models.images import HubImage, HubRendition
from cms_pages.models.imports import ImportRecord
from cms_pages.models.news import NewsIndexPage, NewsPage, PressReleasePage
from cms_pages.models.plain import ArchiveIndexPage, PlainPage, SectionIndexPage
from cms_pages.models.project import ProjectPage
from cms_pages.models.publications import FactsheetPage, PublicationPage
from cms_pages.models.structure import StructurePage

__all__ = [
    "ArchiveIndexPage",
    "EventPage",
    "FactsheetPage",
    "HomePage",
    "HubImage",
    "HubRendition",
    "ImportRecord",
    "NewsIndexPage",
    "NewsPage",
    "PlainPage",
    "PressReleasePage",
    "ProjectPage",
    "PublicationPage",
    "SectionIndexPage",
    "StructurePage",
]
