"""The parts of a saved model, taken out within bounds; nothing is unpacked to disk or executed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from scaffold.errors import ScaffoldError, nearest
from scaffold.object_tree import printable

CONFIG = "config.json"
METADATA = "metadata.json"
WEIGHTS = "model.weights.h5"

# Far above any real model, far below what would hurt: a config of 64 MiB has about 100,000 layers.
MAX_CONFIG_BYTES = 64 << 20
MAX_METADATA_BYTES = 1 << 20
MAX_MEMBERS = 20_000
# Keras stores members uncompressed; repetitive JSON that was compressed again shrinks 30 to 100 times.
MAX_RATIO = 200
RATIO_FLOOR_BYTES = 1 << 20
# Compressed weights have to be held in memory to be read.
MAX_INFLATED_WEIGHTS_BYTES = 1 << 30

_HDF5_MAGIC = b"\x89HDF\r\n\x1a\n"
_ZIP_MAGIC = b"PK"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a ``.keras`` file holds: its members' names, its config and metadata as bytes."""

    members: tuple[str, ...]
    config: bytes
    metadata: bytes | None


def kind_of_file(path: Path) -> str:
    """Tell a ``.keras`` archive from a legacy HDF5 model by its first bytes.

    Returns:
        ``"keras"`` or ``"h5"``.

    Raises:
        ScaffoldError: When there is no such file, it cannot be read, or it is neither.
    """
    _require_file(path)
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise ScaffoldError(
            f"cannot read '{path}': {error.strerror or error}", remedy="Check its permissions."
        ) from None
    if start == _HDF5_MAGIC:
        return "h5"
    if start[:2] == _ZIP_MAGIC:
        return "keras"
    what = "is empty" if not start else "is neither a zip archive nor an HDF5 file"
    raise ScaffoldError(
        f"'{path}' {what}, so it is no saved Keras model",
        remedy="Give a file written by model.save('name.keras') or a legacy '.h5' model.",
    )


def _require_file(path: Path) -> None:
    try:
        if path.is_file():
            return
        is_directory, exists = path.is_dir(), path.exists()
    except (OSError, ValueError) as error:
        raise ScaffoldError(f"'{path}' is no usable file name: {error}") from None
    if is_directory:
        inside = sorted(item.name for item in path.iterdir() if item.suffix in (".keras", ".h5"))
        hint = f"It holds {', '.join(inside[:5])}." if inside else "Give the '.keras' or '.h5' file itself."
        raise ScaffoldError(f"'{path}' is a directory, expected a saved model", remedy=hint)
    if exists:
        raise ScaffoldError(f"'{path}' is not a regular file", remedy="Copy it to a file first.")
    raise ScaffoldError(f"no file '{path}'", remedy=_nearest_file(path))


def _nearest_file(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f"The directory '{folder}' does not exist."
    names = [item.name for item in folder.iterdir() if item.is_file()]
    guess = nearest(path.name, names)
    if guess:
        return f"Did you mean '{folder / guess}'?"
    models = sorted(name for name in names if name.endswith((".keras", ".h5")))
    if models:
        return f"Saved models in '{folder}': {', '.join(models[:8])}."
    return f"There is no saved model in '{folder}'."


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > MAX_MEMBERS:
                raise ScaffoldError(
                    f"'{path}' has {len(archive.infolist())} members, at most {MAX_MEMBERS} are read",
                    remedy="A saved Keras model has three and its assets; this file is none, or is hostile.",
                )
            yield archive
    except _BROKEN as error:
        raise ScaffoldError(
            f"'{path}' is a broken zip archive: {error}",
            remedy="It was probably cut short while being copied or saved; copy or save it again.",
        ) from None


def read_parts(path: Path) -> Parts:
    """Read config and metadata of a ``.keras`` file.

    Raises:
        ScaffoldError: When the archive is broken, holds no config, or a part is beyond the bounds.
    """
    with _opened(path) as archive:
        names = tuple(info.filename for info in archive.infolist())
        if CONFIG not in names:
            raise ScaffoldError(
                f"'{path}' is a zip archive without {CONFIG}, so it is no saved Keras model",
                remedy=_no_config(names),
            )
        config = _member(archive, CONFIG, MAX_CONFIG_BYTES, path)
        metadata = _member(archive, METADATA, MAX_METADATA_BYTES, path) if METADATA in names else None
    return Parts(names, config, metadata)


def _no_config(names: tuple[str, ...]) -> str:
    nested = sorted((name for name in names if name.endswith(f"/{CONFIG}")), key=len)
    if nested:
        return (
            f"It has '{printable(nested[0][:80])}': pack the contents of that folder, not the folder itself."
        )
    if any(name.endswith(("saved_model.pb", "keras_metadata.pb")) for name in names):
        return "It looks like a packed SavedModel; save the model again with model.save('name.keras')."
    return f"It holds {', '.join(printable(name[:60]) for name in names[:5]) or 'nothing'}."


def _member(archive: zipfile.ZipFile, name: str, limit: int, path: Path) -> bytes:
    info = archive.getinfo(name)
    suspicious = info.file_size > RATIO_FLOOR_BYTES and info.file_size > MAX_RATIO * max(
        info.compress_size, 1
    )
    if suspicious or info.file_size > limit:
        raise _too_large(path, name, info.file_size, limit)
    with archive.open(info) as member:
        # The declared size is the file's own claim: never read more than the bound.
        content = member.read(limit + 1)
    if len(content) > limit:
        raise _too_large(path, name, len(content), limit)
    return content


def _too_large(path: Path, name: str, size: int, limit: int) -> ScaffoldError:
    return ScaffoldError(
        f"{name} in '{path}' unpacks to {size:,} bytes: more than {limit:,}, "
        f"or more than {MAX_RATIO} times its size in the file",
        remedy="A real model's is far smaller; do not load this file unless you trust its origin.",
    )


@contextmanager
def open_weights(path: Path) -> Iterator[BinaryIO | None]:
    """Open the HDF5 weights of a ``.keras`` file as a seekable file; None where it has none.

    Uncompressed weights, which is how Keras stores them, are read in place; compressed ones in memory.

    Raises:
        ScaffoldError: When the archive is broken or the weights are beyond the bounds.
    """
    with _opened(path) as archive:
        if WEIGHTS not in archive.namelist():
            yield None
            return
        info = archive.getinfo(WEIGHTS)
        if info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & 0x1:
            with path.open("rb") as file:
                yield io.BufferedReader(_Window(file, _start_of(file, info), info.file_size))
        else:
            yield io.BytesIO(_member(archive, WEIGHTS, MAX_INFLATED_WEIGHTS_BYTES, path))


def _start_of(file: BinaryIO, info: zipfile.ZipInfo) -> int:
    """Find where a stored member's content starts: behind its local header, whose length varies."""
    file.seek(info.header_offset)
    header = file.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile(f"no local header for {info.filename}")
    return (
        info.header_offset
        + 30
        + int.from_bytes(header[26:28], "little")
        + int.from_bytes(header[28:30], "little")
    )


class _Window(io.RawIOBase):
    """A part of a file that looks like a whole file; `zipfile` itself re-reads from the start on a seek."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        end = file.seek(0, io.SEEK_END)
        self._file = file
        self._start = start
        self._size = max(0, min(size, end - start))
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        wanted = max(0, min(len(buffer), self._size - self._position))
        self._file.seek(self._start + self._position)
        content = self._file.read(wanted)
        buffer[: len(content)] = content
        self._position += len(content)
        return len(content)
