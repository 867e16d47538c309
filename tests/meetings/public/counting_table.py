"""Who came and what people then read, in English, French and Khmer: the rows of `test_counting_table`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Came:
    """`bodies`: one word an organisation, a letter a person: r(epresentative), a(lternate); after it o(nline), l(eft
    early), x (sent regrets). `beside`: capacities in addition. `twice`: people who hold a seat of a second member too.
    """

    bodies: str = ""
    advocates: int = 0
    beside: tuple[str, ...] = ()
    groups: int = 0
    stated: tuple[int | None, int | None] | None = None
    women: int | None = None
    twice: bool = False
    renamed: bool = False
    moved: bool = False


CASES = [
    # Nobody, and nobody known
    (
        Came(),
        "Attendance is not recorded yet.",
        "La participation n’est pas encore enregistrée.",
        "មិនទាន់មានកំណត់ត្រាអ្នកចូលរួមទេ។",
    ),
    (
        Came("rx"),
        "Attendance is not recorded yet.",
        "La participation n’est pas encore enregistrée.",
        "មិនទាន់មានកំណត់ត្រាអ្នកចូលរួមទេ។",
    ),
    (
        Came(stated=(0, 0)),
        "No organisation was represented, as stated in the source.",
        "Aucune organisation n’était représentée, selon la source.",
        "គ្មានអង្គការណាមានអ្នកតំណាងទេ តាមប្រភព។",
    ),
    (
        Came(stated=(16, 9)),
        "16 representatives of nine organisations took part, as stated in the source.",
        "16 représentants de neuf organisations ont pris part à la réunion, selon la source.",
        "អ្នកតំណាង ១៦ នាក់ មកពីអង្គការចំនួន ៩ បានចូលរួម តាមប្រភព។",
    ),
    (
        Came(stated=(None, 9)),
        "Nine organisations took part, as stated in the source.",
        "Neuf organisations ont pris part à la réunion, selon la source.",
        "អង្គការចំនួន ៩ បានចូលរួម តាមប្រភព។",
    ),
    (
        Came(stated=(None, 1)),
        "One organisation took part, as stated in the source.",
        "Une organisation a pris part à la réunion, selon la source.",
        "អង្គការចំនួន ១ បានចូលរួម តាមប្រភព។",
    ),
    (
        Came(stated=(16, None)),
        "16 representatives took part, as stated in the source.",
        "16 représentants ont pris part à la réunion, selon la source.",
        "អ្នកតំណាង ១៦ នាក់ បានចូលរួម តាមប្រភព។",
    ),
    (
        Came(stated=(1, 1)),
        "One representative of one organisation took part, as stated in the source.",
        "Un représentant d’une organisation a pris part à la réunion, selon la source.",
        "អ្នកតំណាង ១ នាក់ មកពីអង្គការចំនួន ១ បានចូលរួម តាមប្រភព។",
    ),
    # One, two, nine, ten
    (
        Came("r"),
        "One representative of one organisation took part.",
        "Un représentant d’une organisation a pris part à la réunion.",
        "អ្នកតំណាង ១ នាក់ មកពីអង្គការចំនួន ១ បានចូលរួម។",
    ),
    (
        Came("ra"),
        "Two representatives of one organisation took part.",
        "Deux représentants d’une organisation ont pris part à la réunion.",
        "អ្នកតំណាង ២ នាក់ មកពីអង្គការចំនួន ១ បានចូលរួម។",
    ),
    (
        Came("r r"),
        "Two representatives of two organisations took part.",
        "Deux représentants de deux organisations ont pris part à la réunion.",
        "អ្នកតំណាង ២ នាក់ មកពីអង្គការចំនួន ២ បានចូលរួម។",
    ),
    (
        Came("a"),
        "One representative of one organisation took part.",
        "Un représentant d’une organisation a pris part à la réunion.",
        "អ្នកតំណាង ១ នាក់ មកពីអង្គការចំនួន ១ បានចូលរួម។",
    ),
    (
        Came("rr r r r r r r r"),
        "Nine representatives of eight organisations took part.",
        "Neuf représentants de huit organisations ont pris part à la réunion.",
        "អ្នកតំណាង ៩ នាក់ មកពីអង្គការចំនួន ៨ បានចូលរួម។",
    ),
    (
        Came("rr rr r r r r r r r r"),
        "12 representatives of 10 organisations took part.",
        "12 représentants de 10 organisations ont pris part à la réunion.",
        "អ្នកតំណាង ១២ នាក់ មកពីអង្គការចំនួន ១០ បានចូលរួម។",
    ),
    (
        Came("r r r r r r r r r r"),
        "10 representatives of 10 organisations took part.",
        "10 représentants de 10 organisations ont pris part à la réunion.",
        "អ្នកតំណាង ១០ នាក់ មកពីអង្គការចំនួន ១០ បានចូលរួម។",
    ),
    # Representative and alternate of one organisation: two people, one organisation
    (
        Came("ra ra ra ra ra ra ra r r"),
        "16 representatives of nine organisations took part.",
        "16 représentants de neuf organisations ont pris part à la réunion.",
        "អ្នកតំណាង ១៦ នាក់ មកពីអង្គការចំនួន ៩ បានចូលរួម។",
    ),
    (
        Came("ra ra ra ra ra ra ra ra r"),
        "17 representatives of nine organisations took part.",
        "17 représentants de neuf organisations ont pris part à la réunion.",
        "អ្នកតំណាង ១៧ នាក់ មកពីអង្គការចំនួន ៩ បានចូលរួម។",
    ),
    # Regrets do not count; who left early or took part online does
    (
        Came("rx a"),
        "One representative of one organisation took part.",
        "Un représentant d’une organisation a pris part à la réunion.",
        "អ្នកតំណាង ១ នាក់ មកពីអង្គការចំនួន ១ បានចូលរួម។",
    ),
    (
        Came("rx r"),
        "One representative of one organisation took part.",
        "Un représentant d’une organisation a pris part à la réunion.",
        "អ្នកតំណាង ១ នាក់ មកពីអង្គការចំនួន ១ បានចូលរួម។",
    ),
    (
        Came("rl r"),
        "Two representatives of two organisations took part.",
        "Deux représentants de deux organisations ont pris part à la réunion.",
        "អ្នកតំណាង ២ នាក់ មកពីអង្គការចំនួន ២ បានចូលរួម។",
    ),
    (
        Came("ro ro"),
        "Two representatives of two organisations took part.",
        "Deux représentants de deux organisations ont pris part à la réunion.",
        "អ្នកតំណាង ២ នាក់ មកពីអង្គការចំនួន ២ បានចូលរួម។",
    ),
    (
        Came("rl ao rx"),
        "Two representatives of two organisations took part.",
        "Deux représentants de deux organisations ont pris part à la réunion.",
        "អ្នកតំណាង ២ នាក់ មកពីអង្គការចំនួន ២ បានចូលរួម។",
    ),
    # Two organisations: one person speaks for one, and counts once
    (
        Came("r", twice=True),
        "One representative of one organisation took part.",
        "Un représentant d’une organisation a pris part à la réunion.",
        "អ្នកតំណាង ១ នាក់ មកពីអង្គការចំនួន ១ បានចូលរួម។",
    ),
    (
        Came("ra r", twice=True),
        "Three representatives of two organisations took part.",
        "Trois représentants de deux organisations ont pris part à la réunion.",
        "អ្នកតំណាង ៣ នាក់ មកពីអង្គការចំនួន ២ បានចូលរួម។",
    ),
    (
        Came("r", moved=True),
        "One representative of one organisation took part.",
        "Un représentant d’une organisation a pris part à la réunion.",
        "អ្នកតំណាង ១ នាក់ មកពីអង្គការចំនួន ១ បានចូលរួម។",
    ),
    (
        Came("rar r", renamed=True),
        "Four representatives of two organisations took part.",
        "Quatre représentants de deux organisations ont pris part à la réunion.",
        "អ្នកតំណាង ៤ នាក់ មកពីអង្គការចំនួន ២ បានចូលរួម។",
    ),
    # Individual advocates stand apart
    (
        Came(advocates=1),
        "One individual advocate took part. No organisation was represented.",
        "Une personne engagée à titre individuel a pris part à la réunion. Aucune organisation n’était représentée.",
        "បុគ្គល ១ នាក់ ក្នុងនាមផ្ទាល់ខ្លួន បានចូលរួម។ គ្មានអង្គការណាមានអ្នកតំណាងទេ។",
    ),
    (
        Came(advocates=2),
        "Two individual advocates took part. No organisation was represented.",
        "Deux personnes engagées à titre individuel ont pris part à la réunion. Aucune organisation n’était représentée.",
        "បុគ្គល ២ នាក់ ក្នុងនាមផ្ទាល់ខ្លួន បានចូលរួម។ គ្មានអង្គការណាមានអ្នកតំណាងទេ។",
    ),
    (
        Came("r", advocates=1),
        "One representative of one organisation took part, and one individual advocate.",
        "Un représentant d’une organisation a pris part à la réunion, ainsi qu’une personne engagée à titre individuel.",
        "អ្នកតំណាង ១ នាក់ មកពីអង្គការចំនួន ១ បានចូលរួម ព្រមទាំងបុគ្គល ១ នាក់ ក្នុងនាមផ្ទាល់ខ្លួន។",
    ),
    (
        Came("r r r", advocates=2),
        "Three representatives of three organisations took part, and two individual advocates.",
        "Trois représentants de trois organisations ont pris part à la réunion, ainsi que deux personnes engagées à titre individuel.",
        "អ្នកតំណាង ៣ នាក់ មកពីអង្គការចំនួន ៣ បានចូលរួម ព្រមទាំងបុគ្គល ២ នាក់ ក្នុងនាមផ្ទាល់ខ្លួន។",
    ),
    (
        Came("r ar", advocates=10),
        "Three representatives of two organisations took part, and 10 individual advocates.",
        "Trois représentants de deux organisations ont pris part à la réunion, ainsi que 10 personnes engagées à titre individuel.",
        "អ្នកតំណាង ៣ នាក់ មកពីអង្គការចំនួន ២ បានចូលរួម ព្រមទាំងបុគ្គល ១០ នាក់ ក្នុងនាមផ្ទាល់ខ្លួន។",
    ),
    # In addition: whatever the capacity
    (
        Came("r", beside=("observer",)),
        "One representative of one organisation took part. In addition: one guest.",
        "Un représentant d’une organisation a pris part à la réunion. En outre : un invité.",
        "អ្នកតំណាង ១ នាក់ មកពីអង្គការចំនួន ១ បានចូលរួម។ លើសពីនេះ៖ ភ្ញៀវ ១ នាក់។",
    ),
    (
        Came("r r", beside=("court_unit", "host", "donor")),
        "Two representatives of two organisations took part. In addition: three guests.",
        "Deux représentants de deux organisations ont pris part à la réunion. En outre : trois invités.",
        "អ្នកតំណាង ២ នាក់ មកពីអង្គការចំនួន ២ បានចូលរួម។ លើសពីនេះ៖ ភ្ញៀវ ៣ នាក់។",
    ),
    (
        Came("r", beside=("observer", "guest", "interpreter", "secretariat")),
        "One representative of one organisation took part. In addition: four guests.",
        "Un représentant d’une organisation a pris part à la réunion. En outre : quatre invités.",
        "អ្នកតំណាង ១ នាក់ មកពីអង្គការចំនួន ១ បានចូលរួម។ លើសពីនេះ៖ ភ្ញៀវ ៤ នាក់។",
    ),
    (
        Came(beside=("observer",)),
        "No organisation was represented. In addition: one guest.",
        "Aucune organisation n’était représentée. En outre : un invité.",
        "គ្មានអង្គការណាមានអ្នកតំណាងទេ។ លើសពីនេះ៖ ភ្ញៀវ ១ នាក់។",
    ),
    (
        Came(beside=("guest", "guest"), advocates=1),
        "One individual advocate took part. No organisation was represented. In addition: two guests.",
        "Une personne engagée à titre individuel a pris part à la réunion. Aucune organisation n’était représentée. En outre : deux invités.",
        "បុគ្គល ១ នាក់ ក្នុងនាមផ្ទាល់ខ្លួន បានចូលរួម។ គ្មានអង្គការណាមានអ្នកតំណាងទេ។ លើសពីនេះ៖ ភ្ញៀវ ២ នាក់។",
    ),
    (
        Came("rx", beside=("guest",)),
        "No organisation was represented. In addition: one guest.",
        "Aucune organisation n’était représentée. En outre : un invité.",
        "គ្មានអង្គការណាមានអ្នកតំណាងទេ។ លើសពីនេះ៖ ភ្ញៀវ ១ នាក់។",
    ),
    # Unnamed groups have no number, and make a total "at least"
    (
        Came("r", groups=1),
        "One representative of one organisation took part. In addition: further staff: at least one person.",
        "Un représentant d’une organisation a pris part à la réunion. En outre : d’autres membres du personnel : au moins une personne.",
        "អ្នកតំណាង ១ នាក់ មកពីអង្គការចំនួន ១ បានចូលរួម។ លើសពីនេះ៖ បុគ្គលិកផ្សេងទៀត៖ យ៉ាងតិច ១ នាក់។",
    ),
    (
        Came("r r", groups=2),
        "Two representatives of two organisations took part. In addition: further staff: at least two people.",
        "Deux représentants de deux organisations ont pris part à la réunion. En outre : d’autres membres du personnel : au moins deux personnes.",
        "អ្នកតំណាង ២ នាក់ មកពីអង្គការចំនួន ២ បានចូលរួម។ លើសពីនេះ៖ បុគ្គលិកផ្សេងទៀត៖ យ៉ាងតិច ២ នាក់។",
    ),
    (
        Came(groups=1),
        "No organisation was represented. In addition: further staff.",
        "Aucune organisation n’était représentée. En outre : d’autres membres du personnel.",
        "គ្មានអង្គការណាមានអ្នកតំណាងទេ។ លើសពីនេះ៖ បុគ្គលិកផ្សេងទៀត។",
    ),
    (
        Came("rr r", advocates=1, beside=("court_unit", "host"), groups=1),
        "Three representatives of two organisations took part, and one individual advocate. In addition: two guests, and further staff: at least six people.",
        "Trois représentants de deux organisations ont pris part à la réunion, ainsi qu’une personne engagée à titre individuel. En outre : deux invités, et d’autres membres du personnel : au moins six personnes.",
        "អ្នកតំណាង ៣ នាក់ មកពីអង្គការចំនួន ២ បានចូលរួម ព្រមទាំងបុគ្គល ១ នាក់ ក្នុងនាមផ្ទាល់ខ្លួន។ លើសពីនេះ៖ ភ្ញៀវ ២ នាក់ និងបុគ្គលិកផ្សេងទៀត៖ យ៉ាងតិច ៦ នាក់។",
    ),
    (
        Came(advocates=1, groups=1),
        "One individual advocate took part. No organisation was represented. In addition: further staff: at least one person.",
        "Une personne engagée à titre individuel a pris part à la réunion. Aucune organisation n’était représentée. En outre : d’autres membres du personnel : au moins une personne.",
        "បុគ្គល ១ នាក់ ក្នុងនាមផ្ទាល់ខ្លួន បានចូលរួម។ គ្មានអង្គការណាមានអ្នកតំណាងទេ។ លើសពីនេះ៖ បុគ្គលិកផ្សេងទៀត៖ យ៉ាងតិច ១ នាក់។",
    ),
    # Stated beside recorded; never a computed zero beside a stated number
    (
        Came("r r", stated=(16, 9)),
        "Two representatives of two organisations took part. 16 representatives of nine organisations took part, as stated in the source.",
        "Deux représentants de deux organisations ont pris part à la réunion. 16 représentants de neuf organisations ont pris part à la réunion, selon la source.",
        "អ្នកតំណាង ២ នាក់ មកពីអង្គការចំនួន ២ បានចូលរួម។ អ្នកតំណាង ១៦ នាក់ មកពីអង្គការចំនួន ៩ បានចូលរួម តាមប្រភព។",
    ),
    (
        Came("r", stated=(16, 9), beside=("guest",)),
        "One representative of one organisation took part. In addition: one guest. 16 representatives of nine organisations took part, as stated in the source.",
        "Un représentant d’une organisation a pris part à la réunion. En outre : un invité. 16 représentants de neuf organisations ont pris part à la réunion, selon la source.",
        "អ្នកតំណាង ១ នាក់ មកពីអង្គការចំនួន ១ បានចូលរួម។ លើសពីនេះ៖ ភ្ញៀវ ១ នាក់។ អ្នកតំណាង ១៦ នាក់ មកពីអង្គការចំនួន ៩ បានចូលរួម តាមប្រភព។",
    ),
    (
        Came(stated=(16, 9), beside=("court_unit", "court_unit", "court_unit", "host"), groups=1),
        "16 representatives of nine organisations took part, as stated in the source. In addition: four guests, and further staff: at least 20 people.",
        "16 représentants de neuf organisations ont pris part à la réunion, selon la source. En outre : quatre invités, et d’autres membres du personnel : au moins 20 personnes.",
        "អ្នកតំណាង ១៦ នាក់ មកពីអង្គការចំនួន ៩ បានចូលរួម តាមប្រភព។ លើសពីនេះ៖ ភ្ញៀវ ៤ នាក់ និងបុគ្គលិកផ្សេងទៀត៖ យ៉ាងតិច ២០ នាក់។",
    ),
    (
        Came(stated=(16, 9), advocates=1),
        "One individual advocate took part. 16 representatives of nine organisations took part, as stated in the source.",
        "Une personne engagée à titre individuel a pris part à la réunion. 16 représentants de neuf organisations ont pris part à la réunion, selon la source.",
        "បុគ្គល ១ នាក់ ក្នុងនាមផ្ទាល់ខ្លួន បានចូលរួម។ អ្នកតំណាង ១៦ នាក់ មកពីអង្គការចំនួន ៩ បានចូលរួម តាមប្រភព។",
    ),
    (
        Came(stated=(16, 9), advocates=2, beside=("guest",)),
        "Two individual advocates took part. In addition: one guest. 16 representatives of nine organisations took part, as stated in the source.",
        "Deux personnes engagées à titre individuel ont pris part à la réunion. En outre : un invité. 16 représentants de neuf organisations ont pris part à la réunion, selon la source.",
        "បុគ្គល ២ នាក់ ក្នុងនាមផ្ទាល់ខ្លួន បានចូលរួម។ លើសពីនេះ៖ ភ្ញៀវ ១ នាក់។ អ្នកតំណាង ១៦ នាក់ មកពីអង្គការចំនួន ៩ បានចូលរួម តាមប្រភព។",
    ),
    (
        Came("r", stated=(None, 9)),
        "One representative of one organisation took part. Nine organisations took part, as stated in the source.",
        "Un représentant d’une organisation a pris part à la réunion. Neuf organisations ont pris part à la réunion, selon la source.",
        "អ្នកតំណាង ១ នាក់ មកពីអង្គការចំនួន ១ បានចូលរួម។ អង្គការចំនួន ៩ បានចូលរួម តាមប្រភព។",
    ),
    # A total of women, if somebody counted
    (
        Came("r ra", women=0),
        "Three representatives of two organisations took part. Among those present: no women.",
        "Trois représentants de deux organisations ont pris part à la réunion. Parmi les personnes présentes : aucune femme.",
        "អ្នកតំណាង ៣ នាក់ មកពីអង្គការចំនួន ២ បានចូលរួម។ ក្នុងចំណោមអ្នកចូលរួម៖ គ្មានស្ត្រីទេ។",
    ),
    (
        Came("r ra", women=1),
        "Three representatives of two organisations took part. Among those present: one woman.",
        "Trois représentants de deux organisations ont pris part à la réunion. Parmi les personnes présentes : une femme.",
        "អ្នកតំណាង ៣ នាក់ មកពីអង្គការចំនួន ២ បានចូលរួម។ ក្នុងចំណោមអ្នកចូលរួម៖ ស្ត្រី ១ នាក់។",
    ),
    (
        Came("r ra", women=3),
        "Three representatives of two organisations took part. Among those present: three women.",
        "Trois représentants de deux organisations ont pris part à la réunion. Parmi les personnes présentes : trois femmes.",
        "អ្នកតំណាង ៣ នាក់ មកពីអង្គការចំនួន ២ បានចូលរួម។ ក្នុងចំណោមអ្នកចូលរួម៖ ស្ត្រី ៣ នាក់។",
    ),
    (
        Came("r r r r r r r r r r r", beside=("guest",), women=12),
        "11 representatives of 11 organisations took part. In addition: one guest. Among those present: 12 women.",
        "11 représentants de 11 organisations ont pris part à la réunion. En outre : un invité. Parmi les personnes présentes : 12 femmes.",
        "អ្នកតំណាង ១១ នាក់ មកពីអង្គការចំនួន ១១ បានចូលរួម។ លើសពីនេះ៖ ភ្ញៀវ ១ នាក់។ ក្នុងចំណោមអ្នកចូលរួម៖ ស្ត្រី ១២ នាក់។",
    ),
    (
        Came(stated=(68, 30), women=19),
        "68 representatives of 30 organisations took part, as stated in the source. Among those present: 19 women.",
        "68 représentants de 30 organisations ont pris part à la réunion, selon la source. Parmi les personnes présentes : 19 femmes.",
        "អ្នកតំណាង ៦៨ នាក់ មកពីអង្គការចំនួន ៣០ បានចូលរួម តាមប្រភព។ ក្នុងចំណោមអ្នកចូលរួម៖ ស្ត្រី ១៩ នាក់។",
    ),
    (
        Came(women=4),
        "Attendance is not recorded yet.",
        "La participation n’est pas encore enregistrée.",
        "មិនទាន់មានកំណត់ត្រាអ្នកចូលរួមទេ។",
    ),
]
