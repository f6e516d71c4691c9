"""Photos as they are kept: small, upright, without anything that a camera wrote into them."""

import io

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from kinbridge.foundation.errors import Invalid

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600  # pixels: a flip chart can be read at that
QUALITY = 72


class NoPhoto(Invalid):
    """What came is no photo that is kept here."""


def clean_photo(content: bytes) -> tuple[bytes, str]:
    """The picture encoded anew as JPEG, without place, time and device, and its file ending.

    The content decides what it is, not its name.

    Raises: NoPhoto.
    """
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NoPhoto(_("This picture is too large. Take it smaller."))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as problem:
        raise NoPhoto(_("This is no photo that can be read: JPEG, PNG or WebP.")) from problem
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGB", upright.size)  # takes over the pixels and nothing else
    bare.paste(upright)
    made = io.BytesIO()
    bare.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue(), "jpg"
