"""A plan printed: one line for each file, its texts, its differences, or all of it for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from scaffold.generate.plan import Plan

_COLOURS = {"conflict": "red", "overwrite": "yellow", "change": "yellow", "skip": "yellow"}


def print_actions(plan: Plan) -> None:
    """Print what becomes of each file, one line for each."""
    for file in plan.files:
        action = click.style(f"{file.action:<10}", fg=_COLOURS.get(file.action, "green"), bold=True)
        click.echo(f"{action} {file.path}")


def print_texts(plan: Plan) -> None:
    """Print the text of every file under its name."""
    for file in plan.files:
        click.echo(f"{click.style(f'# ---- {file.path.name}', bold=True)}\n{file.text}")


def print_differences(plan: Plan) -> None:
    """Print a unified diff of what would change; `git apply` and `patch` take it."""
    for file in plan.files:
        click.echo(file.difference(), nl=False)


def print_json(plan: Plan, *, written: bool, **more: Any) -> None:
    """Print one object for programs: what was asked for, and path, action and difference of every file."""
    import json

    files = [
        {
            "path": str(file.path),
            "action": str(file.action),
            "written": written and file.action.writes,
            "content": file.text,
            "diff": file.difference(),
        }
        for file in plan.files
    ]
    click.echo(json.dumps({**more, "files": files}, indent=2))


def show_only(plan: Plan, *, as_diff: bool, as_text: bool, output_format: str, **more: Any) -> int:
    """Print a plan that is not carried out.

    Args:
        plan: The plan.
        as_diff: Whether to show differences.
        as_text: Whether to show nothing but texts.
        output_format: ``text`` or ``json``.
        more: What else belongs into the object for programs.

    Returns:
        The exit code: 1 where a file is in the way.
    """
    if output_format == "json":
        print_json(plan, written=False, **more)
    elif as_diff:
        print_differences(plan)
    elif as_text:
        print_texts(plan)
    else:
        print_actions(plan)
        print_differences(plan)
    return int(bool(plan.conflicts))
