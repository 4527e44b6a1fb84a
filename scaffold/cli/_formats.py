"""The formats of findings as a choice on the command line, looked up when one is given or help is asked for."""

from __future__ import annotations

from typing import Any

import click

from scaffold.errors import unknown_name


class FormatChoice(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic since click 8.4
    """A name of a module in `scaffold.report.formats`."""

    name = "format"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return the names for the help."""
        return f"[{'|'.join(_names())}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, or say which there are."""
        return known_format(value)


def known_format(name: str) -> str:
    """Return the name of a format.

    Raises:
        ScaffoldError: There is no such format; the nearest one is named.
    """
    names = _names()
    if name not in names:
        raise unknown_name("output format", name, names)
    return name


def _names() -> list[str]:
    from scaffold.report.formats import names

    return names()
