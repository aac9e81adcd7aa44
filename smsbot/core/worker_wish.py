"""Whom on the team somebody would like to hear from: "not Sam", "i want Dee", "no quiero hablar con Sam"."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_LONGEST = 80
_TO_ME = r"(?: to| que)?(?: (?:text|call|write|contact|come|visit|help|reach))?(?: me| by| over)?"
_AVOID = (
    r"(?:(?:i )?(?:do not|would not|rather not|never) (?:want|like|need|trust|send|text|call|have)|not)"
    r"(?: to)?(?: (?:talk|speak|text|deal|work|meet))?(?: (?:to|with))? {name}" + _TO_ME,
    r"(?:i want |i would like |i prefer |give me )?(?:any|some)(?:one|body) (?:but|except|other than|else than) {name}",
    r"no quiero (?:a |ver a |hablar con |tratar con |que venga |que me llame |que me escriba )?{name}",
    r"(?:(?:cualquiera|otra persona|alguien) )?(?:menos|que no sea) {name}",
    r"no me (?:mande|manden|pase|pasen) (?:a|con) {name}",
)
_PREFER = (
    r"(?:(?:i |id )?(?:want|prefer|need|choose|would like|like|would prefer|would rather have|rather have)|only|just)"
    r" {name}" + _TO_ME,
    r"{name} instead",
    r"(?:quiero|prefiero|quisiera|mejor|solo|que sea|que venga)(?: a| con)? {name}",
)
_TALK = (
    r"(?:(?:i |id )?(?:want|need|would like|like|prefer|would rather|rather)(?: to)? |(?:can|could|may) i |let me )?"
    r"(?:talk|speak|text|chat) (?:to|with) {name}",
    r"(?:can|could|have|let|is|will) {name} (?:text|call|write|contact|reach|there|in|on|around)(?: me| back)?",
    r"(?:quiero |necesito |prefiero |quisiera |puedo )?hablar con {name}",
    r"que me (?:llame|escriba) {name}",
)
_COURTESY = re.compile(
    r"^(?:(?:please|hey|hi|ok|yes|no thanks|por favor|hola|oiga|and|but) )+"
    r"|(?: (?:please|thanks|thank you|instead|again|anymore|next time|today|now|por favor|gracias|ya))+$"
)
_BETWEEN = r"(?: but| and| pero| y| sino)? "


@dataclass(frozen=True, slots=True)
class WorkerWish:
    """Handles. `talk`: they ask for that one now."""

    prefer: str | None = None
    avoid: str | None = None
    talk: bool = False


def read_wish(plain: str, handles: Collection[str]) -> WorkerWish | None:
    """The wish that the whole text is. Only names of the team count, so that "not now" is never one.

    Args:
        plain: the text as it was read: small letters, no punctuation.
        handles: the short names of the rota, in small letters.
    """
    words = set(plain.split())
    named = sorted(handle for handle in handles if handle in words)
    if not named or len(plain) > _LONGEST:
        return None
    name = "|".join(map(re.escape, named))
    core = _COURTESY.sub("", plain)
    for pattern, talk in _patterns(f"(?P<prefer>{name})", f"(?P<avoid>{name})"):
        found = re.fullmatch(pattern, core) or re.fullmatch(pattern, plain)
        if found:
            said = found.groupdict()
            return WorkerWish(said.get("prefer"), said.get("avoid"), talk)
    return None


def _patterns(wanted: str, unwanted: str) -> Iterator[tuple[str, bool]]:
    yield from ((part.replace("{name}", unwanted), False) for part in _AVOID)
    yield from ((part.replace("{name}", wanted), False) for part in _PREFER)
    yield from ((part.replace("{name}", wanted), True) for part in _TALK)
    bare = (*_PREFER, "{name}")
    for first in _AVOID:
        for second in bare:
            no, yes = first.replace("{name}", unwanted), second.replace("{name}", wanted)
            yield f"(?:{no}){_BETWEEN}(?:{yes})", False
    for first in bare:
        yes = first.replace("{name}", wanted)
        yield f"(?:{yes}){_BETWEEN}not {unwanted}", False
        yield f"(?:{yes}) (?:instead of|rather than|en vez de|en lugar de) {unwanted}", False
