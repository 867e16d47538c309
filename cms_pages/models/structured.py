"""What machines read about a page: schema.org as plain dictionaries, from public facts only."""

from django.conf import settings


def absolute(path: str) -> str:
    """A path of this site as an absolute address."""
    return f"{settings.BASE_URL}{path}"


def organisation() -> dict:
    """The group itself, as publisher."""
    return {"@type": "Organization", "name": settings.WAGTAIL_SITE_NAME, "url": absolute("/")}


def thing(kind: str, page, **facts) -> dict:
    """A schema.org object about `page`; empty facts are left out."""
    data = {
        "@context": "https://schema.org",
        "@type": kind,
        "name": page.title,
        "url": absolute(page.url_path),
        "inLanguage": page.language,
        **facts,
    }
    return {key: value for key, value in data.items() if value}
