"""The JSON Schema of a flow file, made of what its readers know, so that editors complete and check what is typed.

Never stricter than the readers: what they accept, it accepts. What a flow means (is there such a step?) it cannot see.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from smsbot.content import ask_parse, flow_parse, step_more, step_parse, texts
from smsbot.content.codes import CODES, LEAST_REASON
from smsbot.content.flow_scope import END
from smsbot.content.measures import DURATION
from smsbot.content.places import NAME
from smsbot.core.flow import Level
from smsbot.core.language import Language
from smsbot.core.scene import FACTS

Schema = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"

_WORDS: Schema = {"type": "string", "pattern": r"\S"}
_TYPED: Schema = {"type": ["string", "integer"], "pattern": r"\S"}
_NAME: Schema = {"type": "string", "pattern": rf"^\s*{NAME.pattern}\s*$"}
_DURATION: Schema = {"type": "string", "pattern": rf"^\s*(?:{DURATION.pattern})\s*$"}


def flow_schema() -> Schema:
    """The whole schema, as JSON values."""
    shapes = {
        "flow": _ref("name"),
        "about": _WORDS,
        "keywords": _keywords(),
        "expires": _ref("duration"),
        "unasked": {"type": "boolean"},
        "steps": {
            "type": "object",
            "minProperties": 1,
            "maxProperties": flow_parse.MOST_STEPS,
            "propertyNames": {"pattern": f"^{NAME.pattern}$", "not": {"const": END}},
            "additionalProperties": _ref("step"),
        },
        "tests": _list(_ref("test")),
        "accept": _ref("accept"),
    }
    top = _map(flow_parse.KEYS, shapes, flow_parse.REQUIRED)
    return {"$schema": DRAFT, "title": "A conversation of smsbot", **top, "definitions": _definitions()}


def _keywords() -> Schema:
    languages = tuple(map(str, Language))
    return _map(dict.fromkeys(languages, "words that start it"), dict.fromkeys(languages, _ref("words")))


def _definitions() -> Schema:
    return {
        "name": {**_NAME, "description": "small letters, digits and _, beginning with a letter"},
        "duration": {**_DURATION, "description": 'like "30 minutes", "2 hours", "1 day", "2 weeks" or "3 months"'},
        "target": {**_WORDS, "description": "a step of this file, 'flow NAME' or end"},
        "words": _list(_TYPED),
        "accept": _accept(),
        "text": _text(),
        "step": _step(),
        "branch": _branch(),
        "test": _test(),
        **{f"{key}_ticket": _ticket(topic) for key, topic in step_parse.TOPICS.items()},
    }


def _accept() -> Schema:
    reason = {**_WORDS, "minLength": LEAST_REASON}
    return {**_map(CODES, dict.fromkeys(CODES, reason)), "minProperties": 1}


def _text() -> Schema:
    each: Schema = dict.fromkeys(texts.LANGUAGE_KEYS, _WORDS)
    quiet = {"anyOf": [{"const": texts.SAME}, _map(texts.LANGUAGE_KEYS, each, texts.LANGUAGE_KEYS)]}
    own = _map(texts.TEXT_KEYS, {**each, "quiet": quiet, "accept": _ref("accept")}, tuple(texts.LANGUAGE_KEYS))
    return {"anyOf": [own, _map(texts.SHARED_KEYS, {"text": _WORDS}, texts.SHARED_KEYS)]}


def _step() -> Schema:
    shapes = {
        "when": _list(_ref("branch")),
        "set": _named({**_TYPED, "maxLength": step_more.LONGEST_VALUE}),
        "tag": _ref("name"),
        "consent": {"enum": list(step_parse.FOLLOW_UPS)},
        "cadence": {"anyOf": [_WORDS, _map(step_parse.CADENCE_KEYS, {"saved": _WORDS}, step_parse.CADENCE_KEYS)]},
        **{key: _ref(f"{key}_ticket") for key in step_parse.TOPICS},
        "say": _ref("text"),
        "series": _list(_ref("text")),
        **_ask_shapes(),
        "call": _WORDS,
        "wait": _ref("duration"),
        "random": {**_list(_ref("target")), "minItems": 2},
        "undelivered": _ref("target"),
        "go": _ref("target"),
        "end": {"const": True},
        "accept": _ref("accept"),
    }
    beside = [*_pairs(step_more.ONE_OF), ("random", "go"), ("random", "end"), ("go", "end"), ("series", "say")]
    return {
        **_map(step_parse.KEYS, shapes),
        "minProperties": 1,
        "dependencies": {**_dependencies(), "undelivered": _any_of("say", "ask", "series")},
        "allOf": [{"not": {"required": list(pair)}} for pair in beside],
    }


def _ask_shapes() -> Schema:
    choice = _map(ask_parse.CHOICE_KEYS, {"words": _ref("words"), "go": _ref("target")}, ("words",))
    times = {"type": "integer", "minimum": 1, "maximum": ask_parse.MOST_RETRIES}
    bound = {
        "type": "integer",
        "minimum": min(low for low, _ in ask_parse.BOUNDED.values()),
        "maximum": max(high for _, high in ask_parse.BOUNDED.values()),
    }
    return {
        "ask": _ref("text"),
        "choices": _named(choice),
        "answer": {"enum": list(ask_parse.KINDS)},
        "min": bound,
        "max": bound,
        "save": _ref("name"),
        "retry": _map(ask_parse.RETRY_KEYS, {"times": times, "say": _ref("text")}, ask_parse.RETRY_KEYS),
        "otherwise": _ref("target"),
        "timeout": _map(
            ask_parse.TIMEOUT_KEYS, {"after": _ref("duration"), "go": _ref("target")}, ask_parse.TIMEOUT_KEYS
        ),
    }


def _dependencies() -> Schema:
    """What belongs beside a question, and what a question needs beside it."""
    parts: Schema = {key: ["ask"] for key in ask_parse.KEYS if key != "ask"}
    bounded = {"required": ["ask", "answer"], "properties": {"answer": {"enum": [str(k) for k in ask_parse.BOUNDED]}}}
    return {
        **parts,
        "min": bounded,
        "max": bounded,
        "ask": {"required": ["otherwise"], **_any_of("choices", "answer")},
    }


def _branch() -> Schema:
    shapes = {
        "saved": _WORDS,
        "fact": {"enum": sorted(FACTS)},
        "tag": _ref("name"),
        "is": _TYPED,
        "go": _ref("target"),
    }
    return {
        **_map(step_parse.BRANCH_KEYS, shapes, ("go",)),
        "oneOf": [{"required": [key]} for key in ("saved", "fact", "tag")],
        "dependencies": {"fact": ["is"], "tag": {"not": {"required": ["is"]}}},
    }


def _ticket(topic: str) -> Schema:
    include = {"type": "array", "items": _WORDS}
    shapes = {topic: _ref("name"), "level": {"enum": list(map(str, Level))}, "include": include}
    return _map({topic: step_parse.TOPIC, **step_parse.TICKET_KEYS}, shapes, (topic,))


def _test() -> Schema:
    shapes: Schema = {key: {} for key in flow_parse.TEST_KEYS}
    lines = {"type": "array", "minItems": 1}
    return _map(flow_parse.TEST_KEYS, {**shapes, "title": _WORDS, "script": lines}, flow_parse.TEST_REQUIRED)


def _map(keys: Mapping[str, str], shapes: Schema, required: Sequence[str] | Mapping[str, str] = ()) -> Schema:
    """A map with these keys and no others; `keys` says what each is for."""
    properties = {key: _described(shapes[key], what) for key, what in keys.items()}
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**found, "required": list(required)} if required else found


def _described(shape: Schema, what: str) -> Schema:
    """Beside a reference nothing else counts, so that it stands in a list of its own."""
    return {"description": what, "allOf": [shape]} if "$ref" in shape else {"description": what, **shape}


def _named(shape: Schema) -> Schema:
    names = {"pattern": f"^{NAME.pattern}$"}
    return {"type": "object", "minProperties": 1, "propertyNames": names, "additionalProperties": shape}


def _list(shape: Schema) -> Schema:
    return {"type": "array", "minItems": 1, "items": shape}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _any_of(*keys: str) -> Schema:
    return {"anyOf": [{"required": [key]} for key in keys]}


def _pairs(keys: Sequence[str]) -> list[tuple[str, str]]:
    return [(key, other) for at, key in enumerate(keys) for other in keys[at + 1 :]]
