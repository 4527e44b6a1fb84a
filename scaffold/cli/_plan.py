"""A plan shown or carried out, and the options that say which: lines, texts, differences, or all of it for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from scaffold.generate.plan import Plan

Command = TypeVar("Command", bound=Callable[..., Any])

_PREVIEWS = (
    click.option(
        "--dry-run", "-n", is_flag=True, help="Show what would become of each file; nothing is written."
    ),
    click.option(
        "--diff", "show_diff", is_flag=True, help="Show what would be written as a diff; nothing is written."
    ),
)
_CONFLICTS = (
    click.option("--force", "-f", is_flag=True, help="Overwrite files that are there and differ."),
    click.option("--skip", is_flag=True, help="Keep files that are there and differ, and write the others."),
)
_FORMAT = click.option(
    "output_format",
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to say what was written.",
)
_COLOURS = {"conflict": "red", "overwrite": "yellow", "change": "yellow", "skip": "yellow"}


def preview_options(command: Command) -> Command:
    """Add the options that show a plan in place of carrying it out."""
    for option in (_FORMAT, *reversed(_PREVIEWS)):
        command = option(command)
    return command


def conflict_options(command: Command) -> Command:
    """Add the options that decide what becomes of files that are in the way."""
    for option in reversed(_CONFLICTS):
        command = option(command)
    return command


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


def carry_out_or_show(
    plan: Plan,
    *,
    dry_run: bool,
    show_diff: bool,
    output_format: str,
    to_stdout: bool = False,
    afterwards: Callable[[], None] | None = None,
    **more: Any,
) -> int:
    """Carry out a plan and say what was written, or only show it where an option asks for that.

    Args:
        plan: The plan.
        dry_run: Whether to show what would become of each file.
        show_diff: Whether to show differences.
        output_format: ``text`` or ``json``.
        to_stdout: Whether to show nothing but texts.
        afterwards: What else to print to a person when the files are written.
        more: What else belongs into the object for programs.

    Returns:
        The exit code: 1 where a plan is only shown and a file is in the way.
    """
    if dry_run or show_diff or to_stdout:
        return show_only(plan, as_diff=show_diff, as_text=to_stdout, output_format=output_format, **more)
    from scaffold.generate.write import carry_out

    carry_out(plan)
    if output_format == "json":
        print_json(plan, written=True, **more)
        return 0
    print_actions(plan)
    if afterwards is not None:
        afterwards()
    return 0


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
