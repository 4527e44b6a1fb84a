"""The templates, and the text they give."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.errors import ScaffoldError
from scaffold.generate.context import TemplateContext
from scaffold.generate.pages import laid_out
from scaffold.generate.shapes import templates_directory
from scaffold.generate.spec import LayerSpec
from scaffold.generate.spelling import spelled

if TYPE_CHECKING:
    import jinja2

# What a template gets as `parent`: the same file writes the layer and its test, as the parts of one or of the other.
_LAYER, _TEST = "_layer.py.j2", "_test.py.j2"


def render(context: TemplateContext, spec: LayerSpec) -> dict[str, str]:
    """Fill the templates.

    Args:
        context: What to put in their places.
        spec: The layer: its template, and how its code is spelled.

    Returns:
        Name of each file -> its text.

    Raises:
        ScaffoldError: A template gives text that is no Python.
    """
    values = {field.name: getattr(context, field.name) for field in dataclasses.fields(context)}
    path = spec.shape.template.path
    files = {}
    for name, parent in ((f"{spec.module}.py", _LAYER), (f"test_{spec.module}.py", _TEST)):
        template = _environment(path.parent).get_template(path.name)
        text = template.render(values, parent=parent)
        try:
            files[name] = laid_out(spelled(text, spec.style), spec.style.width)
        except SyntaxError as error:
            line = text.splitlines()[(error.lineno or 1) - 1 : error.lineno]
            raise ScaffoldError(
                f"the template {path} gives text that is no Python: {error.msg}: {' '.join(line).strip()!r}"
            ) from None
    return files


def section(text: str, style: str) -> str:
    """Write the sections of a docstring in the style of Google, or of NumPy, indented to stand in a class."""
    lines = []
    for line in text.strip("\n").splitlines():
        if style == "google":
            lines.append(f"    {line}" if line else "")
        elif line.endswith(":") and not line.startswith(" "):
            heading = "Parameters" if line == "Args:" else line[:-1]
            lines += [f"    {heading}", f"    {'-' * len(heading)}"]
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


@functools.cache
def _environment(directory: Path) -> jinja2.Environment:
    """Return where the templates are compiled, each once; a name that the context lacks is an error."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([directory, templates_directory()], encoding="utf-8"),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["section"] = section
    return environment
