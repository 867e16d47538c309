"""The ground of the site, so that three languages answer on an empty database: locales, home pages, lists.

A home page's slug is its language, so a page's path in the tree is its public address.
"""

from uuid import uuid4

from django.db import migrations
from django.utils import timezone

LANGUAGES = ("en", "km", "fr")
HOMES = {
    "title": {"en": "Working Group Hub", "km": "ក្រុមការងារ", "fr": "Espace du groupe de travail"},
    "claim": {
        "en": "The organisations beside victim-survivors meet every month. This is their record.",
        "km": "ជារៀងរាល់ខែ អង្គការដែលធ្វើការដើម្បីជនរងគ្រោះ ជួបប្រជុំគ្នា",
        "fr": "Les organisations aux côtés des victimes et rescapés se réunissent chaque mois. Voici leur registre.",
    },
    "claim_more": {
        "en": "Civil society and the Extraordinary Chambers in the Courts of Cambodia (ECCC) sit in one working "
        "group. Read what it decides and what becomes of it.",
        "km": "សង្គមស៊ីវិល និងអង្គជំនុំជម្រះវិសាមញ្ញក្នុងតុលាការកម្ពុជា ជួបប្រជុំក្នុងក្រុមការងារតែមួយ។ "
        "នេះជាកំណត់ត្រាសាធារណៈ៖ ប្រជុំនៅពេលណា សម្រេចអ្វី និងអនុវត្តបានដល់ណា។",
        "fr": "La société civile et les Chambres extraordinaires au sein des tribunaux cambodgiens (CETC) siègent "
        "dans un même groupe de travail. Lisez ce qu’il décide et ce qu’il en advient.",
    },
    "join_title": {
        "en": "The group stays open",
        "km": "ក្រុមការងារបើកទទួលសមាជិកថ្មី",
        "fr": "Le groupe reste ouvert",
    },
    "join_text": {
        "en": "Organisations, institutions and individual advocates can ask to join. It takes ten minutes on a "
        "phone, in Khmer, English or French, and needs no account.",
        "km": "អង្គការ ស្ថាប័ន និងបុគ្គល អាចស្នើសុំចូលរួម តាមទូរស័ព្ទ ជាភាសាខ្មែរ អង់គ្លេស ឬបារាំង ដោយមិនបាច់មានគណនី។",
        "fr": "Les organisations, institutions et personnes engagées peuvent demander à rejoindre le groupe. Dix "
        "minutes sur un téléphone suffisent, en khmer, en anglais ou en français, sans compte.",
    },
}
NEWS = {"en": "News", "km": "ព័ត៌មាន", "fr": "Actualités"}
ARCHIVE = {"en": "Archive", "km": "បណ្ណសារ", "fr": "Archives"}
ARCHIVE_LEAD = {
    "en": "Pages of other sites about this work, kept as they were published.",
    "km": "ទំព័រពីគេហទំព័រផ្សេងៗ ដែលរក្សាទុកដូចពេលផ្សាយ។",
    "fr": "Des pages d’autres sites sur ce travail, gardées telles qu’elles ont paru.",
}
BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def step(number):
    """One step of a tree path: four digits of base 36."""
    digits = ""
    for _place in range(4):
        number, rest = divmod(number, 36)
        digits = BASE36[rest] + digits
    return digits


def plant(apps, model, *, locale, key, parent, place, title, slug, **fields):
    """Write one live page beneath `parent`; historical models know nothing of the tree, so its numbers come here."""
    content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="cms_pages", model=model.lower()
    )
    now = timezone.now()
    page = apps.get_model("cms_pages", model).objects.create(
        title=title,
        draft_title=title,
        slug=slug,
        content_type=content_type,
        locale=locale,
        translation_key=key,
        path=parent.path + step(place),
        depth=parent.depth + 1,
        numchild=0,
        url_path=f"{parent.url_path}{slug}/",
        live=True,
        first_published_at=now,
        last_published_at=now,
        **fields,
    )
    parent.numchild += 1
    parent.save()
    return page


def make_pages(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}
    root = Page.objects.get(depth=1)
    welcome = Page.objects.filter(depth=2, slug="home", title="Welcome to your new Wagtail site!").first()
    last = Page.objects.filter(depth=2).order_by("path").last()
    first_place = (int(last.path[4:], 36) if last else 0) + 1

    home_key, news_key, archive_key = uuid4(), uuid4(), uuid4()
    homes = {}
    for place, code in enumerate(LANGUAGES, start=first_place):
        home = homes[code] = plant(
            apps,
            "HomePage",
            locale=locales[code],
            key=home_key,
            parent=root,
            place=place,
            slug=code,
            **{field: texts[code] for field, texts in HOMES.items()},
        )
        common = {"locale": locales[code], "parent": home}
        plant(apps, "NewsIndexPage", key=news_key, place=1, title=NEWS[code], slug="news", **common)
        plant(
            apps,
            "ArchiveIndexPage",
            key=archive_key,
            place=2,
            title=ARCHIVE[code],
            slug="archive",
            lead=ARCHIVE_LEAD[code],
            **common,
        )

    Site.objects.filter(is_default_site=True).update(
        root_page_id=homes["en"].pk, site_name="Working Group Hub"
    )
    if welcome:
        welcome.delete()
        root.numchild -= 1
        root.save()


def remove_pages(apps, schema_editor):
    """The pages go with the tables of their kinds; the tree's own rows are removed here."""
    Page = apps.get_model("wagtailcore", "Page")
    Page.objects.filter(depth__gt=1, content_type__app_label="cms_pages").delete()
    root = Page.objects.get(depth=1)
    root.numchild = Page.objects.filter(depth=2).count()
    root.save()


class Migration(migrations.Migration):
    dependencies = [
        ("cms_pages", "0001_pages"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_pages, remove_pages)]
