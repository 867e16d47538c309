"""The group that Wagtail asks about pages and collections. Who is in it follows the roles (`members.actions.desk`)."""

from django.db import migrations

NAME = "Secretariat"
ON_PAGES = ["add", "change", "publish", "bulk_delete", "lock", "unlock"]
ON_COLLECTIONS = [
    ("wagtailimages", "image", ["add", "change", "choose"]),
    ("wagtaildocs", "document", ["add", "change", "choose"]),
]


def permission(apps, app_label, model, verb):
    """The row of a permission; Django makes these rows only after all migrations."""
    kind, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    row, _made = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=f"{verb}_{model}", defaults={"name": f"Can {verb.replace('_', ' ')} {model}"}
    )
    return row


def make_group(apps, schema_editor):
    group, _made = apps.get_model("auth", "Group").objects.get_or_create(name=NAME)
    for page in apps.get_model("wagtailcore", "Page").objects.filter(depth=1):
        for verb in ON_PAGES:
            apps.get_model("wagtailcore", "GroupPagePermission").objects.get_or_create(
                group=group, page=page, permission=permission(apps, "wagtailcore", "page", verb)
            )
    for collection in apps.get_model("wagtailcore", "Collection").objects.filter(depth=1):
        for app_label, model, verbs in ON_COLLECTIONS:
            for verb in verbs:
                apps.get_model("wagtailcore", "GroupCollectionPermission").objects.get_or_create(
                    group=group, collection=collection, permission=permission(apps, app_label, model, verb)
                )


def remove_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0002_people"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]
    operations = [migrations.RunPython(make_group, remove_group)]
