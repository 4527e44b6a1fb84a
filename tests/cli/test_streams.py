"""What the command line does with streams that are closed or full, and with a directory that is gone."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from scaffold.cli._progress import Progress
from tests.lint.projects import LOSES_RATE, project, run, write

__all__ = ["project"]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="streams and devices of POSIX")


def shell(line: str) -> tuple[int, str]:
    """Run a line of shell in which SCAFFOLD is the command; return exit code and everything that was said."""
    line = line.replace("SCAFFOLD", f"'{sys.executable}' -m scaffold")
    # Without a buffer nothing is left to be written at the end, when nobody can tell what goes wrong any more.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    ended = subprocess.run(
        ["sh", "-c", f"exec 2>&1; {line}"], capture_output=True, text=True, timeout=60, env=env
    )
    return ended.returncode, ended.stdout


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("SCAFFOLD lint a.py >&-", 1, ""),
        ("SCAFFOLD lint a.py 2>&-", 1, "KS101"),
        ("SCAFFOLD lint nosuch.py 2>&-", 2, ""),
        ("SCAFFOLD lint - --fix <a.py >&-", 0, "Repaired 1 finding"),
        ("SCAFFOLD lint - <&-", 2, "standard input is closed\nSend the text to it"),
        ("SCAFFOLD lint a.py >/dev/full", 2, "cannot write the output: No space left"),
        ("SCAFFOLD lint - --fix <a.py >/dev/full", 2, "cannot write the output: No space left"),
        ("mkdir gone; cd gone; rmdir ../gone; SCAFFOLD lint", 2, "the current directory cannot be used"),
    ],
)
def test_streams_that_cannot_be_used(line: str, code: int, said: str, project: Path) -> None:
    """A closed stream is written to in vain; a full disk or a lost directory is no fault of the kit. No traceback."""
    if "/dev/full" in line and not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    write(project / "a.py", LOSES_RATE)
    ended, output = shell(line)
    assert ended == code
    assert said in output
    assert "Traceback" not in output
    assert "SCAFFOLD-BUG" not in output


def test_reader_that_goes_away_is_no_error(project: Path) -> None:
    """Nothing is complained about when `head` has read enough."""
    for number in range(40):
        write(project / f"m{number}.py", LOSES_RATE)
    _, output = shell("SCAFFOLD lint | head -1")
    assert output.count("\n") == 1


def test_report_goes_into_a_pipe_and_leaves_it_one(project: Path) -> None:
    """--output-file never replaces a pipe or device by a file; /dev/null would be one for everybody."""
    write(project / "a.py", LOSES_RATE)
    pipe = project / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text(encoding="utf-8")), daemon=True)
    reader.start()
    assert run("a.py", "--output-format", "concise", "--output-file", "pipe").return_value == 1
    reader.join(10)
    assert "a.py:6:24: error KS101" in read[0]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_report_to_dev_stdout_is_printed(project: Path) -> None:
    """Where the output goes to a file, /dev/stdout must not be replaced, nor what is in the file overwritten."""
    write(project / "a.py", LOSES_RATE)
    command = "SCAFFOLD lint a.py --output-format concise --output-file /dev/stdout"
    _, output = shell(f"{{ echo before; {command}; echo after; }} >all; cat all")
    lines = output.splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("before", "after", 4)


def test_interrupt_ends_without_a_traceback() -> None:
    """Ctrl-C says one word and exits with 2, also before the command has begun."""
    code = "import scaffold.cli as c\ndef stop(argv): raise KeyboardInterrupt\nc._run = stop\nc.main()"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", "aborted\n")


def test_progress_says_what_is_done_before_it_can_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the number of parts is not known, no "0 of 0" is shown."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("scaffold.cli._progress._SECONDS", 0.01)
    with Progress("judged part", 0, before="looking around") as progress:
        time.sleep(0.2)
        progress.reached(1, 7)
    shown = terminal.getvalue()
    assert "looking around" in shown
    assert "judged part 1 of 7" in shown
    assert "0 of 0" not in shown
