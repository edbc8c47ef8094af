"""Pictures are drawn anew: what a camera or a trickster hid in them stays out."""

import io
import warnings

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
MOST_PIXELS = 50_000_000
BROKEN = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    SyntaxError,
    ValueError,
)


def redrawn(content: bytes, mime_type: str) -> bytes:
    """The same picture, upright, without EXIF, GPS, comments or anything appended."""
    format_name = FORMATS[mime_type]
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content), formats=[format_name]) as picture:
                check_pixels(picture)
                return saved(ImageOps.exif_transpose(picture), format_name)
        except BROKEN as error:
            raise ValidationError(
                _("The picture cannot be read: it is damaged or too large."),
                code="picture",
            ) from error


def check_pixels(picture: Image.Image) -> None:
    """Before a pixel is unpacked: a small file can hold a picture of gigabytes."""
    if picture.width * picture.height > MOST_PIXELS:
        raise ValidationError(
            _("The picture has more than %(most)s million pixels. Make it smaller."),
            code="pixels",
            params={"most": MOST_PIXELS // 1_000_000},
        )


def saved(picture: Image.Image, format_name: str) -> bytes:
    colours = picture.info.get("icc_profile")
    bare = Image.new(picture.mode, picture.size)
    if picture.mode == "P":
        bare.putpalette(picture.getpalette())
    bare.paste(picture)
    if "transparency" in picture.info and picture.mode in ("P", "L", "RGB"):
        bare.info["transparency"] = picture.info["transparency"]
    out = io.BytesIO()
    bare.save(out, format_name, quality=90, icc_profile=colours)
    return out.getvalue()
