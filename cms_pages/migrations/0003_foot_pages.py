"""The three plain pages that the foot of every page leads to: contact, help, privacy. Editors rewrite them."""

import json
from importlib import import_module
from uuid import uuid4

from django.db import migrations

FIRST_PLACE = 11  # after the lists of the first migration, with room between


# slug: language: facts
PLAIN_PAGES = {
    "contact": {
        "en": {
            "title": "Write to the secretariat",
            "lead": "The secretariat answers in Khmer, English and French.",
            "text": "<p>It convenes the meetings, keeps this record and takes applications to join. It is led by one person from civil society and one from the ECCC.</p>",
        },
        "km": {
            "title": "សរសេរទៅលេខាធិការដ្ឋាន",
            "lead": "លេខាធិការដ្ឋានឆ្លើយតបជាភាសាខ្មែរ អង់គ្លេស និងបារាំង។",
            "text": "<p>លេខាធិការដ្ឋានរៀបចំកិច្ចប្រជុំ រក្សាកំណត់ត្រា និងទទួលពាក្យស្នើសុំចូលរួម។</p>",
        },
        "fr": {
            "title": "Écrire au secrétariat",
            "lead": "Le secrétariat répond en khmer, en anglais et en français.",
            "text": "<p>Il convoque les réunions, tient ce registre et reçoit les demandes d’adhésion. Il est dirigé par une personne de la société civile et une personne des CETC.</p>",
        },
    },
    "help": {
        "en": {
            "title": "Help and helplines",
            "lead": "Some pages speak of violence. You can stop reading at any time.",
            "text": "<p>A helpline is listed here once the secretariat has called it and noted the day. None is listed yet, so that nobody calls a number that does not answer.</p>",
        },
        "km": {
            "title": "ជំនួយ និងខ្សែទូរស័ព្ទជំនួយ",
            "lead": "ទំព័រខ្លះនិយាយអំពីអំពើហិង្សា។ លោកអ្នកអាចឈប់អានបានគ្រប់ពេល។",
            "text": "<p>លេខទូរស័ព្ទជំនួយ ត្រូវដាក់នៅទីនេះ បន្ទាប់ពីលេខាធិការដ្ឋានបានពិនិត្យ។ ឥឡូវនេះមិនទាន់មានលេខទេ។</p>",
        },
        "fr": {
            "title": "Aide et lignes d’écoute",
            "lead": "Certaines pages parlent de violences. Vous pouvez arrêter de lire à tout moment.",
            "text": "<p>Une ligne d’écoute figure ici une fois que le secrétariat l’a appelée et a noté le jour. Aucune n’y figure encore, pour que personne n’appelle un numéro qui ne répond pas.</p>",
        },
    },
    "privacy": {
        "en": {
            "title": "How we handle personal data",
            "lead": "We keep little, say what we keep, and never ask whether somebody is a survivor.",
            "text": "<p>Of members’ people we keep the name, the organisation, an address to write to and their answers to invitations. Who attended is shown in public only as numbers, or with consent.</p><p>Reading needs no cookie. Signing in sets one. No page loads anything from another site.</p><p>Applications that are not admitted are deleted after a set time. Write to the secretariat to see, correct or delete what is kept about you.</p>",
        },
        "km": {
            "title": "របៀបថែរក្សាទិន្នន័យផ្ទាល់ខ្លួន",
            "lead": "យើងរក្សាទុកតែតិចតួច ហើយមិនសួរថានរណាជាអ្នករស់រានមានជីវិតទេ។",
            "text": "<p>យើងរក្សាទុកឈ្មោះ អង្គការ អាសយដ្ឋានអ៊ីមែល និងចម្លើយចំពោះការអញ្ជើញ។ ជាសាធារណៈ យើងបង្ហាញតែចំនួន ឬបើមានការយល់ព្រម។</p><p>ការអានមិនត្រូវការខូគីទេ។ សូមសរសេរទៅលេខាធិការដ្ឋាន ដើម្បីមើល កែ ឬលុបទិន្នន័យរបស់លោកអ្នក។</p>",
        },
        "fr": {
            "title": "Vos données personnelles",
            "lead": "Nous gardons peu, disons ce que nous gardons, et ne demandons jamais si quelqu’un est rescapé.",
            "text": "<p>Des personnes des organisations membres, nous gardons le nom, l’organisation, une adresse et les réponses aux invitations. Les présences ne paraissent qu’en nombres, ou avec accord.</p><p>La lecture ne demande aucun cookie ; la connexion en pose un. Aucune page ne charge quoi que ce soit d’un autre site.</p><p>Les demandes non retenues sont supprimées après un délai fixé. Écrivez au secrétariat pour voir, corriger ou supprimer ce qui vous concerne.</p>",
        },
    },
}


def make_pages(apps, schema_editor):
    plant = import_module("cms_pages.migrations.0002_first_pages").plant
    homes = {home.locale.language_code: home for home in apps.get_model("cms_pages", "HomePage").objects.all()}
    for place, (slug, languages) in enumerate(PLAIN_PAGES.items(), start=FIRST_PLACE):
        key = uuid4()
        for code, facts in languages.items():
            body = [{"type": "text", "value": facts["text"], "id": str(uuid4())}]
            plant(
                apps,
                "PlainPage",
                locale=homes[code].locale,
                key=key,
                parent=homes[code],
                place=place,
                slug=slug,
                title=facts["title"],
                lead=facts["lead"],
                body=json.dumps(body),
            )


class Migration(migrations.Migration):
    dependencies = [("cms_pages", "0002_first_pages")]
    operations = [migrations.RunPython(make_pages, migrations.RunPython.noop)]
