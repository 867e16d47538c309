"""The sample's people and organisations. The nine member organisations and everybody in them are invented."""

from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from cms_pages.sample.words import words
from members.enums import MembershipKind, NameOrder, OrganisationClass, RoleKind, SeatKind
from members.models import Membership, Organisation, Person, Role, Seat, User

SINCE = date(2022, 9, 8)

# key: (English, Khmer, French), plainly invented names
MEMBERS = {
    "palms": ("Seven Palms Archive", "បណ្ណសារត្នោតប្រាំពីរ", "Archives des Sept Palmiers"),
    "field": ("Morning Field Network", "បណ្តាញវាលព្រឹក", "Réseau Champ du Matin"),
    "bridge": ("Stone Bridge Legal Aid", "ជំនួយផ្លូវច្បាប់ស្ពានថ្ម", "Aide juridique du Pont de Pierre"),
    "memory": ("Long Memory Circle", "រង្វង់ចងចាំយូរ", "Cercle Longue Mémoire"),
    "river": ("Riverlight Association", "សមាគមពន្លឺទន្លេ", "Association Lumière du Fleuve"),
    "threads": ("House of Threads", "ផ្ទះអំបោះ", "Maison des Fils"),
    "window": ("Open Window Counselling", "ប្រឹក្សាបង្អួចបើក", "Conseil Fenêtre Ouverte"),
    "boat": ("Paper Boat Theatre", "ល្ខោនទូកក្រដាស", "Théâtre du Bateau de Papier"),
    "shore": ("Far Shore Youth Forum", "វេទិកាយុវជនច្រាំងឆ្ងាយ", "Forum des Jeunes de l’Autre Rive"),
}
# Real bodies, named by the source documents.
BODIES = {
    "eccc": (
        OrganisationClass.COURT_UNIT,
        "ECCC",
        "Extraordinary Chambers in the Courts of Cambodia",
        "អង្គជំនុំជម្រះវិសាមញ្ញក្នុងតុលាការកម្ពុជា",
        "Chambres extraordinaires au sein des tribunaux cambodgiens",
    ),
    "vss": (
        OrganisationClass.COURT_UNIT,
        "VSS",
        "Victims Support Section",
        "ផ្នែកគាំពារជនរងគ្រោះ",
        "Section d’appui aux victimes",
    ),
    "lawyers": (
        OrganisationClass.COURT_UNIT,
        "",
        "Lead Co-Lawyers for the Civil Parties",
        "",
        "Co-avocats principaux pour les parties civiles",
    ),
    "supreme": (
        OrganisationClass.COURT_UNIT,
        "",
        "ECCC Supreme Court Chamber",
        "",
        "Chambre de la Cour suprême des CETC",
    ),
    "ldc": (
        OrganisationClass.HOST,
        "LDC",
        "Legal Documentation Center related to the ECCC",
        "",
        "Centre de documentation juridique lié aux CETC",
    ),
}
# (key, organisation, kind, family, given, Khmer name, honorific)
SEATS = [
    ("vutha", "palms", SeatKind.REPRESENTATIVE, "Keo", "Vutha", "កែវ វុធា", "Mr."),
    ("sokha", "palms", SeatKind.ALTERNATE, "Meas", "Sokha", "មាស សុខា", "Ms."),
    ("sopheap", "field", SeatKind.REPRESENTATIVE, "Heng", "Sopheap", "ហេង សុភាព", "Ms."),
    ("piseth", "field", SeatKind.ALTERNATE, "Ros", "Piseth", "រស់ ពិសិដ្ឋ", "Mr."),
    ("nita", "bridge", SeatKind.REPRESENTATIVE, "Prak", "Nita", "ប្រាក់ និតា", "Ms."),
    ("borey", "bridge", SeatKind.ALTERNATE, "Lim", "Borey", "លឹម បូរី", "Mr."),
    ("samnang", "memory", SeatKind.REPRESENTATIVE, "Ouk", "Samnang", "អ៊ុក សំណាង", "Mr."),
    ("channary", "memory", SeatKind.ALTERNATE, "Yim", "Channary", "យឹម ចាន់ណារី", "Ms."),
    ("dara", "river", SeatKind.REPRESENTATIVE, "Sok", "Dara", "សុខ ដារ៉ា", "Mr."),
    ("kalyan", "river", SeatKind.ALTERNATE, "Nuon", "Kalyan", "នួន កល្យាណ", "Ms."),
    ("malis", "threads", SeatKind.REPRESENTATIVE, "Ung", "Malis", "អ៊ុង ម្លិះ", "Ms."),
    ("sreyleak", "threads", SeatKind.ALTERNATE, "Pov", "Sreyleak", "ពៅ ស្រីល័ក្ខ", "Ms."),
    ("chenda", "window", SeatKind.REPRESENTATIVE, "Nou", "Chenda", "នូ ចិន្តា", "Ms."),
    ("ratanak", "window", SeatKind.ALTERNATE, "Chhim", "Ratanak", "ឈឹម រតនៈ", "Mr."),
    ("rithy", "boat", SeatKind.REPRESENTATIVE, "Tep", "Rithy", "ទេព រិទ្ធី", "Mr."),
    ("bopha", "boat", SeatKind.ALTERNATE, "Long", "Bopha", "ឡុង បុប្ផា", "Ms."),
    ("kosal", "shore", SeatKind.REPRESENTATIVE, "In", "Kosal", "អ៊ិន កុសល", "Mr."),
    ("theary", "shore", SeatKind.ALTERNATE, "Sao", "Theary", "សៅ ធារី", "Ms."),
]
# (key, family, given, Khmer name, honorific)
OTHERS = [
    ("sreymom", "Chan", "Sreymom", "ចាន់ ស្រីមុំ", "Ms."),
    ("ratha", "Seng", "Ratha", "សេង រដ្ឋា", "Mr."),
    ("sotheary", "Vann", "Sotheary", "វណ្ណ សុធារី", "Ms."),
]


@dataclass(frozen=True)
class Account:
    """A sample sign-in: what it is for, and whose."""

    address: str
    person: str
    what: str
    privileged: bool = False


ACCOUNTS = [
    Account("secretariat@hub.example", "sreymom", "secretariat, civil-society side", privileged=True),
    Account("court@hub.example", "ratha", "secretariat, court side", privileged=True),
    Account("chair@hub.example", "sopheap", "chair", privileged=True),
    Account("representative@hub.example", "nita", "representative"),
    Account("alternate@hub.example", "borey", "alternate"),
    Account("advocate@hub.example", "sotheary", "individual advocate"),
    Account("observer@hub.example", "luc", "observer"),
]


def load_organisations() -> dict[str, Organisation]:
    """The nine invented members and the real bodies, by key."""
    found = {}
    for key, names in MEMBERS.items():
        found[key] = Organisation.objects.create(
            **words("name", *names),
            organisation_class=OrganisationClass.CIVIL_SOCIETY,
            in_directory=True,
            is_sample=True,
        )
        Membership.objects.create(organisation=found[key], kind=MembershipKind.FULL, since=SINCE)
    for key, (kind, acronym, *names) in BODIES.items():
        found[key] = Organisation.objects.create(
            **words("name", *names), organisation_class=kind, acronym=acronym, in_directory=True
        )
    donor = Organisation.objects.create(
        **words("name", "Blue Lantern Fund", "មូលនិធិគោមខៀវ", "Fonds Lanterne Bleue"),
        organisation_class=OrganisationClass.DONOR,
        is_sample=True,
    )
    Membership.objects.create(organisation=donor, kind=MembershipKind.OBSERVER, since=SINCE)
    return {**found, "donor": donor}


def load_people(organisations: dict[str, Organisation]) -> dict[str, Person]:
    """Everybody of the sample with their seats and roles, by key."""
    people = {}
    for key, organisation, kind, family, given, khmer, honorific in SEATS:
        people[key] = _person(key, family, given, khmer, honorific)
        Seat.objects.create(
            person=people[key], organisation=organisations[organisation], kind=kind, since=SINCE
        )
    for key, family, given, khmer, honorific in OTHERS:
        people[key] = _person(key, family, given, khmer, honorific)
    people["luc"] = _person(
        "luc", "Marchand", "Luc", "", "Mr.", name_order=NameOrder.GIVEN_FIRST, language="fr"
    )
    Seat.objects.create(person=people["luc"], organisation=organisations["donor"], since=SINCE)
    Membership.objects.create(person=people["sotheary"], kind=MembershipKind.INDIVIDUAL, since=SINCE)
    for key, kind in (
        ("sreymom", RoleKind.SECRETARIAT_CIVIL_SOCIETY),
        ("ratha", RoleKind.SECRETARIAT_COURT),
        ("sopheap", RoleKind.CHAIR),
    ):
        Role.objects.create(person=people[key], kind=kind, since=SINCE)
    return people


def _person(key: str, family: str, given: str, khmer: str, honorific: str, **facts) -> Person:
    facts.setdefault("language", "en")
    return Person.objects.create(
        family_name=family,
        given_name=given,
        khmer_name=khmer,
        honorific=honorific,
        email=f"{key}@people.example",
        is_sample=True,
        **facts,
    )


def load_accounts(people: dict[str, Person], *, password: str, totp_secret: str) -> None:
    """The seven sign-ins: one password for all, one TOTP secret (base32) for the privileged three."""
    for account in ACCOUNTS:
        person = people[account.person]
        user = User.objects.create_user(account.address, password)
        person.user, person.email = user, account.address
        person.save()
        EmailAddress.objects.create(user=user, email=account.address, verified=True, primary=True)
        if account.privileged and not Authenticator.objects.filter(user=user).exists():
            TOTP.activate(user, totp_secret)
            RecoveryCodes.activate(user)
