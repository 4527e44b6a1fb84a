"""Writing a repaired file: the new content or the old one, never something between."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.errors import ScaffoldError
from scaffold.lint.write import encoded, write_atomically
from scaffold.source.located import SourceFile


def test_failed_write_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the last step fails, the old content is there, nothing else is, and the error says what to do."""
    path = tmp_path / "layers.py"
    path.write_bytes(b"old")

    def refuse(self: Path, target: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ScaffoldError, match=r"cannot write .*layers\.py: Permission denied") as raised:
        write_atomically(str(path), b"new")
    assert raised.value.remedy
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_mode_is_kept(tmp_path: Path) -> None:
    """An executable script stays one."""
    path = tmp_path / "layers.py"
    path.write_bytes(b"old")
    path.chmod(0o755)
    write_atomically(str(path), b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "größe".encode()),
        ("utf-8-sig", b"\xef\xbb\xbf" + "größe".encode()),
        ("latin-1", b"gr\xf6\xdfe"),
    ],
)
def test_text_is_written_in_the_encoding_of_the_file(encoding: str, expected: bytes) -> None:
    """A byte order mark comes back, a declared encoding is kept."""
    source = SourceFile("layers.py", "layers", "", encoding=encoding)
    assert encoded(source, "größe") == expected


def test_text_that_the_encoding_cannot_express_is_refused() -> None:
    """The error names the file, the encoding and the character."""
    source = SourceFile("layers.py", "layers", "", encoding="ascii")
    with pytest.raises(ScaffoldError, match=r"cannot write layers\.py: its encoding ascii has no 'ö'"):
        encoded(source, "größe")
