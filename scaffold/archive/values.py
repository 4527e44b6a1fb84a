"""The values of two weights compared, read piece by piece within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from scaffold.archive.compare import CompareValues
from scaffold.archive.container import open_weights
from scaffold.archive.read import Archive
from scaffold.archive.weights import VARIABLES, own_item, unusable_weights
from scaffold.errors import ScaffoldError
from scaffold.object_tree import ObjectNode, Weight

_PIECE_BYTES = 32 << 20
# A dataset may declare any shape and store nothing; what is that much larger than its storage is not read.
_BOMB_FLOOR_BYTES = 256 << 20
_BOMB_RATIO = 200


@contextmanager
def value_comparison(old: Archive, new: Archive) -> Iterator[CompareValues]:
    """Open the weights of two models and yield a function that compares two of them.

    The function returns how they differ, for example ``"12 of 20 values differ, at most by 0.5"``, or an
    empty text where they are equal. NaN equals NaN.

    Raises:
        ScaffoldError: When a file has no readable weights, or a weight is not stored in the file itself.
    """
    with ExitStack() as stack:
        before, after = stack.enter_context(_opened(old)), stack.enter_context(_opened(new))

        def difference(
            old_node: ObjectNode, old_weight: Weight, new_node: ObjectNode, new_weight: Weight
        ) -> str:
            first = _dataset(before, old, old_node, old_weight)
            second = _dataset(after, new, new_node, new_weight)
            return _difference(first, second)

        yield difference


@contextmanager
def _opened(archive: Archive) -> Iterator[Any]:
    import h5py

    path = Path(archive.path)
    with ExitStack() as stack:
        file: Any = path if archive.format == "h5" else stack.enter_context(open_weights(path))
        if file is None:
            raise ScaffoldError(f"'{path}' has no weights to compare", remedy="Leave out --values.")
        try:
            root = stack.enter_context(h5py.File(file, "r"))
        except OSError as error:
            raise unusable_weights(f"the weights of '{path}'", error) from None
        yield root


def _dataset(root: Any, archive: Archive, node: ObjectNode, weight: Weight) -> Any:
    inner = weight.name if archive.format == "h5" else f"{VARIABLES}/{weight.name}"
    owner = node.weights_path or ("model_weights/top_level_model_weights" if archive.format == "h5" else "")
    place = f"{owner}/{inner}".lstrip("/")
    dataset = own_item(root, place)
    if dataset is None or not hasattr(dataset, "dtype"):
        raise ScaffoldError(f"'{archive.path}' has no weight at '{place}'", remedy="Leave out --values.")
    size = dataset.size * dataset.dtype.itemsize
    bomb = size > _BOMB_FLOOR_BYTES and size > _BOMB_RATIO * max(dataset.id.get_storage_size(), 1)
    if bomb or dataset.external or dataset.is_virtual:
        raise ScaffoldError(
            f"the values of '{place}' in '{archive.path}' are not stored in the file as a model's are",
            remedy="Leave out --values; do not load this file unless you trust its origin.",
        )
    return dataset


def _difference(first: Any, second: Any) -> str:
    import numpy as np

    different, largest = 0, 0.0
    for index in _pieces(first):
        before, after = np.asarray(first[index]), np.asarray(second[index])
        equal = before == after
        if before.dtype.kind in "fc":
            equal |= np.isnan(before) & np.isnan(after)
        unequal = ~np.asarray(equal)
        different += int(np.count_nonzero(unequal))
        if before.dtype.kind in "biuf" and unequal.any():
            gap = np.abs(before[unequal].astype("float64") - after[unequal].astype("float64"))
            largest = max(largest, float(np.nanmax(gap, initial=0.0)))
    if not different:
        return ""
    extent = f", at most by {largest:.6g}" if largest else ""
    return f"{different} of {first.size} values differ{extent}"


def _pieces(dataset: Any) -> Iterator[Any]:
    if not dataset.shape or not dataset.size:
        yield ()
        return
    row = max(1, dataset.dtype.itemsize * (dataset.size // dataset.shape[0]))
    step = max(1, _PIECE_BYTES // row)
    for start in range(0, dataset.shape[0], step):
        yield slice(start, start + step)
