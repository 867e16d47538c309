"""Photographs without what the camera wrote beside them."""

from io import BytesIO
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from PIL import Image as Pixels
from PIL import ImageOps, UnidentifiedImageError

LARGEST = 25_000_000  # pixels; a picture for a page needs a tenth
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


def only_pixels(upload: File) -> ContentFile:
    """The same picture, drawn again: no GPS, no EXIF, no comment, no name of the file the author gave it.

    Turned upright first, as its EXIF says. Raises ValidationError with a sentence for anything that is not a
    JPEG, PNG or WebP of at most 25 million pixels.
    """
    upload.seek(0)
    try:
        with Pixels.open(upload) as picture:
            if picture.format not in FORMATS:
                raise ValidationError(_("Please upload a JPEG, PNG or WebP picture."))
            if picture.width * picture.height > LARGEST:
                raise ValidationError(_("This picture has too many pixels. Please upload a smaller one."))
            kind = picture.format
            upright = ImageOps.exif_transpose(picture)
            drawn = Pixels.new(_mode(upright), upright.size)
            drawn.paste(upright.convert(drawn.mode))
    except (UnidentifiedImageError, OSError, SyntaxError, Pixels.DecompressionBombError) as error:
        raise ValidationError(_("This file cannot be read as a picture.")) from error
    out = BytesIO()
    # Saving a fresh picture: Pillow has nothing to copy metadata from.
    drawn.save(out, kind, **({} if kind == "PNG" else {"quality": 88}))
    return ContentFile(out.getvalue(), name=f"{uuid4().hex}.{FORMATS[kind]}")


def _mode(picture: Pixels.Image) -> str:
    """The mode of the copy: with transparency where the picture has it, except in JPEG, which has none."""
    transparent = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    return "RGBA" if transparent else "RGB"
