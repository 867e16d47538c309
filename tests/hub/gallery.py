"""The gallery: every part of the design system once, in three languages. Not a public address."""

from pathlib import Path

from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

RINGS = [
    "covered",
    "covered",
    "done",
    "in_progress",
    "circulated",
    "published",
    "open",
    "cancelled",
    "overdue",
    "none",
]


def _words(w):
    """Arrange one language's words as the gallery's template reads them."""
    days = w["days"]
    year_states = ["held", "held", "held_open", "next", "month"]
    step_states = ["done", "done", "done", "now", "next", "later", "later", "later", "later"]
    row_states = [("in_progress", 0), ("done", 1), ("overdue", 2)]
    return w | {
        "leaf_links": [
            {"url": "#main", "label": w["main_button"], "main": True},
            {"url": "#main", "label": w["link"]},
        ],
        "year_knots": [
            {"state": s, "title": t, "url": "" if s == "month" else "#main", "date": d, "note": w["count"]}
            for s, t, d in zip(year_states, w["meetings"], days, strict=True)
        ],
        "step_knots": [
            {"state": s, "title": t, "date": w["short_date"], "note": w["states"], "current": s == "now"}
            for s, t in zip(step_states, w["step_names"], strict=True)
        ],
        "rows": [
            {
                "ref": f"WG/2022/02-D{n + 1}",
                "title": w["row_titles"][n],
                "text": w["minute_text"],
                "state": state,
                "word": w["row_words"][n],
                "small": w["how"],
            }
            for state, n in row_states
        ],
        "items": [
            {"no": w["numbers"][0], "title": w["row_titles"][0], "side": w["side"]},
            {"no": w["numbers"][1], "title": w["row_titles"][1], "more": w["how"], "side": w["side"]},
            {"no": w["numbers"][2], "title": w["closed"], "closed": True, "side": w["side"]},
        ],
        "notes": [
            ("correction", w["corrected"], w["minute_text"], "", ""),
            ("needs", w["row_words"][2] + ".", w["minute_text"], "#main", w["second_button"]),
            ("held-back", w["closed"], "", "", ""),
            ("error", w["error"], "", "", ""),
            ("done", w["recorded"], "", "", ""),
        ],
        "seal": [
            {"state": "adopted", "word": w["adopted"], "text": w["minute_text"]},
            {"state": "published", "word": w["published"], "text": w["short_date"]},
        ],
        "cancelled": [{"state": "cancelled", "word": w["cancelled_word"]}],
    }


EN = _words(
    {
        "site": "Working Group Hub",
        "claim": "The organisations beside victim-survivors meet every month. This is their record.",
        "claim_more": "Civil society and the Extraordinary Chambers in the Courts of Cambodia (ECCC) sit in one working group. Read what it decides and what becomes of it.",
        "next": "Next meeting, the fourth",
        "day": "8 December",
        "when": "Thursday, 09:00 to 12:00, Phnom Penh time",
        "place": "Hosted by Seven Palms Archive, Phnom Penh",
        "year": "The year so far",
        "meetings": ["First meeting", "Second meeting", "Third meeting", "Fourth meeting", "Fifth meeting"],
        "days": ["8 September", "13 October", "10 November", "8 December", "January 2023"],
        "count": "16 representatives of nine organisations. Minutes adopted.",
        "decisions": "Decisions",
        "decisions_more": "and what became of them",
        "all_decisions": "All 11 decisions",
        "row_titles": [
            "Three thematic groups begin work",
            "The secretariat has two leads",
            "Propose dates for a forum outside Phnom Penh",
        ],
        "row_words": ["In progress", "Done on 8 November", "Overdue by 10 days"],
        "short_date": "13 October 2022",
        "who": "Who took part",
        "sentence": "<strong>16 representatives of nine organisations</strong> took part, and one individual advocate. In addition came three guests, and further staff: at least 20 people.",
        "facts": [
            ("Number", "WG/2022/02, ordinary meeting"),
            ("Chair", "Riverlight Association"),
            ("Languages", "Khmer and English, interpreted both ways"),
        ],
        "agenda": "Agenda",
        "numbers": ["1", "2", "3"],
        "side": "Decision, 40 min",
        "closed": "One item was not public.",
        "states": "States",
        "state_words": [
            ("none", "No answer"),
            ("open", "Open"),
            ("tentative", "Not sure yet"),
            ("circulated", "Circulated"),
            ("covered", "Covered"),
            ("published", "Published"),
            ("declined", "Declined"),
            ("overdue", "Overdue"),
        ],
        "decision": "Three thematic groups begin work: legal follow-up, health and care, memory and education.",
        "how": "By consensus, under item 3",
        "corrected": "Corrected on 16 November 2022.",
        "error": "Write the name of the organisation.",
        "recorded": "Your answer is recorded.",
        "tag": "in French",
        "fallback": "Not yet in English. Shown in French.",
        "main_button": "See the agenda",
        "second_button": "Preview 2 mails",
        "off_button": "Publish",
        "link": "Add to calendar",
        "empty": "No decisions on this topic yet.",
        "three": "3",
        "minute_title": "How the secretariat is set up",
        "minute_text": "Seven Palms Archive presented its paper. Members discussed how the two leads are named, for how long, and who stands in for them.",
        "table_head": ["Action", "Who", "By when", "Today"],
        "org": "Riverlight Association",
        "reference": "Minutes WG/2022/02",
        "minutes_of": "Minutes of the second meeting",
        "adopted": "Adopted",
        "published": "Published",
        "steps": "Steps",
        "step_names": [
            "Call for items",
            "Agenda",
            "Invitations",
            "Reminder",
            "The day",
            "Draft",
            "Corrections",
            "Adoption",
            "Publication",
        ],
        "question": "Will you come?",
        "cancelled_word": "Cancelled",
        "month": "January 2023",
        "month_more": "day to be set",
        "yes": "I will come",
        "no": "I cannot come",
        "no_more": "You can name an alternate next",
        "maybe": "I am not sure yet",
        "maybe_more": "We ask again on 7 December",
        "fold": "Message to the secretariat",
        "hint": "Only the secretariat reads it. It is sent with the answer you tap.",
        "form": "Ask to join",
        "labels": [
            "Name of the organisation",
            "E-mail",
            "Kind",
            "Message",
            "I have read how data is handled",
        ],
        "tray": "Tray",
        "open": "The group stays open",
        "open_more": "Organisations, institutions and individual advocates can ask to join. It takes ten minutes on a phone, in Khmer, English or French, and needs no account.",
        "join": "Ask to join",
    }
)

KM = _words(
    EN
    | {
        "site": "ក្រុមការងារ ដើម្បីជនរងគ្រោះ",
        "claim": "ជារៀងរាល់ខែ អង្គការដែលធ្វើការដើម្បីជនរងគ្រោះ ជួបប្រជុំគ្នា",
        "claim_more": "សង្គមស៊ីវិល និងអង្គជំនុំជម្រះវិសាមញ្ញក្នុងតុលាការកម្ពុជា ជួបប្រជុំក្នុងក្រុមការងារតែមួយ។",
        "next": "កិច្ចប្រជុំបន្ទាប់ លើកទី៤",
        "day": "៨ ធ្នូ",
        "when": "ថ្ងៃព្រហស្បតិ៍ ម៉ោង ០៩:០០ ដល់ ១២:០០ (ម៉ោងភ្នំពេញ)",
        "place": "ទីកន្លែង៖ បណ្ណសារត្នោតប្រាំពីរ រាជធានីភ្នំពេញ",
        "year": "ឆ្នាំនេះ",
        "meetings": [f"កិច្ចប្រជុំលើកទី{n}" for n in "១២៣៤៥"],
        "days": ["៨ កញ្ញា", "១៣ តុលា", "១០ វិច្ឆិកា", "៨ ធ្នូ", "មករា ២០២៣"],
        "count": "អ្នកតំណាង ១៦ នាក់ មកពីអង្គការចំនួន ៩។ កំណត់ហេតុបានអនុម័ត។",
        "decisions": "សេចក្តីសម្រេច",
        "decisions_more": "និងលទ្ធផល",
        "all_decisions": "សេចក្តីសម្រេចទាំង ១១",
        "row_titles": [
            "ក្រុមតាមប្រធានបទចំនួនបី ចាប់ផ្តើមធ្វើការ",
            "លេខាធិការដ្ឋានមានអ្នកដឹកនាំពីរនាក់",
            "ស្នើកាលបរិច្ឆេទវេទិកានៅក្រៅភ្នំពេញ",
        ],
        "row_words": ["កំពុងអនុវត្ត", "រួចរាល់ ថ្ងៃទី៨ វិច្ឆិកា", "ហួសកំណត់ ១០ ថ្ងៃ"],
        "short_date": "១៣ តុលា ២០២២",
        "who": "អ្នកចូលរួម",
        "sentence": "<strong>អ្នកតំណាង ១៦ នាក់ មកពីអង្គការចំនួន ៩</strong> បានចូលរួម។ លើសពីនេះ៖ ភ្ញៀវ ៣ នាក់។",
        "facts": [
            ("លេខ", "WG/2022/02 កិច្ចប្រជុំធម្មតា"),
            ("ប្រធានអង្គប្រជុំ", "សមាគមពន្លឺទន្លេ"),
            ("ភាសា", "ខ្មែរ និងអង់គ្លេស"),
        ],
        "agenda": "របៀបវារៈ",
        "numbers": ["១", "២", "៣"],
        "side": "សម្រេច ៤០ នាទី",
        "closed": "ចំណុចមួយមិនផ្សព្វផ្សាយជាសាធារណៈទេ។",
        "states": "ស្ថានភាព",
        "state_words": [
            ("none", "មិនទាន់មានចម្លើយ"),
            ("tentative", "មិនទាន់ប្រាកដ"),
            ("covered", "មានអ្នកតំណាងហើយ"),
            ("overdue", "ហួសកំណត់"),
        ],
        "decision": "លេខាធិការដ្ឋានមានអ្នកដឹកនាំពីរនាក់ ម្នាក់មកពីសង្គមស៊ីវិល និងម្នាក់មកពី អ.វ.ត.ក។",
        "how": "ដោយការឯកភាព ក្នុងចំណុចទី៣",
        "corrected": "បានកែ ថ្ងៃទី១៦ ខែវិច្ឆិកា ឆ្នាំ២០២២។",
        "error": "សូមសរសេរឈ្មោះអង្គការ។",
        "recorded": "ចម្លើយត្រូវបានកត់ត្រា។",
        "tag": "ជាភាសាអង់គ្លេស",
        "fallback": "មិនទាន់មានជាភាសាខ្មែរ។ បង្ហាញជាភាសាអង់គ្លេស។",
        "main_button": "មើលរបៀបវារៈ",
        "second_button": "មើលអ៊ីមែលទាំង ២ មុនពេលផ្ញើ",
        "off_button": "ផ្សព្វផ្សាយ",
        "link": "ដាក់ក្នុងប្រតិទិន",
        "empty": "មិនទាន់មានសេចក្តីសម្រេចអំពីប្រធានបទនេះទេ។",
        "three": "៣",
        "minute_title": "ការរៀបចំលេខាធិការដ្ឋាន",
        "minute_text": "ការតាមដានផ្នែកច្បាប់ សុខភាព និងការអប់រំ។ ម្នាក់មកពីសង្គមស៊ីវិល ម្នាក់មកពី អ.វ.ត.ក។",
        "table_head": ["កិច្ចការ", "អង្គការ", "ត្រឹមថ្ងៃ", "ថ្ងៃនេះ"],
        "org": "សមាគមពន្លឺទន្លេ",
        "minutes_of": "កំណត់ហេតុកិច្ចប្រជុំលើកទី២",
        "reference": "កំណត់ហេតុ WG/2022/02",
        "adopted": "បានអនុម័ត",
        "published": "បានផ្សព្វផ្សាយ",
        "steps": "ជំហាន",
        "question": "តើនឹងចូលរួមដែរឬទេ?",
        "cancelled_word": "បានលុបចោល",
        "month": "ខែមករា ឆ្នាំ២០២៣",
        "month_more": "មិនទាន់កំណត់ថ្ងៃ",
        "yes": "ខ្ញុំនឹងចូលរួម",
        "no": "ខ្ញុំមិនអាចចូលរួមបានទេ",
        "no_more": "បន្ទាប់មក អាចដាក់ឈ្មោះអ្នកជំនួស",
        "maybe": "ខ្ញុំមិនទាន់ប្រាកដ",
        "maybe_more": "យើងនឹងសួរម្តងទៀត ថ្ងៃទី៧ ធ្នូ",
        "fold": "សរសេរសារខ្លី",
        "hint": "មានតែលេខាធិការដ្ឋានទេដែលអានសារនេះ។",
        "form": "ស្នើសុំចូលរួម",
        "labels": ["ឈ្មោះអង្គការ", "អ៊ីមែល", "ប្រភេទ", "សារ", "ខ្ញុំបានអាន"],
        "tray": "កិច្ចការរង់ចាំ",
        "open": "ក្រុមការងារបើកទទួលសមាជិកថ្មី",
        "open_more": "អង្គការ ស្ថាប័ន និងបុគ្គល អាចស្នើសុំចូលរួម តាមទូរស័ព្ទ ជាភាសាខ្មែរ អង់គ្លេស ឬបារាំង ដោយមិនបាច់មានគណនី។",
        "join": "ស្នើសុំចូលរួម",
    }
)

FR = _words(
    EN
    | {
        "site": "Espace du groupe de travail",
        "claim": "Chaque mois, les organisations aux côtés des victimes survivantes se réunissent. Voici leur registre.",
        "claim_more": "La société civile et les Chambres extraordinaires au sein des tribunaux cambodgiens siègent dans un même groupe de travail.",
        "next": "Prochaine réunion, la quatrième",
        "day": "8 décembre",
        "when": "Jeudi, de 9 h à 12 h, heure de Phnom Penh",
        "place": "Chez Seven Palms Archive, Phnom Penh",
        "year": "L’année en cours",
        "meetings": [
            "Première réunion",
            "Deuxième réunion",
            "Troisième réunion",
            "Quatrième réunion",
            "Cinquième réunion",
        ],
        "days": ["8 septembre", "13 octobre", "10 novembre", "8 décembre", "Janvier 2023"],
        "count": "16 représentants de neuf organisations. Procès-verbal adopté.",
        "decisions": "Décisions",
        "decisions_more": "et ce qu’elles sont devenues",
        "all_decisions": "Les onze décisions",
        "row_titles": [
            "Procès-verbaux et actualités portent deux signatures, une de chaque partie",
            "Le secrétariat a deux responsables",
            "Proposer des dates pour un forum hors de Phnom Penh",
        ],
        "row_words": ["En cours", "Fait le 8 novembre", "En retard de 10 jours"],
        "short_date": "13 octobre 2022",
        "who": "Qui a pris part",
        "sentence": "<strong>16 représentants de neuf organisations</strong> ont pris part à la réunion. En outre : trois invités.",
        "agenda": "Ordre du jour",
        "closed": "Un point n’est pas public.",
        "states": "États",
        "main_button": "Voir l’ordre du jour",
        "second_button": "Voir les 2 courriels avant l’envoi",
        "off_button": "Publier",
        "link": "Ajouter au calendrier",
        "yes": "Je viendrai",
        "no": "Je ne peux pas venir",
        "no_more": "Vous pourrez ensuite désigner une personne suppléante",
        "maybe": "Je ne sais pas encore",
        "maybe_more": "Nous demanderons encore le 7 décembre",
        "join": "Demander à rejoindre le groupe",
        "open": "Le groupe reste ouvert",
    }
)

WORDS = {"en": EN, "km": KM, "fr": FR}


def gallery_form(words):
    name, mail, kind, message, read = words["labels"]

    class Gallery(forms.Form):
        organisation = forms.CharField(label=name, help_text=words["hint"])
        email = forms.EmailField(label=mail, required=False)
        kind_of = forms.ChoiceField(
            label=kind, choices=[("a", words["org"]), ("b", words["join"])], widget=forms.RadioSelect
        )
        text = forms.CharField(label=message, widget=forms.Textarea)
        agreed = forms.BooleanField(label=read)

    return Gallery


def gallery(language):
    words = WORDS[language]
    page = engines["django"].from_string(Path(__file__).with_name("gallery.html").read_text(encoding="utf-8"))
    request = RequestFactory().get(f"/{language}/gallery/")
    form = gallery_form(words)({"email": "nonsense", "text": "<b>kept</b>"})
    with translation.override(language):
        return page.render({"t": words, "rings": RINGS, "form": form}, request)
