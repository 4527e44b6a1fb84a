"""What people type by habit, put into the words of the grammar: ``units:int:64``, ``size:int,int``, ``f:relu``."""

from __future__ import annotations

import re

from scaffold.kinds import KINDS, kind_named, kind_of_parameter

# Kinds as type annotations spell them.
_SPELLINGS = {
    "callable": "callable", "np.ndarray": "array", "ndarray": "array", "layer": "layer", "keras.layers.layer": "layer",
    "list[str]": "list[str]", "dict[str,layer]": "dict[layer]", "tuple[int,...]": "shape",
}  # fmt: skip
_HOMES = re.compile(r"\b(?:keras\.layers\.|tf\.keras\.layers\.|typing\.|t\.)")
_GENERICS = {
    "List": "list",
    "Sequence": "list",
    "Tuple": "tuple",
    "Dict": "dict",
    "Optional": "optional",
    "Literal": "choice",
}
_WITH_DEFAULT = re.compile(r"(?P<kind>[^:\[]*(?:\[[^\]]*\])?\s*\??)\s*:(?P<default>.*)", re.DOTALL)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


def understood(name: str, kind_text: str, default: str | None) -> tuple[str, str | None]:
    """Return kind and default as the grammar writes them; as they are where nothing is recognised.

    Args:
        name: Name of the argument.
        kind_text: What was typed as its kind.
        default: What was typed as its default; None where nothing was.

    Example:
        >>> understood("units", "int:64", None)
        ('int', '64')
        >>> understood("kernel_size", "int,int", None)
        ('tuple[int,2]', None)
        >>> understood("kernel_size", "int,int?", None)
        ('tuple[int,2]?', None)
        >>> understood("activation", "relu", None)
        ('activation', 'relu')
    """
    with_default = _WITH_DEFAULT.fullmatch(kind_text)
    if with_default and default is None:
        kind_text, default = with_default["kind"].strip(), with_default["default"]
    kind_text, is_optional = _without_none(kind_text.strip())
    kind_text = _spelled(kind_text)
    if default is None:
        kind_text, default = _named_by_value(name, kind_text)
    return kind_text + ("?" if is_optional else ""), default


def _without_none(text: str) -> tuple[str, bool]:
    """Take ``| None`` off, as an annotation has it, or the question mark of the grammar."""
    if text.endswith("?"):
        return text[:-1].rstrip(), True
    if "?[" in text and text.endswith("]"):
        # `float?[0..1]` for `float[0..1]?`
        return text.replace("?[", "[", 1), True
    members = [member.strip() for member in text.split("|")]
    rest = [member for member in members if member.lower() != "none"]
    return (rest[0], True) if len(rest) == 1 and len(members) == 2 else (text, False)


def _spelled(text: str) -> str:
    bare = _HOMES.sub("", text)
    head, bracket, inside = bare.partition("[")
    if bracket and head in _GENERICS:
        bare = f"{_GENERICS[head]}[{inside}"
        if head == "Literal":
            bare = bare.replace('"', "").replace("'", "")
    compact = re.sub(r"\s+", "", bare)
    if compact.lower() in _SPELLINGS:
        return _SPELLINGS[compact.lower()]
    if compact.lower() == "list[layer]":
        return "list[layer]"
    items = compact.removeprefix("tuple[").removesuffix("]") if compact.startswith("tuple[") else compact
    names = items.split(",")
    if len(names) > 1 and len(set(names)) == 1 and kind_named(f"tuple[{names[0]},{len(names)}]"):
        return f"tuple[{names[0]},{len(names)}]"
    return compact if kind_named(compact) else bare


def _named_by_value(name: str, text: str) -> tuple[str, str | None]:
    """Find the kind whose value was typed in the place of a kind."""
    if _NUMBER.fullmatch(text):
        return ("int" if text.lstrip("+-").isdigit() else "float"), text
    if text.lower() in ("true", "false"):
        return "bool", text
    told = kind_of_parameter(name)
    kinds = [told] if told is not None else []
    kinds += [KINDS[kind] for kind in ("activation", "initializer", "regularizer", "constraint", "dtype")]
    # `bool` is the name of a dtype too.
    if kind_named(text) is None:
        for kind in kinds:
            if text in kind.identifiers:
                return kind.name, text
    return text, None
