"""Fresh processes: one worker for all layers, and one for each other backend, started when first needed."""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import queue
import subprocess
import sys
import sysconfig
import tempfile
import threading
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.journey import RouteNotRunError
from scaffold.roundtrip.observation import Observed
from scaffold.roundtrip.scope import settings
from scaffold.roundtrip.trial import Original
from scaffold.roundtrip.worker import READY

_SECONDS_FOR_A_LAYER = 120
# Any value but the parent's own, so that nothing rests on the order of a set.
OTHER_HASH_SEED = "424242"


# Its modules, and those of them that are compiled, lie in it or beneath it.
_STANDARD_LIBRARY = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}


class LoadedElsewhereError(Exception):
    """The new process could not load the layer.

    Args:
        reason: Why, in a line.
        text: All that was raised there.
    """

    def __init__(self, reason: str, text: str = "") -> None:
        super().__init__(text or reason)
        self.reason = reason


class Worker:
    """A process that loads saved layers and says what it sees of them.

    Requests and answers are lines of text, the values travel in pickle files: both ends are this package,
    and the files lie in a directory that only this user can enter.

    Args:
        backend: The backend of Keras there.
    """

    def __init__(self, backend: str) -> None:
        self._directory = tempfile.TemporaryDirectory(prefix="scaffold-worker-")
        environment = {
            **os.environ,
            "KERAS_BACKEND": backend,
            "PYTHONHASHSEED": OTHER_HASH_SEED,
            "PYTHONPATH": os.pathsep.join(sorted(_search_path(), key=_may_hide_the_standard_library)),
        }
        self._log = Path(self._directory.name, "stderr.txt")
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "scaffold.roundtrip.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=self._directory.name,
                env=environment,
                text=True,
                encoding="utf-8",
            )
        self._ready = False
        self._answers: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def alive(self) -> bool:
        """Whether the process can be asked again."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line.strip())
        self._answers.put("")

    def load(self, file: Path, original: Original, unregistered: Iterable[type]) -> Observed:
        """Let the process load the file and look at the layer in it.

        Args:
            file: A ``.keras`` file with the layer in a functional model.
            original: The layer that was saved; its inputs and variables are used for the outputs.
            unregistered: Classes that the process must be told, since no saved name finds them.

        Returns:
            What was seen of the loaded layer.

        Raises:
            LoadedElsewhereError: Where the process raised while it loaded or looked.
            RouteNotRunError: Where the process did not start, where the layer's module cannot be imported there,
                where the layer cannot be made and called there at all, or where it took too long.
        """
        request = {
            "file": str(file),
            # What can be imported here now; the process was started before, perhaps elsewhere.
            "search_path": _search_path(),
            "modules": sorted({cls.__module__ for cls in original.classes}),
            "unregistered": [(cls.__module__, cls.__qualname__) for cls in unregistered],
            "settings": settings(),
            "inputs": original.inputs,
            "variables": original.variables,
            "call": _portable(original.call),
            "backend": backend_here(),
        }
        path = Path(self._directory.name, "request.pickle")
        path.write_bytes(pickle.dumps(request))
        status, content = self._ask(path)
        if status == "seen":
            return Observed(**content)
        if status == "not_there":
            raise RouteNotRunError(content)
        raise LoadedElsewhereError(*content)

    def _ask(self, path: Path) -> tuple[str, Any]:
        assert self._process.stdin is not None
        if not self._ready and self._next_line() != READY:
            # No layer was in play yet: it is not to blame.
            raise RouteNotRunError(f"the new process did not start: {self._last_words()}")
        self._ready = True
        try:
            self._process.stdin.write(f"{path}\n")
            self._process.stdin.flush()
            answer = self._next_line()
        except OSError:
            answer = ""
        if not answer:
            raise LoadedElsewhereError(
                f"the new process ended while it loaded the layer: {self._last_words()}"
            )
        status, content = pickle.loads(Path(answer).read_bytes())
        return status, content

    def _next_line(self) -> str:
        """Return the next line of the process; an empty one where it has ended."""
        try:
            return self._answers.get(timeout=_SECONDS_FOR_A_LAYER)
        except queue.Empty:
            self.stop()
            reason = f"the new process gave no answer within {_SECONDS_FOR_A_LAYER} seconds"
            raise RouteNotRunError(reason) from None

    def _last_words(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")[-500:]

    def stop(self) -> None:
        """End the process and remove its files."""
        if self.alive:
            self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._directory.cleanup()


def backend_here() -> str:
    """Return the backend of this process: code may have chosen it, not only the environment."""
    import keras

    return str(keras.backend.backend())


def _portable(call: ConstructorCall) -> bytes | None:
    """Return the call for another process; None where its arguments cannot go there."""
    try:
        return pickle.dumps(call.plain())
    except Exception:
        # A function of the author's, say; the other process then cannot make the layer by the call.
        return None


def _search_path() -> list[str]:
    """Return the places this process imports from, absolute, since the worker runs in another directory."""
    return [str(Path(entry or ".").absolute()) for entry in sys.path]


def _may_hide_the_standard_library(entry: str) -> bool:
    """Tell whether a module there, ``re.py`` beside the layer say, could stand in for one the new process starts with.

    ``PYTHONPATH`` comes before the standard library, which this process found first when it started.
    """
    place = Path(entry)
    return "site-packages" in place.parts or not any(
        place.is_relative_to(library) for library in _STANDARD_LIBRARY
    )


@cache
def _workers() -> dict[str, Worker]:
    workers: dict[str, Worker] = {}
    atexit.register(_stop_all, workers)
    return workers


def _stop_all(workers: dict[str, Worker]) -> None:
    for running in workers.values():
        running.stop()
    workers.clear()


def stop_worker() -> None:
    """End the workers there are; the next ``worker()`` starts with the search path of that moment."""
    _stop_all(_workers())


def worker(backend: str = "") -> Worker:
    """Return the worker of this process; a new one where there is none or the last one has ended.

    Args:
        backend: The backend of Keras there; that of this process where left out.
    """
    workers, backend = _workers(), backend or backend_here()
    if backend not in workers or not workers[backend].alive:
        workers[backend] = Worker(backend)
    return workers[backend]
