"""Texts: rendered purely, cleaned, and only with what they name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbot.content.texts import MissingValue, TemplateProblem, clean, compile_words


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  Hi   there \n\n you ", "Hi there you"),
        ("Hi\u00a0there", "Hi there"),
        ("a\x00b\x07\u200b\u202ec\ud800", "abc"),
        ("\u00bfVa bien?\tS\u00ed", "\u00bfVa bien? S\u00ed"),
        ("\U0001f468\u200d\U0001f469 ok\ufe0f", "\U0001f468\u200d\U0001f469 ok\ufe0f"),
        ("a\x85b\u2028c", "a b c"),
    ],
)
def test_a_text_is_one_clean_line(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@settings(deadline=None)
@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_values_are_put_in_as_they_are_and_cleaned_with_the_rest() -> None:
    render, names = compile_words("Hi {{ name }},\n{{- team }}")

    assert names == {"name", "team"}
    assert render({"name": "<b>&{{ x }}\x00", "team": "us", "more": "-"}) == "Hi <b>&{{ x }},us"


def test_a_wording_is_compiled_once() -> None:
    assert compile_words("Hi {{ once }}") is compile_words("Hi {{ once }}")


def test_a_missing_value_is_an_error_that_names_it() -> None:
    render, _ = compile_words("Hi {{ name }} {{ team }}")

    with pytest.raises(MissingValue, match="'team' is undefined"):
        render({"name": "Ana"})


@pytest.mark.parametrize(
    "source",
    [
        "{{ range(9) }}",
        "{% for x in y %}",
        "{{ ''.__class__ }}",
        "{{ x if y }}",
        "{{ " + "(" * 900,
        "{% raw %}",
        "{{ true }}",
    ],
)
def test_the_rest_of_jinja_is_refused(source: str) -> None:
    with pytest.raises(TemplateProblem):
        compile_words(source)


@settings(deadline=None)
@given(st.text("{}%#-_ \n\u00a0ab1'\".|()", max_size=30))
def test_any_wording_compiles_or_is_refused(source: str) -> None:
    try:
        render, names = compile_words(source)
    except TemplateProblem:
        return
    assert render(dict.fromkeys(names, "v")) == clean(render(dict.fromkeys(names, "v")))
