"""Writing a repaired file: the new content or the old one, never something between."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.errors import ScaffoldError
from scaffold.lint.write import encoded, write_repaired
from scaffold.source.located import SourceFile


def read(path: Path, text: str = "old", encoding: str = "utf-8") -> SourceFile:
    """The file as it was when it was read."""
    return SourceFile(str(path), path.stem, text, encoding=encoding)


def test_failed_write_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the last step fails, the old content is there, nothing else is, and the error says what to do."""
    path = tmp_path / "layers.py"
    path.write_bytes(b"old")

    def refuse(self: Path, target: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ScaffoldError, match=r"cannot write .*layers\.py: Permission denied") as raised:
        write_repaired(read(path), "new")
    assert raised.value.remedy
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_mode_is_kept(tmp_path: Path) -> None:
    """An executable script stays one."""
    path = tmp_path / "layers.py"
    path.write_bytes(b"old")
    path.chmod(0o755)
    write_repaired(read(path), "new")
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


@pytest.mark.parametrize("now", [b"mine", b"\xff\xfe"])
def test_what_somebody_wrote_in_between_is_not_lost(tmp_path: Path, now: bytes) -> None:
    """A file that is no longer as it was read, is left alone."""
    path = tmp_path / "layers.py"
    path.write_bytes(now)
    with pytest.raises(ScaffoldError, match=r"layers\.py has changed while it was being looked at"):
        write_repaired(read(path), "new")
    assert path.read_bytes() == now
    assert list(tmp_path.iterdir()) == [path]


def test_one_file_under_two_names_is_written_once(tmp_path: Path) -> None:
    """A link that was looked at as well finds the file repaired already, and stays a link."""
    path, link = tmp_path / "layers.py", tmp_path / "link.py"
    path.write_bytes(b"old")
    link.symlink_to(path)
    write_repaired(read(path), "new")
    write_repaired(read(link), "new")
    assert path.read_bytes() == b"new"
    assert link.is_symlink()


def test_byte_order_mark_is_no_change(tmp_path: Path) -> None:
    """What a file is compared with is its text."""
    path = tmp_path / "layers.py"
    path.write_bytes(b"\xef\xbb\xbfold")
    write_repaired(read(path, encoding="utf-8-sig"), "new")
    assert path.read_bytes() == b"\xef\xbb\xbfnew"
