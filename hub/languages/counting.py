"""The counting sentence: who took part, in words, from numbers that were counted elsewhere.

"16 representatives of nine organisations took part, and one individual advocate. In addition: three guests,
and further staff: at least 20 people." The rules are those of the design's counting section: court units,
host, donors and observers stand *in addition*; individual advocates are worded apart; unnamed groups show
without a number and make the total a lower bound; a number a source states is said to be stated.
"""

from dataclasses import dataclass

from hub.languages.numbers import capitalised, number


@dataclass(frozen=True)
class Counts:
    """What was counted at one meeting.

    `representatives` and `organisations` are None where nobody counted (an import without names): that is
    never worded as zero. `advocates` are individual members; `guests` everyone named in addition;
    `unnamed_groups` says that further people came whom nobody counted; `stated` that the numbers come from
    a source and were not computed from names. `women` is a total that somebody counted among all of them, None
    where nobody did.
    """

    representatives: int | None = None
    organisations: int | None = None
    advocates: int = 0
    guests: int = 0
    unnamed_groups: bool = False
    stated: bool = False
    women: int | None = None

    @property
    def known(self):
        return self.representatives is not None or self.organisations is not None or bool(self.advocates)

    @property
    def people(self):
        """All named or counted people, or None if the representatives were not counted."""
        if self.representatives is None:
            return None
        return self.representatives + self.advocates + self.guests


def attendance_sentence(counts, language):
    """All sentences as one text; see `attendance_sentences`."""
    return " ".join(attendance_sentences(counts, language))


def attendance_sentences(counts, language):
    """Whole sentences: those who count, those in addition (left out if there are none), the women if counted."""
    words = _LANGUAGES[language]
    sentences = [words.members(counts)]
    if counts.guests or counts.unnamed_groups:
        sentences.append(words.addition(counts))
    if counts.women is not None:
        sentences.append(words.women(counts.women))
    return sentences


def representatives_phrase(counts, language):
    """The countable part alone, for a heading or a list: "16 representatives of nine organisations"."""
    return _LANGUAGES[language].phrase(counts)


class _English:
    stated = ", as stated in the source"

    @classmethod
    def phrase(cls, counts):
        people, bodies = counts.representatives, counts.organisations
        parts = []
        if people is not None:
            parts.append(f"{cls.count(people)} representative{'' if people == 1 else 's'}")
        if bodies is not None:
            parts.append(f"{cls.count(bodies)} organisation{'' if bodies == 1 else 's'}")
        return " of ".join(parts)

    @staticmethod
    def count(value):
        return number(value, "en")

    @classmethod
    def advocates(cls, counts):
        return f"{cls.count(counts.advocates)} individual advocate{'' if counts.advocates == 1 else 's'}"

    @classmethod
    def members(cls, counts):
        if not counts.known:
            return (
                "The source states no number of participants."
                if counts.stated
                else "Attendance is not recorded."
            )
        end = cls.stated if counts.stated else ""
        if counts.representatives or (counts.representatives is None and counts.organisations):
            apart = f", and {cls.advocates(counts)}" if counts.advocates else ""
            return f"{capitalised(cls.phrase(counts))} took part{apart}{end}."
        if counts.advocates:
            none = "" if counts.representatives is None else " No organisation was represented."
            return f"{capitalised(cls.advocates(counts))} took part{end}.{none}"
        return f"No organisation was represented{end}."

    @classmethod
    def addition(cls, counts):
        guests = f"{cls.count(counts.guests)} guest{'' if counts.guests == 1 else 's'}"
        if not counts.unnamed_groups:
            return f"In addition: {guests}."
        start = f"In addition: {guests}, and further staff" if counts.guests else "In addition: further staff"
        if not counts.people:
            return f"{start}."
        return f"{start}: at least {cls.count(counts.people)} {'person' if counts.people == 1 else 'people'}."

    @classmethod
    def women(cls, women):
        return f"Among those present: {cls.count(women) if women else 'no'} {'woman' if women == 1 else 'women'}."


class _French:
    stated = ", selon la source"

    @classmethod
    def phrase(cls, counts):
        people, bodies = counts.representatives, counts.organisations
        bodies_text = None
        if bodies is not None:
            bodies_text = f"{number(bodies, 'fr', feminine=True)} organisation{'s' if bodies > 1 else ''}"
        if people is None:
            return bodies_text or ""
        people_text = f"{number(people, 'fr')} représentant{'s' if people > 1 else ''}"
        if bodies_text is None:
            return people_text
        of = "d’" if bodies in (0, 1) else "de "
        return f"{people_text} {of}{bodies_text}"

    @staticmethod
    def advocates(counts):
        many = "s" if counts.advocates > 1 else ""
        return (
            f"{number(counts.advocates, 'fr', feminine=True)} personne{many} engagée{many} à titre individuel"
        )

    @classmethod
    def members(cls, counts):
        if not counts.known:
            return (
                "La source n’indique pas le nombre de participants."
                if counts.stated
                else "La participation n’est pas enregistrée."
            )
        end = cls.stated if counts.stated else ""
        leading = counts.representatives if counts.representatives is not None else counts.organisations
        if leading:
            verb = "a pris part" if leading == 1 else "ont pris part"
            apart = ""
            if counts.advocates:
                apart = f", ainsi {'qu’' if counts.advocates == 1 else 'que '}{cls.advocates(counts)}"
            return f"{capitalised(cls.phrase(counts))} {verb} à la réunion{apart}{end}."
        if counts.advocates:
            verb = "a pris part" if counts.advocates == 1 else "ont pris part"
            none = "" if counts.representatives is None else " Aucune organisation n’était représentée."
            return f"{capitalised(cls.advocates(counts))} {verb} à la réunion{end}.{none}"
        return f"Aucune organisation n’était représentée{end}."

    @staticmethod
    def addition(counts):
        guests = f"{number(counts.guests, 'fr')} invité{'s' if counts.guests > 1 else ''}"
        if not counts.unnamed_groups:
            return f"En outre : {guests}."
        start = (
            f"En outre : {guests}, et d’autres membres du personnel"
            if counts.guests
            else "En outre : d’autres membres du personnel"
        )
        if not counts.people:
            return f"{start}."
        people = number(counts.people, "fr", feminine=True)
        return f"{start} : au moins {people} personne{'s' if counts.people > 1 else ''}."

    @staticmethod
    def women(women):
        count = number(women, "fr", feminine=True) if women else "aucune"
        return f"Parmi les personnes présentes : {count} femme{'s' if women > 1 else ''}."


class _Khmer:
    @staticmethod
    def phrase(counts):
        people, bodies = counts.representatives, counts.organisations
        if people is None:
            return "" if bodies is None else f"អង្គការចំនួន {number(bodies, 'km')}"
        text = f"អ្នកតំណាង {number(people, 'km')} នាក់"
        return text if bodies is None else f"{text} មកពីអង្គការចំនួន {number(bodies, 'km')}"

    @staticmethod
    def advocates(counts):
        return f"បុគ្គល {number(counts.advocates, 'km')} នាក់ ក្នុងនាមផ្ទាល់ខ្លួន"

    @classmethod
    def members(cls, counts):
        if not counts.known:
            return "ប្រភពមិនបានបញ្ជាក់ចំនួនអ្នកចូលរួមទេ។" if counts.stated else "មិនមានកំណត់ត្រាអ្នកចូលរួមទេ។"
        end = " តាមប្រភព" if counts.stated else ""
        if counts.representatives or (counts.representatives is None and counts.organisations):
            apart = f" ព្រមទាំង{cls.advocates(counts)}" if counts.advocates else ""
            return f"{cls.phrase(counts)} បានចូលរួម{apart}{end}។"
        if counts.advocates:
            none = "" if counts.representatives is None else " គ្មានអង្គការណាមានអ្នកតំណាងទេ។"
            return f"{cls.advocates(counts)} បានចូលរួម{end}។{none}"
        return f"គ្មានអង្គការណាមានអ្នកតំណាងទេ{end}។"

    @staticmethod
    def addition(counts):
        guests = f"ភ្ញៀវ {number(counts.guests, 'km')} នាក់"
        if not counts.unnamed_groups:
            return f"លើសពីនេះ៖ {guests}។"
        start = f"លើសពីនេះ៖ {guests} និងបុគ្គលិកផ្សេងទៀត" if counts.guests else "លើសពីនេះ៖ បុគ្គលិកផ្សេងទៀត"
        if not counts.people:
            return f"{start}។"
        return f"{start}៖ យ៉ាងតិច {number(counts.people, 'km')} នាក់។"

    @staticmethod
    def women(women):
        count = f"ស្ត្រី {number(women, 'km')} នាក់" if women else "គ្មានស្ត្រីទេ"
        return f"ក្នុងចំណោមអ្នកចូលរួម៖ {count}។"


_LANGUAGES = {"en": _English, "fr": _French, "km": _Khmer}
