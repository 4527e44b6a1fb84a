"""The README says what the code says: its tables and its terminal output are made from it.

``pytest tests/test_readme.py --update`` rewrites them; review the diff.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from scaffold.kinds import KINDS

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"(<!-- begin: (?P<name>.+?) -->\n)(?P<body>.*?)(<!-- end -->)", re.DOTALL)
COMMAND = re.compile(r"<!-- run: (?P<name>\S+) -->\n```sh\n(?P<line>.+)\n```")


def scaffold(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "scaffold", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def terminal(line: str) -> str:
    return f"```console\n$ {line}\n{scaffold(*line.split()[1:]).rstrip()}\n```\n"


def source(line: str) -> str:
    return f"```python\n{(ROOT / line.split()[1]).read_text(encoding='utf-8').rstrip()}\n```\n"


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def commands() -> str:
    listed = scaffold("--help").partition("Commands:\n")[2]
    rows = [
        tuple(re.split(r"\s{2,}", line.strip(), maxsplit=1)) for line in listed.splitlines() if line.strip()
    ]
    return table(("command", "does"), [(f"`scaffold {name}`", said.rstrip(".")) for name, said in rows])


def kinds() -> str:
    rows = [
        (f"`{kind.name}`", kind.summary, f"`{kind.example}`" if kind.example else "")
        for kind in KINDS.values()
    ]
    return table(("kind", "is", "a default"), rows)


def routes() -> str:
    from scaffold.roundtrip.observation import observations
    from scaffold.roundtrip.route import routes as all_routes

    rows = [
        (f"`{route.name}`", f"{route.summary}{'; only where it is asked for' if route.optional else ''}")
        for route in all_routes()
    ]
    listed = table(("route", "what happens"), rows)
    told = [f"{observation.rule.name} ({observation.rule.code})" for observation in observations()]
    return f"{listed}\nObservations: {', '.join(told)}.\n"


MADE: dict[str, Callable[[], str]] = {
    "table of commands": commands,
    "table of kinds": kinds,
    "table of routes": routes,
    **{
        f"table of rules {prefix}": partial(scaffold, "rules", prefix, "--output-format", "markdown")
        for prefix in ("KS", "KR", "KA", "KC")
    },
}


def made(name: str) -> str:
    if name in MADE:
        return MADE[name]()
    return source(name) if name.startswith("cat ") else terminal(name)


def blocks() -> list[str]:
    return [found["name"] for found in BLOCK.finditer(README.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("name", blocks())
def test_generated_part_is_in_step(name: str, update: bool) -> None:
    """What stands between the markers is what the code says today."""
    text = README.read_text(encoding="utf-8")
    wanted = made(name)
    if update:
        new = BLOCK.sub(lambda m: f"{m[1]}{wanted}{m[4]}" if m["name"] == name else m[0], text)
        README.write_text(new, encoding="utf-8")
        return
    found = next(match["body"] for match in BLOCK.finditer(text) if match["name"] == name)
    assert found == wanted, "run pytest tests/test_readme.py --update and review the diff"


def test_the_two_commands_are_single_lines() -> None:
    """A newcomer copies one line for the main job and one for the tests."""
    found = {match["name"] for match in COMMAND.finditer(README.read_text(encoding="utf-8"))}
    assert found == {"main-job", "tests"}


def test_the_picture_is_in_step(update: bool) -> None:
    """The picture shows what the command prints today."""
    sys.path.insert(0, str(ROOT / "examples"))
    try:
        import picture
    finally:
        sys.path.remove(str(ROOT / "examples"))
    file = ROOT / "examples" / "failure.svg"
    if update:
        file.write_text(picture.picture(), encoding="utf-8")
        return
    assert file.read_text(encoding="utf-8") == picture.picture(), "run pytest tests/test_readme.py --update"


def test_files_that_are_named_exist() -> None:
    """Every relative link of the README leads somewhere."""
    links = re.findall(r"\]\((?!https?://|#)([^)]+)\)", README.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
