"""Sorting as a dictionary does: Khmer by consonant, then vowel, then subscript; Latin without accents or case.

Code-point order is wrong for Khmer (independent vowels come last, ំ after every other vowel). The key is text,
so it can be stored in a column and sorted by the database under a binary collation. Order after CLDR's Khmer
collation, checked against ICU: ក៏, ការ, កែវ, កំពត, កាំង, ក្រុង.
"""

import re

from hub.languages.clusters import tokens

_CONSONANTS = "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរឫឬលឭឮវឝឞសហឡអ"
_VOWELS = [
    "ា",
    "ិ",
    "ី",
    "ឹ",
    "ឺ",
    "ុ",
    "ូ",
    "ួ",
    "ើ",
    "ឿ",
    "ៀ",
    "េ",
    "ែ",
    "ៃ",
    "ោ",
    "ៅ",
    "ុំ",
    "ំ",
    "ាំ",
    "ះ",
    "ិះ",
    "ុះ",
    "េះ",
    "ោះ",
]
# An independent vowel sorts as អ with the vowel it sounds like.
_INDEPENDENT = {
    "ឣ": "អ",
    "ឤ": "អា",
    "ឥ": "អិ",
    "ឦ": "អី",
    "ឧ": "អុ",
    "ឨ": "អុក",
    "ឩ": "អូ",
    "ឪ": "អូវ",
    "ឯ": "អែ",
    "ឰ": "អៃ",
    "ឱ": "អោ",
    "ឲ": "អោ",
    "ឳ": "អៅ",
}
_WEIGHTS = {
    **{letter: chr(0xE100 + place) for place, letter in enumerate(_CONSONANTS)},
    **{vowel: chr(0xE200 + place) for place, vowel in enumerate(_VOWELS)},
    "្": chr(0xE300),
}
_UNITS = re.compile("|".join(sorted(map(re.escape, _WEIGHTS), key=len, reverse=True)))


def _khmer_key(cluster):
    spelled = _INDEPENDENT.get(cluster[0], cluster[0]) + cluster[1:]
    # The shifters only break ties: they come after everything else.
    shifters = "".join(letter for letter in spelled if letter in "៉៊")
    letters = "".join(letter for letter in spelled if letter not in "៉៊")
    return "".join(_WEIGHTS[unit] for unit in _UNITS.findall(letters)), shifters


def sort_key(text):
    """A text key that orders names and titles; numbers first, then Latin, then Khmer.

    Texts that differ only in shifters, accents or spelling variants of the same look keep a fixed order by the
    original text at the end of the key.
    """
    primary, secondary = [], []
    last = None
    for token in tokens(text):
        if last is not None and token.run != last:
            primary.append(" ")
        last = token.run
        if token.text.isdigit():
            primary.append(f"{int(token.text):012}" if len(token.text) <= 12 else token.text)
        elif token.khmer:
            weights, shifters = _khmer_key(token.text)
            primary.append(weights)
            secondary.append(shifters)
        else:
            primary.append(token.text)
    return "".join(primary) + "\t" + "".join(secondary) + "\t" + text
