"""A file replaced in one piece: a reader sees the old one or the new one, also when the writer is killed."""

from __future__ import annotations

import os
from pathlib import Path


def replace_file(path: Path, content: bytes, mode: int | None = None) -> None:
    """Put the content in place of what is there.

    Args:
        path: The file, with links resolved: a link itself would be replaced.
        content: Its new bytes.
        mode: Permissions of the new file; None for those that a new file gets.

    Raises:
        OSError: The content could not be written; what was there is untouched, and nothing is left beside it.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
