"""The templates, and the text they give."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.errors import ScaffoldError
from scaffold.generate.context import TemplateContext
from scaffold.generate.lookup import environment, template_fault
from scaffold.generate.pages import laid_out
from scaffold.generate.spec import LayerSpec
from scaffold.generate.spelling import spelled

if TYPE_CHECKING:
    import jinja2

# What a template gets as `parent`: the same file writes the layer and its test, as the parts of one or of the other.
_LAYER, _TEST = "_layer.py.j2", "_test.py.j2"


def render(context: TemplateContext, spec: LayerSpec, own: Path | None = None) -> dict[str, str]:
    """Fill the templates.

    Args:
        context: What to put in their places.
        spec: The layer: its template, and how its code is spelled.
        own: A directory whose templates come before those of the kit.

    Returns:
        Name of each file -> its text.

    Raises:
        ScaffoldError: A template gives text that is no Python, or one of the directory fails.
    """
    values: dict[str, object] = dict(vars(context))
    path = spec.shape.template.path
    files = {}
    for name, parent in ((f"{spec.module}.py", _LAYER), (f"test_{spec.module}.py", _TEST)):
        text = _filled(path.name, {**values, "parent": parent}, own)
        try:
            files[name] = laid_out(spelled(text, spec.style), spec.style.width)
        except SyntaxError as error:
            line = text.splitlines()[(error.lineno or 1) - 1 : error.lineno]
            said = f"gives text that is no Python: {error.msg}: {' '.join(line).strip()!r}"
            raise _faulty(path, parent, own, said) from None
    return files


def _faulty(path: Path, parent: str, own: Path | None, said: str) -> ScaffoldError:
    """Lay a fault at the door of one's own templates where they took part: those of the kit are tested."""
    mine = [own / name for name in (path.name, parent) if (own / name).is_file()] if own is not None else []
    return ScaffoldError(
        f"the template {' with '.join(map(str, mine)) or path} {said}",
        remedy=f"Compare with the kit's own: scaffold templates eject --out {own} --diff" if mine else "",
    )


def _filled(name: str, values: dict[str, object], own: Path | None) -> str:
    """Fill one template; what a person's own template does wrong is told by template, line and name."""
    found = _environment(own)
    try:
        return found.get_template(name).render(values)
    except Exception as error:
        if own is None:
            raise
        raise template_fault(error, own, values, name) from error


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
def _environment(own: Path | None) -> jinja2.Environment:
    """Return where the templates are compiled, each once."""
    found = environment(own)
    found.filters["section"] = section
    return found
