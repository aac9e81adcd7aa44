"""Texts to people: the staff's words compiled to a pure render with a closed list of names."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import lru_cache

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, UndefinedError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from smsbot.content.codes import read_accept
from smsbot.content.places import Place
from smsbot.content.problems import did_you_mean
from smsbot.core.errors import SmsbotError
from smsbot.core.language import Language
from smsbot.core.text import Render, Text

LONGEST = 1600  # characters; the carrier's limit for one text
_PLAIN = re.compile(r"\{\{-?\s*([A-Za-z][A-Za-z0-9_]*)\s*-?\}\}")
_JINJA = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
LANGUAGE_KEYS = {"en": "the English words, in plain letters", "es": "the Spanish words, in usted and plain letters"}
TEXT_KEYS = {
    **LANGUAGE_KEYS,
    "quiet": "words without any health word, for phones that others read; same: they are quiet as they are",
    "accept": "findings that stay as they are, each with the reason",
}
"""What a text may hold, each with what it is for."""

SHARED_KEYS = {"text": "the key of a text in templates/sms/"}
SAME = "same"  # quiet: same: the words are quiet as they are
_JOINER = "\u200d"  # holds family emoji together


class TemplateProblem(SmsbotError):
    """A text holds more of Jinja than a plain name."""

    code = "template"


class MissingValue(SmsbotError):
    """A text was rendered without a value that it names; `Text.names` lists them."""

    code = "missing_value"


def clean(text: str) -> str:
    """One line of printable words: no control or invisible characters, single spaces, nothing at the ends."""
    if not text.isascii() or not text.isprintable():
        text = "".join(char for char in text if char.isspace() or char == _JOINER or _visible(char))
    return " ".join(text.split())


def _visible(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs")


@lru_cache(maxsize=4096)
def compile_words(source: str) -> tuple[Render, frozenset[str]]:
    """The pure render of one wording and the names it uses. Raises TemplateProblem."""
    if _JINJA.search(_PLAIN.sub("", source)):
        raise TemplateProblem("only plain {{ name }} may stand in a text")
    environment = _environment()
    try:
        names = frozenset(meta.find_undeclared_variables(environment.parse(source)))
        template = environment.from_string(source)
    except TemplateSyntaxError as error:
        raise TemplateProblem("only plain {{ name }} may stand in a text") from error
    if names != set(_PLAIN.findall(source)) or "self" in names:
        raise TemplateProblem("a word of Jinja's own (true, none, self) is not a name")
    return _render(template, source, names), names


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    # Autoescape would put "&amp;" into an SMS.
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.globals.clear()
    return environment


def _render(template: Template, source: str, names: frozenset[str]) -> Render:
    if not names:
        fixed = clean(source)
        return lambda _: fixed

    def render(values: Mapping[str, str]) -> str:
        try:
            return clean(template.render(values))
        except UndefinedError as error:
            raise MissingValue(f"a text cannot be rendered: {error.message}") from error

    return render


def read_text(place: Place, key: str, names: Collection[str], shared: Mapping[str, Text] | None) -> Text:
    """A text as staff write it: {en, es, quiet: {en, es} or same}, or with `shared` {text: key}. Always gives one."""
    if shared is not None and isinstance(place.value, dict) and "text" in place.value:
        return _shared(place, key, shared)
    if isinstance(place.value, str):
        place.note(f"{place.label} is in one language", "write {en: ..., es: ...}")
        return Text(key, {})
    fields = place.fields(TEXT_KEYS)
    if "accept" in fields:
        read_accept(fields["accept"])
    plain, used = _wordings(place, fields, names)
    quiet: Mapping[Language, Render] = {}
    if "quiet" in fields and fields["quiet"].value == SAME:
        quiet = plain
    elif "quiet" in fields:
        quiet, more = _wordings(fields["quiet"], fields["quiet"].fields(LANGUAGE_KEYS), names)
        used |= more
    return Text(key, plain, quiet, used)


def _shared(place: Place, key: str, shared: Mapping[str, Text]) -> Text:
    wanted = place.fields(SHARED_KEYS)["text"]
    name = wanted.words()
    if name and name not in shared:
        fix = did_you_mean(name, shared, "write it in templates/sms/shared.yaml")
        wanted.note(f"there is no shared text '{name}'", fix)
    return shared.get(name, Text(key, {}))


def _wordings(
    place: Place, fields: Mapping[str, Place], names: Collection[str]
) -> tuple[dict[Language, Render], frozenset[str]]:
    renders: dict[Language, Render] = {}
    used: frozenset[str] = frozenset()
    for language in Language:
        if language in fields:
            renders[language], more = _wording(fields[language], names)
            used |= more
        elif isinstance(place.value, dict):
            place.note(f"{place.label} has no words in '{language}'", f"add {language}: ...")
    return renders, used


def _wording(place: Place, names: Collection[str]) -> tuple[Render, frozenset[str]]:
    source = place.words()
    if source and not clean(source):
        place.note(f"{place.label} is empty", "write words")
    if len(clean(source)) > LONGEST:
        place.note(f"{place.label} has {len(clean(source))} characters", f"one text carries at most {LONGEST}")
        return compile_words("")
    try:
        render, used = compile_words(source)
    except TemplateProblem as error:
        place.note(str(error), "remove tags, filters and calls; write {{ name }}")
        return compile_words("")
    for name in sorted(used.difference(names)):
        place.note(f"unknown name '{name}'", did_you_mean(name, names, "add it to names in program.yaml"))
    return render, used
