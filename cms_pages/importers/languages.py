"""Which of the three languages a piece of text is in: by script for Khmer, by small words for the others."""

import re

KHMER = re.compile(r"[\u1780-\u17ff\u19e0-\u19ff]")
WORD = re.compile(r"[^\W\d_]+(?:['’])?")
ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "that",
        "is",
        "was",
        "for",
        "with",
        "on",
        "by",
        "as",
        "are",
        "be",
        "at",
        "this",
        "from",
        "have",
        "has",
        "which",
        "their",
        "or",
        "an",
        "will",
        "not",
        "they",
        "were",
        "its",
        "been",
        "our",
        "who",
    ]
)
FRENCH = frozenset(
    [
        "le",
        "la",
        "les",
        "des",
        "du",
        "de",
        "et",
        "à",
        "en",
        "un",
        "une",
        "que",
        "qui",
        "pour",
        "dans",
        "par",
        "sur",
        "est",
        "sont",
        "au",
        "aux",
        "avec",
        "ce",
        "cette",
        "ces",
        "ne",
        "pas",
        "se",
        "plus",
        "ont",
        "été",
        "leur",
        "leurs",
        "nous",
        "vous",
        "sein",
        "royaume",
        "nation",
        "roi",
        "d’",
        "l’",
        "d'",
        "l'",
    ]
)
SAMPLE = 4_000


def guess_language(text: str) -> str:
    """ "km", "fr", "en", or "" when nothing speaks for any of them (a name, a number)."""
    sample = text[:SAMPLE]
    letters = sum(character.isalpha() for character in sample)
    khmer = len(KHMER.findall(sample))
    if khmer and khmer * 2 >= letters:
        return "km"
    words = [word.casefold() for word in WORD.findall(sample)]
    english = sum(word in ENGLISH for word in words)
    french = sum(word in FRENCH for word in words)
    if not english and not french:
        return ""
    return "fr" if french > english else "en"
