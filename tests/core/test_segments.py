"""Segments, against figures of the carrier's own calculator."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsbot.core.segments import Count, count, is_gsm7, not_gsm7

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "data" / "sms_segment_vectors.json"
A = "a"
GRIN = "\U0001f600"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"


@pytest.mark.parametrize(
    ("text", "encoding", "characters", "segments"),
    [
        ("", "GSM-7", 0, 1),
        (A * 160, "GSM-7", 160, 1),
        (A * 161, "GSM-7", 161, 2),
        (A * 306, "GSM-7", 306, 2),
        (A * 307, "GSM-7", 307, 3),
        (A * 1600, "GSM-7", 1600, 11),
        (A * 158 + "€", "GSM-7", 160, 1),
        (A * 159 + "€", "GSM-7", 161, 2),
        (A * 152 + "€" + "b" * 152, "GSM-7", 306, 3),
        ("[ok] {x} ~ | ^ \\", "GSM-7", 24, 1),
        ("a\r\nb", "GSM-7", 4, 1),
        ("¿Como esta? mañana ñ Ñ ü Ü é à", "GSM-7", 30, 1),
        ("—" * 70, "UCS-2", 70, 1),
        ("—" * 71, "UCS-2", 71, 2),
        (GRIN * 35, "UCS-2", 35, 1),
        (GRIN * 36, "UCS-2", 36, 2),
        (A * 66 + GRIN + "b" * 66, "UCS-2", 133, 3),
        (FAMILY + " ok", "UCS-2", 4, 1),
        ("We’re here. Reply STOP to end.", "UCS-2", 30, 1),
        ("á", "UCS-2", 1, 1),
        ("a\tb", "UCS-2", 3, 1),
        ("`", "UCS-2", 1, 1),
        ("hi\u200bthere", "UCS-2", 8, 1),
        ("\U0001f44d\U0001f3fd", "UCS-2", 1, 1),
        ("\U0001f1ea\U0001f1f8\U0001f1fa\U0001f1f8", "UCS-2", 2, 1),
        ("\U0001f1ea!", "UCS-2", 2, 1),
        ("\u0301…", "UCS-2", 2, 1),
    ],
)
def test_a_text_costs_what_the_carrier_says(text: str, encoding: str, characters: int, segments: int) -> None:
    cost = count(text)

    assert (cost.encoding, cost.characters, cost.segments) == (encoding, characters, segments)


@pytest.mark.skipif(not VECTORS.exists(), reason="the file of vectors is kept outside the repository")
def test_every_published_vector_is_met() -> None:
    for vector in json.loads(VECTORS.read_text(encoding="utf-8"))["vectors"]:
        expected = Count(vector["encoding"], vector["characters"], vector["segments"])
        assert count(vector["body"]) == expected, vector["name"]


def test_the_characters_that_force_the_dear_encoding_are_named_once_in_order() -> None:
    assert not_gsm7("sí, “sí” más") == ("í", "“", "”", "á")
    assert not_gsm7("Listo. ¿Mañana?") == ()
    assert is_gsm7("Listo. ¿Mañana?")
    assert not is_gsm7("sí")


@given(st.text(max_size=400))
def test_a_text_never_needs_fewer_parts_than_its_size_allows(text: str) -> None:
    cost = count(text)
    size = len(text.encode("utf-16-le", "surrogatepass")) // 2
    assert cost.segments >= (size / 153 if cost.encoding == "GSM-7" else size / 70)
    assert (cost.encoding == "GSM-7") == is_gsm7(text) == (not_gsm7(text) == ())
