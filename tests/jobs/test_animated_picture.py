"""A film as a GIF."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from PIL import Image, ImageSequence

from app.errors import Cancelled
from app.jobs.animated_picture import Frame, animated_gif

SIZE = (40, 30)


def frame_count(film: Image.Image) -> int:
    return sum(1 for _ in ImageSequence.Iterator(film))


def frame(colour: tuple[int, int, int]) -> Frame:
    return Frame(*SIZE, bytes(colour) * (SIZE[0] * SIZE[1]))


def test_that_a_film_has_its_frames_in_order_for_their_time_and_begins_anew() -> None:
    first = Frame(*SIZE, b"".join(bytes((n % 256, 90, 160)) for n in range(SIZE[0] * SIZE[1])))
    shots = [first, frame((10, 90, 160)), frame((200, 90, 160))]
    with Image.open(io.BytesIO(animated_gif(iter(shots), 12.5))) as film:
        assert (film.format, frame_count(film), film.size) == ("GIF", 3, SIZE)
        assert (film.info["duration"], film.info["loop"]) == (80, 0)
        for number, expected in enumerate((10, 200), start=1):
            film.seek(number)
            red, green, blue = film.convert("RGB").crop((5, 5, 6, 6)).tobytes()
            assert abs(red - expected) <= 4
            assert (green, blue) == (90, 160)


def test_that_whoever_stops_the_frames_stops_the_film() -> None:
    def frames() -> Iterator[Frame]:
        yield frame((1, 2, 3))
        raise Cancelled

    with pytest.raises(Cancelled):
        animated_gif(frames(), 12.5)


def test_that_a_still_is_a_png() -> None:
    with Image.open(io.BytesIO(frame((1, 2, 3)).png())) as still:
        assert (still.format, still.size, still.getpixel((0, 0))) == ("PNG", SIZE, (1, 2, 3))
