"""Names of people as the group writes them: the family name in capitals, in the order the person chose."""

from hub.languages.clusters import fold


def full_name(family, given, *, family_first=True, honorific="", khmer="", language="en"):
    """ "HANG Vannak", "Falguni DEBNATH", with an honorific "Mr. HANG Vannak".

    On Khmer pages the name in Khmer script stands alone, if there is one; the honorific is the person's own
    choice and is never guessed.
    """
    if language == "km" and khmer:
        name = khmer
    else:
        parts = (family.upper(), given) if family_first else (given, family.upper())
        name = " ".join(part for part in parts if part)
    return f"{honorific} {name}" if honorific and name else name


def name_search_text(*names):
    """Folded text of all spellings of a name, to be kept beside it; `search_pieces` are looked for inside."""
    return " ".join(fold(name) for name in names if name)


def search_pieces(query):
    """The folded pieces of what somebody typed; each must stand somewhere in the search text, in any order."""
    return fold(query).split()
