"""Only pixels reach the disk, and no picture is shown without consent (TRUST, fact 2)."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pixels
from PIL.PngImagePlugin import PngInfo

from cms_pages.models import HubImage
from cms_pages.models.pixels import only_pixels

TODAY = date(2030, 1, 15)
SECRET = "Battambang, house of Sok"


def photograph(kind="JPEG", size=(60, 40), name="IMG_of_somebody.jpg"):
    """A picture with GPS, a description and a comment in it."""
    picture = Pixels.new("RGB", size, (120, 60, 30))
    exif = Pixels.Exif()
    exif[0x010E] = SECRET
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[2] = (13.0, 5.0, 57.0)
    options = {"exif": exif, "comment": SECRET.encode()} if kind == "JPEG" else {"exif": exif}
    if kind == "PNG":
        words = PngInfo()
        words.add_text("Comment", SECRET)
        options["pnginfo"] = words
    out = BytesIO()
    picture.save(out, kind, **options)
    return SimpleUploadedFile(name, out.getvalue())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_pixels_is_kept(kind):
    upload = photograph(kind)
    assert SECRET.encode() in upload.read()
    kept = only_pixels(upload)
    data = kept.read()
    assert SECRET.encode() not in data
    with Pixels.open(BytesIO(data)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == (kind, (40, 60), {})
        assert not {"comment", "exif", "Comment"} & set(picture.info)
    assert "somebody" not in kept.name


@pytest.mark.django_db
def test_original_and_rendition_carry_no_metadata():
    image = HubImage.objects.create(title="Room", file=photograph())
    assert (image.width, image.height) == (40, 60)
    for file in (image.file, image.get_rendition("width-20").file):
        with file.open("rb") as opened:
            data = opened.read()
        assert SECRET.encode() not in data
        assert b"Exif" not in data
        assert "somebody" not in file.name


@pytest.mark.django_db
def test_a_second_save_leaves_the_file_alone():
    image = HubImage.objects.create(title="Room", file=photograph())
    name = image.file.name
    image.credit = "Paper Boat"
    image.save()
    assert HubImage.objects.get().file.name == name


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "cannot be read"),
        (b"", "cannot be read"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 40, "cannot be read"),
        (
            b"GIF89a\x01\x00\x01\x00\x00\xff\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x00;",
            "JPEG, PNG or WebP",
        ),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(ValidationError) as refusal:
        only_pixels(SimpleUploadedFile("picture.jpg", content))
    assert sentence in refusal.value.messages[0]


def test_too_many_pixels_are_refused_before_they_are_unpacked():
    out = BytesIO()
    Pixels.new("1", (6000, 5000)).save(out, "PNG")
    with pytest.raises(ValidationError) as refusal:
        only_pixels(SimpleUploadedFile("large.png", out.getvalue()))
    assert "too many pixels" in refusal.value.messages[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({}, True),
        ({"credit": ""}, False),
        ({"consent_given": False}, False),
        ({"consent_given": False, "shows_people": False}, True),
        ({"consent_until": TODAY}, True),
        ({"consent_until": TODAY - timedelta(days=1)}, False),
        ({"consent_withdrawn_on": TODAY}, False),
        ({"consent_withdrawn_on": TODAY + timedelta(days=1)}, True),
    ],
)
def test_a_picture_is_shown_with_credit_and_consent_only(facts, shown):
    image = HubImage(**{"credit": "Paper Boat", "consent_given": True, **facts})
    assert image.may_be_shown(TODAY) is shown


@pytest.mark.django_db
def test_a_withdrawn_picture_is_not_served_any_more(client):
    image = HubImage.objects.create(title="Room", file=photograph(), credit="Paper Boat", consent_given=True)
    url = image.get_rendition("width-20").url
    response = client.get(url)
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"
    image.consent_withdrawn_on = date(2020, 1, 1)
    image.save()
    assert client.get(url).status_code == 404
    assert client.get(f"/media/{image.file.name}", follow=True).status_code == 404
