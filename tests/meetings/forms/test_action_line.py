"""An action in one line: who, what and by when, or nothing rather than something wrong."""

from datetime import date

import pytest

from meetings.forms.action_line import Known, _folded, understand

TODAY = date(2030, 11, 14)  # a Thursday
TPO, RIVER, RIVERLIGHT, STONE, PALMS, ARCHIVE, HUMAN, COURT = range(1, 9)
KNOWN = [
    Known(TPO, ("TPO", "Quiet Harbour Counselling", "អង្គការកំពង់ស្ងប់", "Conseil du Havre calme")),
    Known(RIVER, ("River", "អង្គការទន្លេ")),
    Known(RIVERLIGHT, ("RLA", "River Light Association", "អង្គការទន្លេភ្លឺ", "Association Lumière du fleuve")),
    Known(STONE, ("", "Stone Bridge Legal Aid", "ជំនួយផ្លូវច្បាប់ស្ពានថ្ម", "Aide juridique du Pont de pierre")),
    Known(PALMS, ("SPA", "Seven Palms Archive", "", "Archives des Sept Palmiers")),
    Known(ARCHIVE, ("", "Seven Palms Workshop", "", "")),
    Known(HUMAN, ("ADHOK", "Écho des droits", "", "")),
    Known(COURT, ("", "Office of the Court", "", "")),
]
NEXT = "next"
CASES = [
    # English
    ("TPO to send the list by next meeting", TPO, "send the list", NEXT),
    ("TPO to send the list by the next meeting.", TPO, "send the list", NEXT),
    ("tpo will send the list before the next meeting", TPO, "send the list", NEXT),
    ("TPO: send the list by 12 January", TPO, "send the list", date(2031, 1, 12)),
    ("TPO to send the list by 12 January 2031", TPO, "send the list", date(2031, 1, 12)),
    ("TPO to send the list by January 12, 2031", TPO, "send the list", date(2031, 1, 12)),
    ("TPO to send the list by the 1st of December", TPO, "send the list", date(2030, 12, 1)),
    ("TPO to send the list by 2030-12-01", TPO, "send the list", date(2030, 12, 1)),
    ("TPO to send the list by 01/12/2030", TPO, "send the list", date(2030, 12, 1)),
    ("TPO to send the list in two weeks", TPO, "send the list", date(2030, 11, 28)),
    ("TPO to send the list within 10 days", TPO, "send the list", date(2030, 11, 24)),
    ("TPO to send the list in a month", TPO, "send the list", date(2030, 12, 14)),
    ("TPO to send the list by end of month", TPO, "send the list", date(2030, 11, 30)),
    ("TPO to send the list by the end of next month", TPO, "send the list", date(2030, 12, 31)),
    ("TPO to send the list by the end of February", TPO, "send the list", date(2031, 2, 28)),
    ("TPO to send the list by Friday", TPO, "send the list", date(2030, 11, 15)),
    ("TPO to send the list by Thursday", TPO, "send the list", date(2030, 11, 21)),
    ("TPO to send the list by tomorrow", TPO, "send the list", date(2030, 11, 15)),
    ("The Quiet Harbour Counselling to call the host by next meeting", TPO, "call the host", NEXT),
    ("Action: River Light Association to print by next meeting", RIVERLIGHT, "print", NEXT),
    ("River to print by next meeting", RIVER, "print", NEXT),
    ("River Light to print by next meeting", RIVERLIGHT, "print", NEXT),
    ("Stone Bridge to send the Khmer text by next meeting", STONE, "send the Khmer text", NEXT),
    ("SPA to talk to River by next meeting", PALMS, "talk to River", NEXT),
    ("Office of the Court to open the hall by next meeting", COURT, "open the hall", NEXT),
    ("echo des droits to reply by next meeting", HUMAN, "reply", NEXT),
    # French
    ("TPO enverra la liste d'ici la prochaine réunion", TPO, "enverra la liste", NEXT),
    ("TPO doit envoyer la liste d’ici à la prochaine réunion", TPO, "envoyer la liste", NEXT),
    ("TPO : envoyer la liste pour la prochaine réunion", TPO, "envoyer la liste", NEXT),
    (
        "L’Association Lumière du fleuve enverra la liste avant le 1er décembre",
        RIVERLIGHT,
        "enverra la liste",
        date(2030, 12, 1),
    ),
    ("TPO enverra la liste d'ici le 12 janvier 2031", TPO, "enverra la liste", date(2031, 1, 12)),
    ("TPO enverra la liste dans deux semaines", TPO, "enverra la liste", date(2030, 11, 28)),
    ("TPO enverra la liste sous quinze jours", TPO, "enverra la liste", date(2030, 11, 29)),
    ("TPO enverra la liste d’ici la fin du mois", TPO, "enverra la liste", date(2030, 11, 30)),
    ("TPO enverra la liste d'ici fin janvier", TPO, "enverra la liste", date(2031, 1, 31)),
    ("TPO enverra la liste d’ici vendredi", TPO, "enverra la liste", date(2030, 11, 15)),
    # Khmer
    ("TPO ត្រូវផ្ញើបញ្ជី មុនកិច្ចប្រជុំបន្ទាប់", TPO, "ផ្ញើបញ្ជី", NEXT),
    ("អង្គការទន្លេភ្លឺ ត្រូវផ្ញើបញ្ជីមុនកិច្ចប្រជុំបន្ទាប់។", RIVERLIGHT, "ផ្ញើបញ្ជី", NEXT),
    ("អង្គការទន្លេនឹងផ្ញើបញ្ជី ត្រឹមកិច្ចប្រជុំលើកក្រោយ", RIVER, "ផ្ញើបញ្ជី", NEXT),
    ("TPO៖ ផ្ញើបញ្ជី ត្រឹមថ្ងៃទី១២ ខែមករា", TPO, "ផ្ញើបញ្ជី", date(2031, 1, 12)),
    ("TPO ត្រូវផ្ញើបញ្ជី មុនថ្ងៃទី១២ ខែមករា ឆ្នាំ២០៣១", TPO, "ផ្ញើបញ្ជី", date(2031, 1, 12)),
    ("TPO ត្រូវផ្ញើបញ្ជី ក្នុងរយៈពេល២សប្តាហ៍", TPO, "ផ្ញើបញ្ជី", date(2030, 11, 28)),
    ("TPO ត្រូវផ្ញើបញ្ជី ក្នុងរយៈពេលពីរសប្តាហ៍", TPO, "ផ្ញើបញ្ជី", date(2030, 11, 28)),
    ("TPO ត្រូវផ្ញើបញ្ជី ត្រឹមចុងខែនេះ", TPO, "ផ្ញើបញ្ជី", date(2030, 11, 30)),
    # Not sure: nothing rather than something wrong, and what was typed is kept
    ("Send the list by next meeting", None, "Send the list", NEXT),
    ("Somebody to send the list by next meeting", None, "Somebody to send the list", NEXT),
    ("River Light Group to print by next meeting", None, "River Light Group to print", NEXT),
    ("River Light Group prints by next meeting", None, "River Light Group prints", NEXT),
    ("Seven Palms to print by next meeting", None, "Seven Palms to print", NEXT),
    ("TPO to send the list", TPO, "send the list", None),
    ("TPO to send the list soon", TPO, "send the list soon", None),
    ("TPO to send the list by 31 February", TPO, "send the list by 31 February", None),
    ("TPO to send the list by 12 January 2029", TPO, "send the list by 12 January 2029", None),
    ("TPO by next meeting", None, "TPO", NEXT),
    ("by next meeting", None, "", NEXT),
    ("", None, "", None),
    ("TPO to send 😀 \u202eliated by next meeting", TPO, "send 😀 \u202eliated", NEXT),
    ("អង្គការទន្លេវែង ត្រូវផ្ញើបញ្ជី មុនកិច្ចប្រជុំបន្ទាប់", None, "អង្គការទន្លេវែង ត្រូវផ្ញើបញ្ជី", NEXT),
]


@pytest.mark.parametrize(("line", "owner", "what", "due"), CASES, ids=[case[0] or "empty" for case in CASES])
def test_a_line(line, owner, what, due):
    found = understand(line, KNOWN, today=TODAY)
    said = NEXT if found.due_next_meeting else found.due_date
    assert (found.owner, found.what, said) == (owner, what, due)
    assert found.is_complete == (None not in (owner, due) and what != "")


def test_the_table_is_long_enough():
    assert len(CASES) >= 40


def test_two_that_fit_are_told_apart_from_none():
    assert understand("Seven Palms to print by next meeting", KNOWN, today=TODAY).ambiguous
    assert not understand("Somebody to print by next meeting", KNOWN, today=TODAY).ambiguous


def test_a_text_that_is_no_line_is_kept_as_it_is():
    text = "TPO " + "to send the list " * 40 + "by next meeting"
    found = understand(text, KNOWN, today=TODAY)
    assert (found.owner, found.what, found.has_due) == (None, text, False)


@pytest.mark.parametrize("line", ["a: " * 130, "a a " * 100])
def test_names_are_folded_once_however_often_a_line_might_begin(line):
    _folded.cache_clear()
    assert understand(line, KNOWN, today=TODAY).owner is None
    names = {name for one in KNOWN for name in one.names}
    assert _folded.cache_info().misses <= len(names) + 2 * len(
        line.split()
    )  # with the sign after it and without
