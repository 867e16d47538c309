"""What the importer knows of this field: bodies and their spellings, provinces, peoples, typing errors seen.

Names are used to recognise, never to rewrite: the published spelling stays in the text.
"""

import re

# Canonical short name -> spellings met in legacy pages (matched without regard to case).
BODIES = {
    "ECCC": (
        "Extraordinary Chambers in the Courts of Cambodia",
        "Chambres extraordinaires au sein des tribunaux cambodgiens",
        "ECCC",
        "CETC",
        "អង្គជំនុំជម្រះវិសាមញ្ញក្នុងតុលាការកម្ពុជា",
    ),
    "VSS": (
        "Victims Support Section",
        "Victim Support Section",
        "Victim Support Session",
        "Victims Unit",
        "VSS",
    ),
    "LDC": ("Legal Documentation Center", "Legal Documentation Centre", "LDC"),
    "TPO": ("Transcultural Psychosocial Organization", "TPO"),
    "CDP": ("Cambodian Defenders Project", "CDP"),
    "CHRAC": ("Cambodian Human Rights Action Committee", "Cambodian Human Rights Action Coalition", "CHRAC"),
    "WPM": ("Women Peace Makers", "Women Peacemakers", "WPM"),
    "UN Women": (
        "United Nations Entity for Gender Equality and the Empowerment of Women",
        "UN-Women",
        "UN Women",
    ),
    "UN Trust Fund to End Violence against Women": (
        "UN Trust Fund to End Violence against Women",
        "UN-Trust Fund to End Violence against Women",
        "United Nations Trust Fund to End Violence against Women",
    ),
    "ECCC Virtual Tribunal": ("ECCC Virtual Tribunal", "Virtual Tribunal"),
    "GIZ": ("Deutsche Gesellschaft für Internationale Zusammenarbeit", "GIZ"),
    "USAID": ("USAID",),
    "European Union": ("European Union", "Union européenne"),
}
ADDRESSEES = {
    "MoSVY": ("MoSVY", "Ministry of Social Affairs, Veterans and Youth Rehabilitation"),
    "MoH": ("MoH", "Ministry of Health"),
    "MOI": ("MOI", "MoI", "Ministry of Interior"),
    "MoEYS": ("MoEYS", "Ministry of Education, Youth and Sport"),
    "R2P focal point": ("R2P focal point", "Responsibility to Protect focal point"),
    "ECCC legacy institution": ("ECCC legacy institution", "legacy institution"),
    "local authorities": ("local authorities",),
    "civil society": ("civil society organisations", "civil society organizations"),
    "donors": ("international donors", "donors"),
    "Royal Government": ("Royal Government",),
}
PROVINCES = (
    "Banteay Meanchey", "Battambang", "Kampong Cham", "Kampong Chhnang", "Kampong Speu", "Kampong Thom", "Kampot",
    "Kandal", "Kep", "Koh Kong", "Kratie", "Mondulkiri", "Mondul Kiri", "Oddar Meanchey", "Pailin", "Preah Sihanouk",
    "Preah Vihear", "Prey Veng", "Pursat", "Ratanakiri", "Ratanak Kiri", "Siem Reap", "Stung Treng", "Svay Rieng",
    "Takeo", "Tboung Khmum", "Tbong Khmum",
)  # fmt: skip
PEOPLES = (
    "Khmer Krom", "Kampuchea Krom", "ethnic Vietnamese", "Vietnamese", "Cham", "Muslim", "Christian", "Catholic",
    "Chinese", "Bunong", "Phnong", "Jarai", "Tampuan", "Kuy", "indigenous", "ethnic Lao", "ethnic Thai", "Buddhist",
)  # fmt: skip

# Typing errors seen in published pages -> the reading meant. Shown beside, never put in their place.
MISSPELLINGS = {
    "facilatating": "facilitating",
    "saticfied": "satisfied",
    "wholeheartdly": "wholeheartedly",
    "thorugh": "through",
    "non-govermental": "non-governmental",
    "govermental": "governmental",
    "has formulates": "has formulated",
    "as the followings": "as follows",
    "non- judicial": "non-judicial",
    "position developments": "positive developments",
    "activitiy": "activity",
    "Victim Support Session": "Victims Support Section",
    "invited reach out": "invited to reach out",
    "Denath": "Debnath",
}
# (what the address contains, sentence for the editor)
ADDRESS_VALIDITY = (("national road 4", "historic (until the move to Russian Boulevard, 2023)"),)

LETTERHEADS = (
    "Extraordinary Chambers in the Courts of Cambodia",
    "Chambres extraordinaires au sein des tribunaux cambodgiens",
    "អង្គជំនុំជម្រះវិសាមញ្ញក្នុងតុលាការកម្ពុជា",
    "ព្រះរាជាណាចក្រកម្ពុជា",
    "ជាតិ សាសនា ព្រះមហាក្សត្រ",
    "Kingdom of Cambodia",
    "Nation Religion King",
    "Royaume du Cambodge",
    "Nation Religion Roi",
    "Victims Support Section",
    "Public Affairs Section",
    "Office of Administration",
)


def pattern(names) -> re.Pattern:
    """One alternation over the spellings, longest first, on word borders."""
    ordered = sorted(set(names), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")(?!\w)", re.I)


BODY = pattern(spelling for spellings in BODIES.values() for spelling in spellings)
ADDRESSEE = pattern(spelling for spellings in ADDRESSEES.values() for spelling in spellings)
PROVINCE = pattern(PROVINCES)
PEOPLE = pattern(PEOPLES)
MISSPELLING = pattern(MISSPELLINGS)
_CANONICAL = {
    spelling.casefold(): name
    for table in (BODIES, ADDRESSEES)
    for name, spellings in table.items()
    for spelling in spellings
}
_READING = {wrong.casefold(): right for wrong, right in MISSPELLINGS.items()}


def bodies_in(text: str) -> list[str]:
    """Canonical names of the bodies a text mentions, in order, each once."""
    return _names(BODY, text)


def full_name(short: str) -> str:
    """ "ECCC" -> "Extraordinary Chambers in the Courts of Cambodia (ECCC)"; other names as they are."""
    first = BODIES.get(short, (short,))[0]
    return first if first == short else f"{first} ({short})"


def addressees_in(text: str) -> list[str]:
    return _names(ADDRESSEE, text)


def reading(wrong: str) -> str:
    return _READING.get(wrong.casefold(), wrong)


def _names(expression: re.Pattern, text: str) -> list[str]:
    return list(dict.fromkeys(_CANONICAL[match[0].casefold()] for match in expression.finditer(text)))
