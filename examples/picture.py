"""Make failure.svg: what `scaffold check` shows in a terminal. Run as `python examples/picture.py`."""

import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
COMMAND = ["check", "examples/forgetful.py"]


def terminal_output() -> str:
    """Run the command from the root of the checkout, with the colours that a terminal gets."""
    done = subprocess.run(
        [sys.executable, "-m", "scaffold", *COMMAND],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=HERE.parent,
        env={**os.environ, "FORCE_COLOR": "1"},
        check=False,
    )
    return f"$ scaffold {' '.join(COMMAND)}\n{done.stdout}"


def picture() -> str:
    """Return the output as an SVG picture, the same at every run."""
    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=120, file=nowhere, force_terminal=True)
        console.print(Text.from_ansi(terminal_output()))
    return console.export_svg(title="scaffold check", unique_id="failure")


if __name__ == "__main__":
    (HERE / "failure.svg").write_text(picture(), encoding="utf-8")
