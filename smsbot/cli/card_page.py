"""Cards as one HTML page: neutral for whoever sees them, readable without colour."""

from pathlib import Path

from smsbot.cli.kit_page import write_page
from smsbot.cli.parts import settings_from_env
from smsbot.content.catalog import Catalog
from smsbot.core.cards import telling_words
from smsbot.core.errors import SmsbotError
from smsbot.core.phone import E164, parse, pretty

EACH = 8


class NotNeutral(SmsbotError):
    """A card would tell a stranger what it is about; nothing was written."""

    code = "not_neutral"


def make_cards(number: str | None, out: Path, flows_dir: Path, templates: Path) -> E164:
    """Write the page; the number that is on it. Raises SmsbotError, and then leaves no page behind."""
    program = Catalog(flows_dir, templates, lambda _kept: None).check()
    names = program.settings.names
    printed = parse(number, program.settings.region) if number else _ours()
    page = write_page(
        templates,
        "cards.html",
        out,
        names=names,
        number=pretty(printed),
        each=EACH,
        codes={"en": qr_code(printed, "hi"), "es": qr_code(printed, "hola")},
    )
    telling = telling_words(page)
    if telling:
        out.unlink()
        raise NotNeutral(
            f"a stranger would learn something from: {', '.join(telling)}. A card names nothing but a name and a "
            f"number: change the names in {flows_dir / 'program.yaml'}, or {templates / 'kit' / 'cards.html'}"
        )
    return printed


def qr_code(number: E164, words: str) -> str:
    """An SVG that opens a phone's messages with this number and these words; both kinds of phone read this form."""
    try:
        import segno
    except ImportError:
        raise SmsbotError("the QR code needs the package segno: run make install again") from None
    code = segno.make(f"sms:{number}?&body={words}", error="m", micro=False)
    return str(code.svg_inline(scale=4, border=2, omitsize=True))


def _ours() -> E164:
    twilio = settings_from_env().twilio
    return parse(twilio.from_number or twilio.numbers[0])
