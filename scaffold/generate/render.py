"""The templates, and the text they give."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.errors import ScaffoldError
from scaffold.generate.context import TemplateContext

if TYPE_CHECKING:
    import jinja2


def templates_directory() -> Path:
    """Return where the templates are: packaged beside the code, or in the checkout an editable install uses."""
    package = Path(__file__).resolve().parents[1]
    for directory in (package / "templates", package.parent / "templates"):
        if (directory / "layer.py.j2").is_file():
            return directory
    raise ScaffoldError(
        f"the templates are missing from {package / 'templates'}",
        remedy="Install the package again: pip install --force-reinstall layer-scaffold.",
    )


def render(context: TemplateContext, module: str) -> dict[str, str]:
    """Fill the templates.

    Args:
        context: What to put in their places.
        module: Name of the layer's module.

    Returns:
        Name of each file -> its text.
    """
    values = {field.name: getattr(context, field.name) for field in dataclasses.fields(context)}
    return {
        f"{module}.py": _environment().get_template("layer.py.j2").render(values),
        f"test_{module}.py": _environment().get_template("test_layer.py.j2").render(values),
    }


@functools.cache
def _environment() -> jinja2.Environment:
    """Return where the templates are compiled, each once; a name that the context lacks is an error."""
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates_directory(), encoding="utf-8"),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
