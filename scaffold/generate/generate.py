"""One layer from its words to checked files: what every command that writes layers calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from scaffold.errors import ScaffoldError
from scaffold.generate.context import template_context
from scaffold.generate.render import render
from scaffold.generate.self_check import self_check
from scaffold.generate.spec import LayerSpec
from scaffold.record import Record


class LayerRequest(Record):
    """What a person asks for, as words that are not yet validated.

    Args:
        name: Name of the layer.
        arguments: Texts after ``--arg``.
        docs: Name of an argument -> what the documentation says about it.
        template: Name of the template; None where the arguments choose.
        package: Package to register under; None where the project says it.
    """

    name: str
    arguments: Sequence[str] = ()
    docs: Mapping[str, str] = MappingProxyType({})
    template: str | None = None
    package: str | None = None


def generated_files(spec: LayerSpec, import_path: str, own: Path | None = None) -> dict[str, str]:
    """Write a layer and its test, and prove that nothing that was typed became code.

    Args:
        spec: The layer.
        import_path: Dotted path under which the test imports the layer's module.
        own: A directory whose templates come before those of the kit.

    Returns:
        Name of each file -> its text.

    Raises:
        RuntimeError: The proof failed: a fault of the generator, so nothing must be written.
        ScaffoldError: A template gives text that is no Python, or one of the directory is to blame for the proof.
    """
    try:
        files = self_check(spec, lambda spec: render(template_context(spec, import_path), spec, own))
        if f"class {spec.class_name}(" not in files[f"{spec.module}.py"]:
            raise RuntimeError(f"{spec.module}.py does not define {spec.class_name}")
        return files
    except (RuntimeError, StopIteration) as error:
        if own is None:
            raise
        raise ScaffoldError(
            f"the templates of '{own}' give a layer that cannot be proven: {str(error) or 'its class has no __init__'}",
            remedy=f"Compare them with the kit's own: scaffold templates eject --out {own} --diff",
        ) from error
