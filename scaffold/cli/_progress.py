"""Where a long command stands: one line on a terminal, from the third second on."""

from __future__ import annotations

import shutil
import sys
import threading
from types import TracebackType

_SECONDS = 2.0
_ERASE = "\r\x1b[K"


class Progress:
    """A line on standard error that says what is at work; nothing where that is no terminal.

    Args:
        label: What is being done.
        total: How many things there are to do; 0 where that is not known yet.
        before: What is being done until it is known.
    """

    def __init__(self, label: str, total: int, before: str = "") -> None:
        self._label, self._total, self._done = label, total, 0
        self._before = before
        self._name = ""
        self._shown = False
        # The first thing may itself take long, so the line must not wait for the second.
        self._timer = threading.Timer(_SECONDS, self._begin)
        self._timer.daemon = True

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, frames: TracebackType | None
    ) -> None:
        self._timer.cancel()
        if self._shown:
            sys.stderr.write(_ERASE)
            sys.stderr.flush()

    def step(self, name: str) -> None:
        """Say what is at work now."""
        self._done += 1
        self._name = name
        if self._shown:
            self._write()

    def reached(self, done: int, total: int) -> None:
        """Say how many of how many things are done, where nothing better can be said of them."""
        self._done, self._total = done, total
        if self._shown:
            self._write()

    def _begin(self) -> None:
        self._shown = True
        self._write()

    def _write(self) -> None:
        reached = f"{self._label} {self._done} of {self._total}" if self._total else self._before
        line = reached + (f": {self._name}" if self._name else "")
        width = shutil.get_terminal_size().columns - 1
        sys.stderr.write(f"{_ERASE}{line[:width]}")
        sys.stderr.flush()
