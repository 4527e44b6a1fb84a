"""Work shared out to processes: each task is done once, here or there, and what a process fails to do is done here.

The processes are started by their own command, not forked and not by `multiprocessing`, which would run the main
module of whoever calls this once more. They are spoken to through their standard input and output.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    import subprocess

# More processes than this are busy with being told what to do.
_MOST = 8
_LENGTH = 8
_TOLD, _TASK = "told", "task"

# What was told to all -> a task -> what came out; a function of a module, so that it can be named to a process.
Work = Callable[[Any, Any], Any]


def processors() -> int:
    """Return how many processors this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return min(len(usable(0)) if usable is not None else os.cpu_count() or 1, _MOST)


class Team:
    """This process and its helpers.

    Args:
        jobs: How many processes may work at once, this one included; a limit, as more than some are of no use.
    """

    def __init__(self, jobs: int) -> None:
        self._helpers = [_Helper() for _ in range(min(jobs, _MOST) - 1)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for helper in self._helpers:
            helper.dismiss()

    def share(self, work: Work, told: Any, tasks: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """Do all tasks, and yield the place of each with what came out, in the order in which they are done.

        Args:
            work: Does one task.
            told: What every task needs to know; sent once to each process.
            tasks: The tasks, those that take longest first.
        """
        helpers = self._helpers[: max(len(tasks) - 1, 0)]
        if not helpers:
            yield from ((place, work(told, task)) for place, task in enumerate(tasks))
            return
        import pickle
        from queue import SimpleQueue
        from threading import Thread

        left = deque(enumerate(tasks))
        done: SimpleQueue[tuple[int, Any] | None] = SimpleQueue()
        message = pickle.dumps((_TOLD, (work, told)), pickle.HIGHEST_PROTOCOL)
        for helper in helpers:
            Thread(target=helper.help_with, args=(message, left, done), daemon=True).start()
        busy = len(helpers)
        while True:
            try:
                place, task = left.popleft()
            except IndexError:
                if not busy:
                    return
                outcome = done.get()
            else:
                yield place, work(told, task)
                if done.empty():
                    continue
                outcome = done.get()
            if outcome is None:
                busy -= 1
            else:
                yield outcome


class _Helper:
    """One process that does tasks."""

    def __init__(self) -> None:
        import subprocess

        code = f"import sys; sys.path[:] = {sys.path!r}; from scaffold.lint.team import serve; serve()"
        self._process: subprocess.Popen[bytes] = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def help_with(self, message: bytes, left: deque[tuple[int, Any]], done: Any) -> None:
        """Take tasks until none is left; one that could not be done is put back, for whoever works here."""
        import pickle

        try:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            _send(self._process.stdin, message)
            while left:
                try:
                    place, task = left.popleft()
                except IndexError:
                    break
                try:
                    _send(self._process.stdin, pickle.dumps((_TASK, task), pickle.HIGHEST_PROTOCOL))
                    fine, outcome = pickle.loads(_receive(self._process.stdout))
                except (OSError, EOFError, pickle.PickleError):
                    fine = False
                if not fine:
                    left.append((place, task))
                    break
                done.put((place, outcome))
        except OSError:
            pass  # it has died before it was told anything: its tasks are still there for the others
        finally:
            done.put(None)

    def dismiss(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


def serve() -> None:
    """Do the tasks that come through standard input until it ends."""
    import gc
    import pickle

    gc.disable()  # the work itself knows when there is something to collect
    source, target = sys.stdin.buffer, sys.stdout.buffer
    work: Work | None = None
    told: Any = None
    while True:
        try:
            kind, message = pickle.loads(_receive(source))
        except EOFError:
            return
        if kind == _TOLD:
            work, told = message
            continue
        assert work is not None
        try:
            outcome = (True, work(told, message))
        except Exception:  # it is done once more where its error can be told
            outcome = (False, None)
        _send(target, pickle.dumps(outcome, pickle.HIGHEST_PROTOCOL))


def _send(stream: IO[bytes], message: bytes) -> None:
    stream.write(len(message).to_bytes(_LENGTH, "big") + message)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes:
    length = stream.read(_LENGTH)
    if len(length) < _LENGTH:
        raise EOFError
    return stream.read(int.from_bytes(length, "big"))
