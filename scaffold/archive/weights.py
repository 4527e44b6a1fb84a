"""The weights file as a tree of groups with names, shapes and dtypes; values are read only when asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from scaffold.errors import ScaffoldError
from scaffold.object_tree import Weight

MAX_OBJECTS = 300_000
MAX_DEPTH = 100

# Group in which Keras keeps the variables of one object, with the object's name as an attribute.
VARIABLES = "vars"


@dataclass(frozen=True, slots=True)
class WeightGroup:
    """One group of the weights file.

    Args:
        path: Where it is in the file, without a leading slash; empty for the whole file.
        name: The name of the layer it belongs to, where Keras recorded one.
        holds_state: Whether an object saved itself here; else it is a list or dict of objects.
        weights: The variables of that object, in the order of the file.
        children: Groups below it, in natural order (``dense_2`` before ``dense_10``).
    """

    path: str
    name: str = ""
    holds_state: bool = False
    weights: tuple[Weight, ...] = ()
    children: tuple[WeightGroup, ...] = ()


def groups(group: WeightGroup) -> Iterator[WeightGroup]:
    """Yield the group and all below it."""
    yield group
    for child in group.children:
        yield from groups(child)


def natural(name: str) -> tuple[str, int]:
    """Sort key that puts ``dense_2`` before ``dense_10``, as Keras counted them."""
    stem, _, number = name.rpartition("_")
    if stem and number.isdecimal() and len(number) < 10:
        return stem, int(number)
    return (number if not stem else name), 0


def read_weights(file: BinaryIO, where: str) -> WeightGroup:
    """Read names, shapes and dtypes of a weights file; links that lead elsewhere are not followed.

    Args:
        file: The HDF5 file, seekable.
        where: What to call it in a message.

    Raises:
        ScaffoldError: When it is no usable HDF5 file or beyond the bounds.
    """
    import h5py

    try:
        with h5py.File(file, "r") as root:
            return _Reader(h5py, where).group(root, "", 0)
    except (OSError, RuntimeError, ValueError, KeyError, TypeError) as error:
        raise unusable_weights(where, error) from None


def unusable_weights(where: str, error: Exception) -> ScaffoldError:
    """Build the error for an HDF5 file that cannot be read."""
    reason = str(error).strip("'\"").splitlines()[0] if str(error) else type(error).__name__
    return ScaffoldError(
        f"{where} is no readable HDF5 file: {reason}",
        remedy="It was probably cut short or written by a failed save; save the model again.",
    )


class _Reader:
    """Walks one HDF5 file, counting what it sees so that a hostile file cannot keep it busy."""

    def __init__(self, h5py: Any, where: str) -> None:
        self._h5py = h5py
        self._where = where
        self._seen = 0

    def group(self, group: Any, path: str, depth: int) -> WeightGroup:
        if depth > MAX_DEPTH:
            raise ScaffoldError(
                f"{self._where} nests groups deeper than {MAX_DEPTH}", remedy="A real model's does not."
            )
        children, state = [], None
        for name, item in self._members(group):
            if name == VARIABLES and isinstance(item, self._h5py.Group):
                state = item
            elif isinstance(item, self._h5py.Group):
                children.append(self.group(item, f"{path}/{name}" if path else name, depth + 1))
        return WeightGroup(
            path=path,
            name=stored_text(state, "name") if state is not None else "",
            holds_state=state is not None,
            weights=self._weights(state) if state is not None else (),
            children=tuple(sorted(children, key=lambda child: natural(child.path.rpartition("/")[2]))),
        )

    def _members(self, group: Any) -> Iterator[tuple[str, Any]]:
        for name in group:
            self._seen += 1
            if self._seen > MAX_OBJECTS:
                raise ScaffoldError(
                    f"{self._where} holds more than {MAX_OBJECTS:,} objects",
                    remedy="A real model's does not.",
                )
            # Soft and external links could lead round in circles or to other files.
            if isinstance(group.get(name, getlink=True), self._h5py.HardLink):
                yield name, group[name]

    def _weights(self, state: Any) -> tuple[Weight, ...]:
        found = [
            Weight(name, tuple(int(size) for size in item.shape or ()), dtype_name(item))
            for name, item in self._members(state)
            if isinstance(item, self._h5py.Dataset)
        ]
        return tuple(sorted(found, key=lambda weight: _position(weight.name)))


def _position(name: str) -> tuple[int, str]:
    return (int(name), "") if name.isdecimal() and len(name) < 10 else (1 << 40, name)


def stored_text(item: Any, key: str) -> str:
    """Return a text attribute of an HDF5 object, or an empty text where it has none of that kind."""
    value = item.attrs.get(key, "")
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return value if isinstance(value, str) else ""


def dtype_name(dataset: Any) -> str:
    """Name the dtype of a dataset as Keras does; bfloat16 is stored as raw bytes with its name beside it."""
    return stored_text(dataset, "dtype") or str(dataset.dtype)


def own_item(group: Any, path: str) -> Any:
    """Return what lies at a path below a group, or None where there is nothing or a link leads elsewhere."""
    import h5py

    item = group
    for part in path.split("/"):
        if part in ("", ".", "..") or not isinstance(item, h5py.Group):
            return None
        if not isinstance(item.get(part, getlink=True), h5py.HardLink):
            return None
        item = item[part]
    return item
