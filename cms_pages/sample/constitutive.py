"""The first meeting, 8 September 2022: the facts its source states, told in our own words."""

from datetime import date, time

from cms_pages.sample.words import three, words
from hub.actors import SYSTEM
from meetings.actions import agenda, attendance, decisions, planning
from meetings.enums import Capacity, DecisionMode, MeetingKind, Progress, Purpose, Regime
from meetings.models import Announcement, Meeting, Venue
from members.enums import NameOrder
from members.models import Organisation, Person

DAY = date(2022, 9, 8)
# Office holders whom the court named in its public report: (family, given, office, body, capacity, order)
NAMED = [
    (
        "Hang",
        "Vannak",
        "Chief of the Victims Support Section",
        "vss",
        Capacity.COURT_UNIT,
        NameOrder.FAMILY_FIRST,
    ),
    (
        "Pich",
        "Ang",
        "Lead Co-Lawyer for the Civil Parties",
        "lawyers",
        Capacity.COURT_UNIT,
        NameOrder.FAMILY_FIRST,
    ),
    (
        "Debnath",
        "Falguni",
        "Lead Co-Lawyer for the Civil Parties",
        "lawyers",
        Capacity.COURT_UNIT,
        NameOrder.GIVEN_FIRST,
    ),
    ("Chea", "Savon", "Director of the LDC", "ldc", Capacity.HOST, NameOrder.FAMILY_FIRST),
]
OUTCOMES = [
    (
        three(
            "The group has a neutral secretariat",
            "ក្រុមការងារមានលេខាធិការដ្ឋានអព្យាក្រឹត",
            "Le groupe a un secrétariat neutre",
        ),
        three(
            "A neutral secretariat coordinates the group. Civil society and the ECCC lead it together.",
            "លេខាធិការដ្ឋានអព្យាក្រឹត សម្របសម្រួលក្រុមការងារ។ សង្គមស៊ីវិល និង អ.វ.ត.ក ដឹកនាំរួមគ្នា។",
            "Un secrétariat neutre coordonne le groupe. La société civile et les CETC le dirigent ensemble.",
        ),
        Progress.DONE,
    ),
    (
        three("The group meets every month", "ក្រុមការងារប្រជុំរៀងរាល់ខែ", "Le groupe se réunit chaque mois"),
        three(
            "The group meets regularly, once a month, until the end of 2022.",
            "ក្រុមការងារប្រជុំម្តងក្នុងមួយខែ រហូតដល់ចុងឆ្នាំ២០២២។",
            "Le groupe se réunit régulièrement, une fois par mois, jusqu’à la fin de 2022.",
        ),
        Progress.DONE,
    ),
    (
        three("The group stays open", "ក្រុមការងារនៅបើកទូលាយ", "Le groupe reste ouvert"),
        three(
            "Other organisations and institutions with representatives in Cambodia may join.",
            "អង្គការ និងស្ថាប័នផ្សេងទៀត ដែលមានតំណាងនៅកម្ពុជា អាចចូលរួមបាន។",
            "D’autres organisations et institutions représentées au Cambodge peuvent s’y joindre.",
        ),
        Progress.IN_PROGRESS,
    ),
    (
        three(
            "The structure is settled in October",
            "រចនាសម្ព័ន្ធនឹងកំណត់ក្នុងខែតុលា",
            "La structure sera fixée en octobre",
        ),
        three(
            "The next meeting, in October 2022, confirms the administrative structure in detail.",
            "កិច្ចប្រជុំបន្ទាប់ ក្នុងខែតុលា ឆ្នាំ២០២២ នឹងបញ្ជាក់រចនាសម្ព័ន្ធរដ្ឋបាលលម្អិត។",
            "La réunion suivante, en octobre 2022, confirme en détail la structure administrative.",
        ),
        Progress.DONE,
    ),
]


def load_constitutive(organisations: dict[str, Organisation]) -> Meeting:
    """The record of the first meeting; its figures are stated by the source, nobody's name was listed."""
    venue = Venue.objects.create(
        **words(
            "name",
            "Legal Documentation Center (LDC)",
            "មជ្ឈមណ្ឌលឯកសារច្បាប់ (LDC)",
            "Centre de documentation juridique (LDC)",
        ),
        **words(
            "address",
            "Russian Boulevard, Phnom Penh",
            "មហាវិថីសហព័ន្ធរុស្ស៊ី រាជធានីភ្នំពេញ",
            "Boulevard de Russie, Phnom Penh",
        ),
    )
    meeting = planning.plan_meeting(
        by=SYSTEM,
        date=DAY,
        start_time=time(9),
        end_time=time(12),
        kind=MeetingKind.CONSTITUTIVE,
        venue=venue,
        host=organisations["ldc"],
        facilitator=organisations["eccc"],
        regime=Regime.NAMED,
        stated_representatives=16,
        stated_organisations=9,
        stated_source="ECCC, news of 9 September 2022",
        **words(
            "summary",
            "Civil-society organisations serving victim-survivors form a working group. The hours are not in the source.",
            "អង្គការសង្គមស៊ីវិលបង្កើតក្រុមការងារ។ ប្រភពមិនបានបញ្ជាក់ម៉ោងទេ។",
            "Des organisations de la société civile créent un groupe de travail. La source ne donne pas les heures.",
        ),
    )
    planning.announce(meeting, by=SYSTEM)
    items = [
        ("How the group is set up", "ការរៀបចំក្រុមការងារ", "La mise en place du groupe", Purpose.DECISION),
        (
            "Meetings until the end of the year",
            "កិច្ចប្រជុំរហូតដល់ចុងឆ្នាំ",
            "Réunions jusqu’à la fin de l’année",
            Purpose.DECISION,
        ),
        ("Announcements of the ECCC", "សេចក្តីជូនដំណឹងរបស់ អ.វ.ត.ក", "Annonces des CETC", Purpose.INFORMATION),
    ]
    placed = [
        agenda.add_item(meeting, by=SYSTEM, purpose=purpose, **words("title", *titles))
        for *titles, purpose in items
    ]
    meeting = planning.hold(meeting, by=SYSTEM)
    for family, given, office, body, capacity, order in NAMED:
        person = Person.objects.create(
            family_name=family, given_name=given, title=office, name_order=order, language="en"
        )
        attendance.record_attendance(
            meeting, by=SYSTEM, person=person, organisation=organisations[body], capacity=capacity
        )
    attendance.record_attendance(
        meeting,
        by=SYSTEM,
        capacity=Capacity.GUEST,
        group_name=three(
            "further staff of the ECCC and the LDC",
            "បុគ្គលិកផ្សេងទៀតរបស់ អ.វ.ត.ក និង LDC",
            "d’autres membres du personnel des CETC et du LDC",
        ),
    )
    for (title, text, progress), item in zip(OUTCOMES, (0, 1, 0, 0), strict=True):
        decisions.decide(
            meeting,
            by=SYSTEM,
            title=title,
            text=text,
            agenda_item=placed[item],
            mode=DecisionMode.STATED,
            decided_on=DAY,
            progress=progress,
        )
    Announcement.objects.create(
        meeting=meeting,
        date=date(2022, 9, 22),
        source=organisations["supreme"],
        **words(
            "title",
            "Final judgment in Case 002/02",
            "សាលដីកាស្ថាពរ ក្នុងសំណុំរឿង ០០២/០២",
            "Arrêt définitif dans le dossier n° 002/02",
        ),
    )
    return meeting
