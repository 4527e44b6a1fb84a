"""The difference between two texts of a file, as a unified diff that `git apply` and `patch` take."""

from __future__ import annotations

import difflib
import io


def unified(path: str, old: str, new: str) -> str:
    """Return the unified diff; empty where the texts are equal.

    Args:
        path: The file, as the user wrote it.
        old: Its text.
        new: What it would become.

    Example:
        >>> print(unified("a.py", "x\\n", "y\\n"), end="")
        --- a/a.py
        +++ b/a.py
        @@ -1 +1 @@
        -x
        +y
    """
    before, after = (list(io.StringIO(text, newline="\n")) for text in (old, new))
    name = path.replace("\\", "/").lstrip("/")
    parts = []
    for line in difflib.unified_diff(before, after, fromfile=f"a/{name}", tofile=f"b/{name}"):
        parts.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return "".join(parts)
