"""Text -> which of its names can only come from another framework than Keras, found without parsing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scaffold.pattern import pattern

_OTHERS = ("torch", "jax", "flax", "paddle", "mxnet")

# Of `from x.y import (a, b as c)` and `import a.b as c`: what stands before the word, and what is imported.
_IMPORT = pattern(r"import\b[ \t]*(\([^)]*\)|.*)")
_BEFORE = pattern(r"[ \t]*(?:from[ \t]+(\S+)[ \t]+)?$")
_IMPORTED = pattern(r"([^\W\d]\w*)[\w.]*(?:[ \t\\]+as[ \t\\]+(\w+))?")
_COMMENT = pattern(r"#.*")
# The first and the last part of each dotted name.
_DOTTED = pattern(r"([^\W\d]\w*)(?:[ \t]*\.[ \t]*(\w+))*")

# Name -> whether it can only come from another framework.
Theirs = dict[str, bool]


def imports_other_framework(text: str) -> bool:
    """Tell whether a text works with another framework."""
    # Most texts name none of them, so that each is looked for once.
    return any(f"\n{word} {name}" in text for name in _OTHERS if name in text for word in ("import", "from"))


def theirs_in(text: str, assigned: Iterable[str]) -> Theirs:
    """Return for the names that a text imports or assigns whether they can only come from another framework.

    Args:
        text: The text.
        assigned: The names that it assigns other names to.

    Example:
        >>> theirs_in("from torch import nn, Tensor as T\\nfrom .layers import Embedding", ())
        {'nn': True, 'T': True, 'Embedding': False}
    """
    theirs = dict.fromkeys(assigned, False)
    for match in _IMPORT.finditer(text):
        start = match.start()
        before = _BEFORE.match(text[text.rfind("\n", 0, start) + 1 : start])
        if before is None:
            continue  # a word of a comment
        for name, other_name in _IMPORTED.findall(_COMMENT.sub("", match[1])):
            bound = other_name or name
            framework = (before[1] or name).partition(".")[0]
            theirs[bound] = theirs.get(bound, True) and framework in _OTHERS
    return theirs


def words_not_theirs(bases: str, theirs: Mapping[str, bool]) -> tuple[str, ...]:
    """Return the last part of each dotted name in the bases of a class, those of other frameworks left out.

    Example:
        >>> words_not_theirs("nn.Embedding, layers.Mixin", {"nn": True, "layers": False})
        ('Mixin',)
    """
    return tuple(last or first for first, last in _DOTTED.findall(bases) if not theirs.get(first, False))
