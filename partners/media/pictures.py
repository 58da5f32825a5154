"""Pictures are painted anew: what is stored holds the picture and nothing else.

That removes the place where a photo was taken and everything else that cameras write beside it, and whatever
somebody hid before, behind or inside the picture.
"""

import warnings
from io import BytesIO
from typing import Any, BinaryIO

from PIL import Image, ImageOps, ImageSequence

from partners.media.kinds import GIF, JPEG, MOST_FRAMES, MOST_PIXELS, PNG, WEBP, Kind
from partners.media.refusals import RefusedFileError, not_that_kind

FORMATS = {JPEG: "JPEG", PNG: "PNG", GIF: "GIF", WEBP: "WEBP"}
OPTIONS: dict[Kind, dict[str, Any]] = {
    JPEG: {"quality": 92, "optimize": True},
    PNG: {"optimize": False},
    GIF: {},
    WEBP: {"quality": 92, "method": 4},
}
MODES = {JPEG: ("RGB", "L"), WEBP: ("RGB", "RGBA"), PNG: ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")}
TOO_MANY_PIXELS = (
    f"This picture has more than {MOST_PIXELS // 1_000_000} million pixels. Make it smaller and try again."
)


def painted_anew(file: BinaryIO, kind: Kind) -> bytes:
    """Return the picture alone, upright. Raises RefusedFileError when it is too large or no such picture."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            # Pillow's own limit only warns up to twice its size.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(file, formats=[FORMATS[kind]])
            check_size(picture)
            return written(picture, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise RefusedFileError(TOO_MANY_PIXELS, code="too_many_pixels") from problem
    except RefusedFileError:
        raise
    # Pillow raises whatever comes up for files that are cut or made up.
    except Exception as problem:
        raise not_that_kind(kind.name) from problem


def check_size(picture: Image.Image) -> None:
    """Raise RefusedFileError for what would fill the memory, before anything is unpacked."""
    frames = getattr(picture, "n_frames", 1)
    if frames > MOST_FRAMES or picture.width * picture.height * frames > MOST_PIXELS:
        raise RefusedFileError(TOO_MANY_PIXELS, code="too_many_pixels")


def written(picture: Image.Image, kind: Kind) -> bytes:
    """Return the file of a picture, all frames of it, without anything that stood beside them."""
    out = BytesIO()
    if getattr(picture, "n_frames", 1) > 1 and kind in (GIF, WEBP):
        frames = [bare(frame, kind) for frame in ImageSequence.Iterator(picture)]
        durations = [frame.info.get("duration", 100) for frame in ImageSequence.Iterator(picture)]
        timing = {"append_images": frames[1:], "duration": durations, "loop": picture.info.get("loop", 0)}
        frames[0].save(out, FORMATS[kind], save_all=True, **timing, **OPTIONS[kind])
    else:
        bare(ImageOps.exif_transpose(picture), kind).save(out, FORMATS[kind], **OPTIONS[kind])
    return out.getvalue()


def bare(frame: Image.Image, kind: Kind) -> Image.Image:
    """Return a copy of the pixels; of the facts beside them only what is needed to see them right."""
    modes = MODES.get(kind)
    if modes and frame.mode not in modes:
        has_alpha = "A" in frame.getbands() or "transparency" in frame.info
        frame = frame.convert("RGBA" if has_alpha and "RGBA" in modes else "RGB")
    copy = frame.copy()
    copy.info = {name: frame.info[name] for name in ("transparency",) if name in frame.info}
    if hasattr(copy, "_exif"):
        copy._exif = None
    return copy
