"""How texts are cut into SMS."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.nodes.sms_segments import Segments, sms_segments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Segments("GSM-7", 0, 0, 160)),
        ("Hello", Segments("GSM-7", 5, 1, 155)),
        ("a" * 160, Segments("GSM-7", 160, 1, 0)),
        ("a" * 161, Segments("GSM-7", 161, 2, 2 * 153 - 161)),
        ("a" * 306, Segments("GSM-7", 306, 2, 0)),
        ("a" * 307, Segments("GSM-7", 307, 3, 152)),
        ("Price 5€ [now]", Segments("GSM-7", 17, 1, 143)),
        ("Příští", Segments("UCS-2", 6, 1, 64)),
        ("ř" * 70, Segments("UCS-2", 70, 1, 0)),
        ("ř" * 71, Segments("UCS-2", 71, 2, 2 * 67 - 71)),
        ("👍", Segments("UCS-2", 2, 1, 68)),
        ("àèéùìòÄÖÑÜ§äöñü¿¡", Segments("GSM-7", 17, 1, 143)),
        ("ç", Segments("UCS-2", 1, 1, 69)),
    ],
)
def test_that_the_alphabet_decides_how_much_fits(text: str, expected: Segments) -> None:
    assert sms_segments(text) == expected


def test_that_a_letter_of_two_units_is_not_cut_in_half() -> None:
    assert sms_segments("a" * 152 + "€" + "a" * 152) == Segments("GSM-7", 306, 3, 152)
    assert sms_segments("ř" * 66 + "👍" + "ř" * 66) == Segments("UCS-2", 134, 3, 66)


@given(st.text(max_size=400))
def test_that_segments_hold_all_units_and_no_more_than_needed(text: str) -> None:
    segments = sms_segments(text)
    size = {"GSM-7": 153, "UCS-2": 67}[segments.encoding]
    if segments.count > 1:
        assert (segments.count - 1) * (size - 1) < segments.units <= segments.count * size
    assert segments.left >= 0
