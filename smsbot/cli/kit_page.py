"""Pages of the kit, rendered from templates/kit: whole files that need nothing from anywhere."""

from pathlib import Path
from typing import Any

from smsbot.core.errors import SmsbotError


class NoTemplate(SmsbotError):
    """A page's template is not in the folder of templates, or names something it is not given."""

    code = "no_template"


def write_page(templates: Path, name: str, out: Path, **values: Any) -> str:
    """Render templates/kit/NAME into `out`, and give its text back."""
    import jinja2

    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates / "kit"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    try:
        page = env.get_template(name).render(**values)
    except jinja2.TemplateError as error:
        raise NoTemplate(f"{templates / 'kit' / name}: {error.message or type(error).__name__}") from None
    try:
        out.write_text(page, encoding="utf-8")
    except OSError as error:
        raise NoTemplate(f"{out} cannot be written: {error.strerror}") from None
    return page
