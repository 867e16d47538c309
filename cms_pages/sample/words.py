"""How the sample writes a text in three languages."""


def words(field: str, en: str, km: str, fr: str) -> dict[str, str]:
    """The three columns of one translated field: {"title_en": …, "title_km": …, "title_fr": …}."""
    return {f"{field}_en": en, f"{field}_km": km, f"{field}_fr": fr}


def three(en: str, km: str, fr: str) -> dict[str, str]:
    """The same for verbs that take {"en": …, "km": …, "fr": …}."""
    return {"en": en, "km": km, "fr": fr}
