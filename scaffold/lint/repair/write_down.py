"""Edits that bring constructor arguments into the config of their class: stored first, where nothing holds them yet."""

from __future__ import annotations

from collections.abc import Sequence

from scaffold.finding import Edit, Fix
from scaffold.lint.found import repair
from scaffold.lint.repair.get_config import add_entries
from scaffold.lint.repair.keep import keep_arguments
from scaffold.lint.stored import config_expression
from scaffold.source.facts import ClassInfo
from scaffold.source.method_facts import ConstructorParameter
from scaffold.source.project import Project
from scaffold.source.record import Record


class WrittenDown(Record):
    """Arguments of which it is certain how the config can carry them.

    Args:
        expressions: Argument -> what ``get_config`` has to write for it.
        stored: Those that the constructor has to store first.
        edits: What stores them.
    """

    expressions: dict[str, str]
    stored: tuple[str, ...]
    edits: tuple[Edit, ...]

    def fix(self, cls: ClassInfo) -> Fix | None:
        """Return the one repair for all of the arguments: they go to the same place of the text."""
        added = add_entries(cls, self.expressions)
        stored = f"Store {', '.join(self.stored)}; put" if self.stored else "Put"
        return repair(f"{stored} {', '.join(self.expressions)} into the config", added and self.edits + added)


def write_down(cls: ClassInfo, parameters: Sequence[ConstructorParameter], project: Project) -> WrittenDown:
    """Return how arguments of the class's own constructor come into its config, those of which it is certain.

    Args:
        cls: The class.
        parameters: Arguments that its config lacks.
        project: Knows the heirs of the class.
    """
    expressions = {
        known.name: expression
        for known in parameters
        if (expression := config_expression(cls, cls, known)) is not None
    }
    kept = keep_arguments(cls, [known for known in parameters if known.name not in expressions], project)
    expressions |= kept.expressions
    in_order = {known.name: expressions[known.name] for known in parameters if known.name in expressions}
    return WrittenDown(in_order, tuple(kept.expressions), kept.edits)
