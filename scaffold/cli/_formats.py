"""The formats of findings as a choice on the command line, looked up when one is given or help is asked for."""

from __future__ import annotations

from typing import Any

import click


class FormatChoice(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic since click 8.4
    """A name of a module in `scaffold.report.formats`."""

    name = "format"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return the names for the help."""
        from scaffold.report.formats import names

        return f"[{'|'.join(names())}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, or say which there are."""
        from scaffold.report.formats import known_format

        return known_format(value)
