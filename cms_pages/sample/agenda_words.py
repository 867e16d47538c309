"""What the invented meetings talk about, in three languages."""

from cms_pages.sample.words import three, words
from meetings.enums import ActionState, Audience, Progress, Purpose

AGENDA = [
    {
        "purpose": Purpose.DECISION,
        "minutes_allotted": 5,
        **words(
            "title",
            "Welcome; the agenda is adopted",
            "ស្វាគមន៍ និងអនុម័តរបៀបវារៈ",
            "Accueil et adoption de l’ordre du jour",
        ),
    },
    {
        "purpose": Purpose.DECISION,
        "minutes_allotted": 10,
        **words(
            "title",
            "Minutes of the previous meeting",
            "កំណត់ហេតុកិច្ចប្រជុំមុន",
            "Compte rendu de la réunion précédente",
        ),
    },
    {
        "purpose": Purpose.DECISION,
        "minutes_allotted": 40,
        **words(
            "title",
            "How the secretariat works",
            "របៀបធ្វើការរបស់លេខាធិការដ្ឋាន",
            "Le fonctionnement du secrétariat",
        ),
    },
    {
        "purpose": Purpose.DECISION,
        "minutes_allotted": 45,
        **words("title", "Thematic groups", "ក្រុមតាមប្រធានបទ", "Groupes thématiques"),
    },
    {
        "purpose": Purpose.DISCUSSION,
        "minutes_allotted": 20,
        "audience": Audience.MEMBERS,
        **words("title", "Safety of those who take part", "សុវត្ថិភាពរបស់អ្នកចូលរួម", "Sécurité des participants"),
    },
    {
        "purpose": Purpose.INFORMATION,
        "minutes_allotted": 15,
        **words(
            "title",
            "Announcements and next meeting",
            "សេចក្តីជូនដំណឹង និងកិច្ចប្រជុំបន្ទាប់",
            "Annonces et prochaine réunion",
        ),
    },
]

# (agenda item, audience, language, text)
NOTES = [
    (
        1,
        Audience.PUBLIC,
        "en",
        "<p>The chair opened the meeting and welcomed those who came. The agenda was adopted.</p>",
    ),
    (1, Audience.PUBLIC, "km", "<p>ប្រធានបានបើកកិច្ចប្រជុំ និងស្វាគមន៍អ្នកចូលរួម។ របៀបវារៈត្រូវបានអនុម័ត។</p>"),
    (
        1,
        Audience.PUBLIC,
        "fr",
        "<p>La présidente a ouvert la réunion et accueilli les participants. L’ordre du jour a été adopté.</p>",
    ),
    (
        3,
        Audience.PUBLIC,
        "en",
        "<p>The secretariat has one lead from civil society and one from the court. Both must agree before anything is made public. The group asked for a short report at each meeting.</p>",
    ),
    (
        3,
        Audience.PUBLIC,
        "km",
        "<p>លេខាធិការដ្ឋានមានអ្នកដឹកនាំពីរនាក់ ម្នាក់ពីសង្គមស៊ីវិល និងម្នាក់ពីតុលាការ។ ទាំងពីរត្រូវយល់ព្រម មុនពេលផ្សព្វផ្សាយ។</p>",
    ),
    (
        3,
        Audience.PUBLIC,
        "fr",
        "<p>Le secrétariat a deux responsables, une personne de la société civile et une des CETC. Les deux donnent leur accord avant toute publication. Le groupe demande un bref rapport à chaque réunion.</p>",
    ),
    (
        4,
        Audience.PUBLIC,
        "en",
        "<p>Three themes were proposed: legal follow-up, health and care, memory and education. Each group names a person to write to.</p>",
    ),
    (
        4,
        Audience.PUBLIC,
        "fr",
        "<p>Trois thèmes ont été proposés : suivi juridique, santé et soins, mémoire et éducation. Chaque groupe désigne une personne de contact.</p>",
    ),
    (
        4,
        Audience.MEMBERS,
        "en",
        "<p>Two organisations asked for more time before they name their person. The secretariat writes to them by the end of the week.</p>",
    ),
    (
        5,
        Audience.MEMBERS,
        "en",
        "<p>The group agreed how members tell the secretariat when a place is not safe to meet.</p>",
    ),
    (
        6,
        Audience.PUBLIC,
        "en",
        "<p>The next meeting follows the series: second Thursday, nine to twelve.</p>",
    ),
    (6, Audience.PUBLIC, "km", "<p>កិច្ចប្រជុំបន្ទាប់៖ ថ្ងៃព្រហស្បតិ៍ទីពីរនៃខែ ម៉ោង ០៩:០០ ដល់ ១២:០០។</p>"),
    (6, Audience.PUBLIC, "fr", "<p>La prochaine réunion suit la série : deuxième jeudi, de 9 h à 12 h.</p>"),
]

# (agenda item, title, text, progress, what became of it)
DECISIONS = [
    (
        3,
        three(
            "The secretariat has two leads",
            "លេខាធិការដ្ឋានមានអ្នកដឹកនាំពីរនាក់",
            "Le secrétariat a deux responsables",
        ),
        three(
            "The secretariat has two leads, one from civil society and one from the ECCC. Both agree before anything is published.",
            "លេខាធិការដ្ឋានមានអ្នកដឹកនាំពីរនាក់ ម្នាក់ពីសង្គមស៊ីវិល និងម្នាក់ពី អ.វ.ត.ក។ ទាំងពីរត្រូវយល់ព្រម មុនពេលផ្សព្វផ្សាយ។",
            "Le secrétariat a deux responsables, l’une issue de la société civile, l’autre des CETC. Rien n’est publié sans leur double accord.",
        ),
        Progress.DONE,
        three("Both are in office", "អ្នកទាំងពីរកំពុងបំពេញការងារ", "Les deux sont en fonction"),
    ),
    (
        4,
        three(
            "Three thematic groups begin work",
            "ក្រុមតាមប្រធានបទបី ចាប់ផ្តើមធ្វើការ",
            "Trois groupes thématiques se mettent au travail",
        ),
        three(
            "Three thematic groups begin work: legal follow-up, health and care, memory and education. Each reports in writing.",
            "ក្រុមតាមប្រធានបទបី ចាប់ផ្តើមធ្វើការ៖ ការតាមដានផ្លូវច្បាប់ សុខភាព និងការចងចាំ។ ក្រុមនីមួយៗធ្វើរបាយការណ៍ជាលាយលក្ខណ៍អក្សរ។",
            "Trois groupes thématiques se mettent au travail : suivi juridique, santé et soins, mémoire et éducation. Chacun rend compte par écrit.",
        ),
        Progress.IN_PROGRESS,
        three("One group has met", "ក្រុមមួយបានប្រជុំ", "Un groupe s’est réuni"),
    ),
    (
        6,
        three(
            "The second Thursday is the day",
            "ថ្ងៃព្រហស្បតិ៍ទីពីរ ជាថ្ងៃប្រជុំ",
            "Le deuxième jeudi est le jour",
        ),
        three(
            "Ordinary meetings are held on the second Thursday of the month, from 09:00 to 12:00.",
            "កិច្ចប្រជុំធម្មតា ធ្វើនៅថ្ងៃព្រហស្បតិ៍ទីពីរនៃខែ ម៉ោង ០៩:០០ ដល់ ១២:០០។",
            "Les réunions ordinaires ont lieu le deuxième jeudi du mois, de 9 h à 12 h.",
        ),
        Progress.DONE,
        three("In the calendar", "មានក្នុងប្រតិទិន", "Dans le calendrier"),
    ),
]

# (agenda item, title, owner, due in days from today (None: next meeting), state, outcome)
ACTIONS = [
    (
        3,
        three(
            "Open the application page in three languages",
            "បើកទំព័រស្នើសុំចូលរួមជាបីភាសា",
            "Ouvrir la page de candidature en trois langues",
        ),
        "palms",
        -1400,
        ActionState.DONE,
        three("The page is open", "ទំព័របានបើក", "La page est ouverte"),
    ),
    (
        4,
        three(
            "Propose dates for a forum outside Phnom Penh",
            "ស្នើកាលបរិច្ឆេទវេទិកានៅក្រៅភ្នំពេញ",
            "Proposer des dates pour un forum hors de Phnom Penh",
        ),
        "river",
        -10,
        ActionState.OPEN,
        None,
    ),
    (
        3,
        three(
            "Write a first version of the terms of reference",
            "សរសេរសេចក្តីព្រាងទីមួយនៃលក្ខខណ្ឌការងារ",
            "Rédiger une première version du mandat",
        ),
        "bridge",
        3,
        ActionState.IN_PROGRESS,
        None,
    ),
    (
        4,
        three(
            "Gather the names of the legal follow-up group",
            "ប្រមូលឈ្មោះក្រុមតាមដានផ្លូវច្បាប់",
            "Réunir les noms du groupe de suivi juridique",
        ),
        "memory",
        45,
        ActionState.OPEN,
        None,
    ),
    (
        4,
        three(
            "List the materials that exist in Khmer",
            "ធ្វើបញ្ជីឯកសារដែលមានជាភាសាខ្មែរ",
            "Dresser la liste des documents en khmer",
        ),
        "palms",
        -20,
        ActionState.DONE,
        three("The list is with the secretariat", "បញ្ជីនៅលេខាធិការដ្ឋាន", "La liste est au secrétariat"),
    ),
]
