"""YAML as staff expect it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from smsbot.content.yaml_files import LARGEST, Document, read_yaml


def read(text: str | bytes) -> Document:
    return read_yaml("flows/x.yaml", text)


def test_words_that_yaml_1_1_turns_into_something_else_stay_words() -> None:
    document = read("{on: {yes: a, no: b}, off: n, at: 9:30, day: 2026-11-01}")

    assert document.data == {"on": {"yes": "a", "no": "b"}, "off": "n", "at": "9:30", "day": "2026-11-01"}
    assert document.problems == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("False", False),
        ("TRUE", True),
        ("tRue", "tRue"),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-12", -12),
        ("1.5", 1.5),
        ("1e3", "1e3"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("02139", "02139"),
        ("+13365550100", "+13365550100"),
        ("9" * 19, "9" * 19),
        ('"12"', "12"),
        ("'true'", "true"),
        ("|\n  two\n  lines", "two\nlines"),
        ("[1, [a]]", [1, ["a"]]),
        ("<<", "<<"),
    ],
)
def test_plain_values_follow_the_1_2_core_rules(text: str, value: object) -> None:
    assert read(f"key: {text}").data == {"key": value}


def test_every_key_and_item_has_its_line() -> None:
    lines = read("a:\n  b: 1\n  c:\n    - x\n    - y: 2\n").lines

    assert lines == {
        (): 1,
        ("a",): 1,
        ("a", "b"): 2,
        ("a", "c"): 3,
        ("a", "c", 0): 4,
        ("a", "c", 1): 5,
        ("a", "c", 1, "y"): 5,
    }


def test_a_byte_order_mark_is_not_part_of_the_first_key() -> None:
    assert read("\ufeffflow: x".encode()).data == {"flow": "x"}
    assert read("\ufeffflow: x").data == {"flow": "x"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1: the file is empty; write it or delete it"),
        ("# only a comment", "1: the file is empty; write it or delete it"),
        ("a: 1\nb: 2\na: 3", "3: 'a' is written twice; keep one of them"),
        ("a: &x 1", "1: anchors (&) and aliases (*) are not used here; write the value out"),
        ("a: 1\nb: *x", "2: anchors (&) and aliases (*) are not used here; write the value out"),
        ("&x a: 1", "1: anchors (&) and aliases (*) are not used here; write the value out"),
        ("a: !!python/object:os.system x", "1: tags (!) are not used here; remove the tag"),
        ("true: 1", "1: the key true is not a word; put quotes around it"),
        ("a:\n  1: x", "2: the key 1 is not a word; put quotes around it"),
        ("~: x", "1: the key ~ is not a word; put quotes around it"),
        ("[a]: x", "1: a key must be a word; write a name before the colon"),
        ("a: 1\n---\nb: 2", "2: a second document begins here; remove the line of dashes"),
        ("[" * 30 + "]" * 30, "1: nested more than 20 deep; flatten it"),
        (
            "a: 1\n b: 2",
            "2: this is not YAML (mapping values are not allowed in this context); "
            "check indentation, quotes and colons around this line",
        ),
        ("a: 1\n\tb: \x00", "2: a character that YAML does not allow; delete it"),
        (b"a: 1\nb: \xff", "2: the file is not UTF-8 text; save it as UTF-8"),
        ("a: 1\n\nb: \ud800", "3: the file is not UTF-8 text; save it as UTF-8"),
        ("a" * (LARGEST + 1), "1: the file is larger than 256 kB; split it"),
    ],
)
def test_what_staff_would_stumble_over_is_refused_with_its_line(text: str | bytes, problem: str) -> None:
    assert [str(found) for found in read(text).problems] == [f"flows/x.yaml:{problem}"]


def test_the_first_of_two_equal_keys_is_kept_so_that_the_rest_can_be_checked() -> None:
    assert read("a: {b: 1}\na: {c: 2}").data == {"a": {"b": 1}}


_PIECES = st.text("ab:-[]{}&*!|>'\"#%@`,?~ \n\t\x00\u2028\ud800\u00e91.", max_size=60)


@settings(deadline=None)
@given(st.binary(max_size=80) | _PIECES)
@example(b"%YAML 9.9\n---\na: 1")
@example("? a\n: b")
@example("%TAG ! x\n")
def test_any_input_gives_values_or_problems_and_never_raises(source: str | bytes) -> None:
    document = read(source)

    assert document.data is not None or document.problems
