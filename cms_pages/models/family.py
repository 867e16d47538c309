"""A page with its ancestors and its translations: one query for the way back, the language switch and hreflang."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone
from wagtail.models import Page

from cms_pages.models.querysets import pages

HOME_DEPTH = 2


def language_of(url_path: str) -> str:
    """The language of a page from its path in the tree, which is its public address: "/km/news/…" is Khmer."""
    return url_path.split("/", 2)[1]


@dataclass
class Family:
    """`translations`: language → address, public and not copies. `crumbs`: [{url, label}] from below home."""

    translations: dict[str, str] = field(default_factory=dict)
    crumbs: list[dict] = field(default_factory=list)
    language_links: list[dict] = field(default_factory=list)

    @property
    def others(self) -> list[dict]:
        """The other languages in which the page is there."""
        return [link for link in self.language_links if not link["current"] and not link["missing"]]

    @property
    def missing(self) -> list[dict]:
        """The languages in which it is not."""
        return [link for link in self.language_links if link["missing"]]


def family_of(page: Page) -> Family:
    """Reads the page's ancestors and all public translations of it and of them, in one query.

    The switch leads to the translation, or where it is missing to the nearest page above that is there.
    """
    above = [page.path[: Page.steplen * depth] for depth in range(HOME_DEPTH, page.depth)]
    keys = pages().filter(path__in=[*above, page.path]).values("translation_key")
    relatives = (
        pages()
        .public_at(timezone.now())
        .filter(translation_key__in=keys)
        .order_by("-depth")
        .values("url_path", "title", "path", "translation_key")
    )
    family = Family()
    nearest: dict[str, str] = {}
    for relative in relatives:
        url = relative["url_path"]
        nearest.setdefault(language_of(url), url)
        if relative["translation_key"] == page.translation_key:
            family.translations[language_of(url)] = url
        if relative["path"] in above[1:]:
            family.crumbs.insert(0, {"url": url, "label": relative["title"]})
    if family.crumbs:
        family.crumbs.append({"url": "", "label": page.title})
    here = language_of(page.url_path)
    for code, name in sorted(settings.LANGUAGES, key=lambda pair: pair[0] != "km"):  # Khmer first
        url = page.url_path if code == here else nearest.get(code, f"/{code}/")
        missing = code not in family.translations and code != here
        family.language_links.append(
            {"code": code, "name": name, "url": url, "current": code == here, "missing": missing}
        )
    return family
