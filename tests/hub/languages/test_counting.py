import pytest

from hub.languages.counting import Counts, attendance_sentence, representatives_phrase

CASES = [
    # The sentence of the constitutive meeting and of the sample.
    ("en", Counts(16, 9), "16 representatives of nine organisations took part."),
    ("fr", Counts(16, 9), "16 représentants de neuf organisations ont pris part à la réunion."),
    ("km", Counts(16, 9), "អ្នកតំណាង ១៦ នាក់ មកពីអង្គការចំនួន ៩ បានចូលរួម។"),
    # One alternate more: two people, one organisation.
    ("en", Counts(17, 9), "17 representatives of nine organisations took part."),
    ("fr", Counts(17, 9), "17 représentants de neuf organisations ont pris part à la réunion."),
    ("km", Counts(17, 9), "អ្នកតំណាង ១៧ នាក់ មកពីអង្គការចំនួន ៩ បានចូលរួម។"),
    # Words up to nine, digits from ten; a sentence begins with a large letter.
    ("en", Counts(9, 9), "Nine representatives of nine organisations took part."),
    ("en", Counts(10, 10), "10 representatives of 10 organisations took part."),
    ("fr", Counts(9, 8), "Neuf représentants de huit organisations ont pris part à la réunion."),
    ("fr", Counts(12, 11), "12 représentants de 11 organisations ont pris part à la réunion."),
    ("km", Counts(2, 1), "អ្នកតំណាង ២ នាក់ មកពីអង្គការចំនួន ១ បានចូលរួម។"),
    # Singular.
    ("en", Counts(1, 1), "One representative of one organisation took part."),
    ("fr", Counts(1, 1), "Un représentant d’une organisation a pris part à la réunion."),
    ("km", Counts(1, 1), "អ្នកតំណាង ១ នាក់ មកពីអង្គការចំនួន ១ បានចូលរួម។"),
    ("en", Counts(2, 1), "Two representatives of one organisation took part."),
    ("fr", Counts(2, 1), "Deux représentants d’une organisation ont pris part à la réunion."),
    # Zero.
    ("en", Counts(0, 0), "No organisation was represented."),
    ("fr", Counts(0, 0), "Aucune organisation n’était représentée."),
    ("km", Counts(0, 0), "គ្មានអង្គការណាមានអ្នកតំណាងទេ។"),
    ("en", Counts(0, 0, advocates=1), "One individual advocate took part. No organisation was represented."),
    (
        "fr",
        Counts(0, 0, advocates=2),
        "Deux personnes engagées à titre individuel ont pris part à la réunion."
        " Aucune organisation n’était représentée.",
    ),
    (
        "km",
        Counts(0, 0, advocates=1),
        "បុគ្គល ១ នាក់ ក្នុងនាមផ្ទាល់ខ្លួន បានចូលរួម។ គ្មានអង្គការណាមានអ្នកតំណាងទេ។",
    ),
    # Individual advocates are worded apart.
    (
        "en",
        Counts(16, 9, 1),
        "16 representatives of nine organisations took part, and one individual advocate.",
    ),
    (
        "en",
        Counts(16, 9, 2),
        "16 representatives of nine organisations took part, and two individual advocates.",
    ),
    (
        "fr",
        Counts(14, 8, 1),
        "14 représentants de huit organisations ont pris part à la réunion,"
        " ainsi qu’une personne engagée à titre individuel.",
    ),
    (
        "fr",
        Counts(14, 8, 2),
        "14 représentants de huit organisations ont pris part à la réunion,"
        " ainsi que deux personnes engagées à titre individuel.",
    ),
    (
        "km",
        Counts(16, 9, 2),
        "អ្នកតំណាង ១៦ នាក់ មកពីអង្គការចំនួន ៩ បានចូលរួម ព្រមទាំងបុគ្គល ២ នាក់ ក្នុងនាមផ្ទាល់ខ្លួន។",
    ),
    # In addition.
    (
        "en",
        Counts(16, 9, guests=3),
        "16 representatives of nine organisations took part. In addition: three guests.",
    ),
    (
        "en",
        Counts(16, 9, guests=1),
        "16 representatives of nine organisations took part. In addition: one guest.",
    ),
    (
        "fr",
        Counts(16, 9, guests=3),
        "16 représentants de neuf organisations ont pris part à la réunion. En outre : trois invités.",
    ),
    (
        "fr",
        Counts(16, 9, guests=1),
        "16 représentants de neuf organisations ont pris part à la réunion. En outre : un invité.",
    ),
    ("km", Counts(16, 9, guests=3), "អ្នកតំណាង ១៦ នាក់ មកពីអង្គការចំនួន ៩ បានចូលរួម។ លើសពីនេះ៖ ភ្ញៀវ ៣ នាក់។"),
    # Unnamed groups have no number; the total is then a lower bound.
    (
        "en",
        Counts(16, 9, 1, 3, unnamed_groups=True),
        "16 representatives of nine organisations took part, and one individual advocate."
        " In addition: three guests, and further staff: at least 20 people.",
    ),
    (
        "fr",
        Counts(16, 9, 1, 3, unnamed_groups=True),
        "16 représentants de neuf organisations ont pris part à la réunion,"
        " ainsi qu’une personne engagée à titre individuel."
        " En outre : trois invités, et d’autres membres du personnel : au moins 20 personnes.",
    ),
    (
        "km",
        Counts(16, 9, 1, 3, unnamed_groups=True),
        "អ្នកតំណាង ១៦ នាក់ មកពីអង្គការចំនួន ៩ បានចូលរួម ព្រមទាំងបុគ្គល ១ នាក់ ក្នុងនាមផ្ទាល់ខ្លួន។"
        " លើសពីនេះ៖ ភ្ញៀវ ៣ នាក់ និងបុគ្គលិកផ្សេងទៀត៖ យ៉ាងតិច ២០ នាក់។",
    ),
    (
        "en",
        Counts(5, 4, unnamed_groups=True),
        "Five representatives of four organisations took part. In addition: further staff: at least five people.",
    ),
    (
        "fr",
        Counts(1, 1, unnamed_groups=True),
        "Un représentant d’une organisation a pris part à la réunion."
        " En outre : d’autres membres du personnel : au moins une personne.",
    ),
    ("en", Counts(0, 0, unnamed_groups=True), "No organisation was represented. In addition: further staff."),
    # Stated by a source, and never a false zero.
    (
        "en",
        Counts(16, 9, stated=True),
        "16 representatives of nine organisations took part, as stated in the source.",
    ),
    (
        "fr",
        Counts(16, 9, stated=True),
        "16 représentants de neuf organisations ont pris part à la réunion, selon la source.",
    ),
    ("km", Counts(16, 9, stated=True), "អ្នកតំណាង ១៦ នាក់ មកពីអង្គការចំនួន ៩ បានចូលរួម តាមប្រភព។"),
    (
        "en",
        Counts(16, 9, guests=4, unnamed_groups=True, stated=True),
        "16 representatives of nine organisations took part, as stated in the source."
        " In addition: four guests, and further staff: at least 20 people.",
    ),
    ("en", Counts(None, 9, stated=True), "Nine organisations took part, as stated in the source."),
    ("fr", Counts(None, 1, stated=True), "Une organisation a pris part à la réunion, selon la source."),
    ("km", Counts(None, 9, stated=True), "អង្គការចំនួន ៩ បានចូលរួម តាមប្រភព។"),
    ("en", Counts(16, None, stated=True), "16 representatives took part, as stated in the source."),
    ("fr", Counts(16, None, stated=True), "16 représentants ont pris part à la réunion, selon la source."),
    ("km", Counts(16, None, stated=True), "អ្នកតំណាង ១៦ នាក់ បានចូលរួម តាមប្រភព។"),
    ("en", Counts(stated=True), "The source states no number of participants."),
    ("fr", Counts(stated=True), "La source n’indique pas le nombre de participants."),
    ("km", Counts(stated=True), "ប្រភពមិនបានបញ្ជាក់ចំនួនអ្នកចូលរួមទេ។"),
    ("en", Counts(), "Attendance is not recorded."),
    ("fr", Counts(), "La participation n’est pas enregistrée."),
    ("km", Counts(), "មិនមានកំណត់ត្រាអ្នកចូលរួមទេ។"),
    ("en", Counts(advocates=2), "Two individual advocates took part."),
    (
        "en",
        Counts(guests=2, unnamed_groups=True),
        "Attendance is not recorded. In addition: two guests, and further staff.",
    ),
]


@pytest.mark.parametrize(("language", "counts", "expected"), CASES)
def test_the_sentence(language, counts, expected):
    assert attendance_sentence(counts, language) == expected


@pytest.mark.parametrize("language", ["en", "fr", "km"])
def test_the_countable_part_begins_the_sentence(language):
    counts = Counts(16, 9)
    phrase = representatives_phrase(counts, language)
    assert phrase
    assert attendance_sentence(counts, language).startswith(phrase)
    assert representatives_phrase(Counts(), language) == ""
