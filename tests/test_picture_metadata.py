"""Pictures without what was put beside them: nothing of it is left, and the picture is the same."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from generator.picture_metadata import bare

SECRET = "SERIAL-4711"
SIZES = {"JPEG": (24, 16), "PNG": (24, 16), "WEBP": (24, 16)}


def exif(orientation: int = 0) -> Image.Exif:
    """Exif data as cameras write it: maker, place, side."""
    made = Image.Exif()
    made[0x010F] = SECRET
    made.get_ifd(0x8825)[1] = "N"
    made.get_ifd(0x8825)[2] = (24.0, 26.0, 30.0)
    if orientation:
        made[0x0112] = orientation
    return made


def picture(form: str, orientation: int = 0) -> bytes:
    """A picture with everything that may hang on to one."""
    made = Image.effect_mandelbrot(SIZES[form], (-2, -1, 1, 1), 20).convert("RGB")
    out, more = BytesIO(), dict[str, Any]()
    if form == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Author", SECRET)
        words.add_itxt("Location", SECRET)
        more = {"pnginfo": words}
    if form == "WEBP":
        more = {"xmp": f"<x>{SECRET}</x>".encode()}
    if form == "JPEG":
        more = {"comment": SECRET.encode()}
    made.save(out, form, exif=exif(orientation), **more)
    return out.getvalue()


@pytest.mark.parametrize("form", SIZES)
def test_nothing_is_left_and_the_picture_is_the_same(form: str) -> None:
    data = picture(form)
    assert SECRET.encode() in data
    made = bare(data)
    assert SECRET.encode() not in made and not dict(Image.open(BytesIO(made)).getexif())
    assert Image.open(BytesIO(made)).tobytes() == Image.open(BytesIO(data)).tobytes()
    assert bare(made) == made


@pytest.mark.parametrize("progressive", [False, True])
def test_nothing_hangs_on_behind_the_end_of_a_photograph(progressive: bool) -> None:
    """Phones put further pictures there, with places of their own, and tell of them in the first."""
    first, out, alone = Image.effect_mandelbrot((64, 48), (-2, -1, 1, 1), 20).convert("RGB"), BytesIO(), BytesIO()
    second = first.copy()
    second.encoderinfo = {"exif": exif()}
    first.save(out, "MPO", save_all=True, append_images=[second], progressive=progressive)
    first.save(alone, "JPEG", progressive=progressive)
    data = out.getvalue()
    assert SECRET.encode() in data and b"MPF\0" in data
    made = bare(data + SECRET.encode())
    assert SECRET.encode() not in made and b"MPF\0" not in made
    assert Image.open(BytesIO(made)).tobytes() == Image.open(alone).tobytes() and bare(made) == made


@pytest.mark.parametrize("orientation", range(2, 9))
def test_which_side_is_up_stays(orientation: int) -> None:
    """And nothing beside it."""
    found = dict(Image.open(BytesIO(bare(picture("JPEG", orientation)))).getexif())
    assert found == {0x0112: orientation}


@given(st.binary(max_size=200), st.sampled_from(sorted(SIZES)), st.integers(0, 400))
def test_what_breaks_off_raises_nothing(noise: bytes, form: str, cut: int) -> None:
    data = picture(form)[:cut] + noise
    assert isinstance(bare(data), bytes) and isinstance(bare(noise), bytes)
