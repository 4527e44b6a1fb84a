"""Generated files are written all or none, and nothing is overwritten without consent."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from scaffold.errors import ScaffoldError
from scaffold.generate.write import Outcome, import_path_of, write_files

FILES = {"a.py": "a = 1\n", "test_a.py": "b = 'ü'\n"}


def _outcomes(written):
    return [file.outcome for file in written]


def _names(directory):
    return sorted(path.name for path in directory.iterdir())


def test_files_are_written_as_utf_8_with_unix_line_ends(tmp_path):
    """What is on disk is the text, byte for byte, and nothing else is left in the directory."""
    assert _outcomes(write_files(tmp_path, FILES, force=False)) == [Outcome.WRITTEN] * 2
    assert (tmp_path / "test_a.py").read_bytes() == "b = 'ü'\n".encode()
    assert _names(tmp_path) == ["a.py", "test_a.py"]


def test_identical_files_are_left_alone(tmp_path):
    """Running the same command again changes nothing, not even a date."""
    write_files(tmp_path, FILES, force=False)
    os.utime(tmp_path / "a.py", (1, 1))
    assert _outcomes(write_files(tmp_path, FILES, force=False)) == [Outcome.UNCHANGED] * 2
    assert (tmp_path / "a.py").stat().st_mtime == 1


@pytest.mark.parametrize("existing", ["a.py", "test_a.py"])
def test_either_file_in_the_way_stops_both(tmp_path, existing):
    """A different file under either name refuses the whole, and is kept."""
    (tmp_path / existing).write_text("mine")
    with pytest.raises(ScaffoldError, match="--force") as caught:
        write_files(tmp_path, FILES, force=False)
    assert existing in caught.value.problem
    assert _names(tmp_path) == [existing]
    assert (tmp_path / existing).read_text() == "mine"


def test_force_overwrites_and_keeps_permissions(tmp_path):
    """With consent a different file is overwritten, under the permissions it had."""
    (tmp_path / "a.py").write_text("mine")
    (tmp_path / "a.py").chmod(0o600)
    assert _outcomes(write_files(tmp_path, FILES, force=True)) == [Outcome.OVERWRITTEN, Outcome.WRITTEN]
    assert (tmp_path / "a.py").read_text() == FILES["a.py"]
    assert stat.S_IMODE((tmp_path / "a.py").stat().st_mode) == 0o600


def test_link_is_followed(tmp_path):
    """With consent the file that a link leads to is overwritten, and the link stays a link."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.py").write_text("mine")
    (tmp_path / "a.py").symlink_to(tmp_path / "real" / "a.py")
    write_files(tmp_path, FILES, force=True)
    assert (tmp_path / "a.py").is_symlink()
    assert (tmp_path / "real" / "a.py").read_text() == FILES["a.py"]
    assert _names(tmp_path / "real") == ["a.py"]


def test_new_file_gets_the_permissions_of_any_new_file(tmp_path):
    """A new file is as readable as one that an editor creates."""
    write_files(tmp_path, FILES, force=False)
    (tmp_path / "plain").write_text("")
    assert (tmp_path / "a.py").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize("fails_at", [1, 2])
def test_failure_half_way_leaves_the_directory_as_it_was(tmp_path, monkeypatch, fails_at):
    """When the disk refuses either file, both are as before and no temporary file stays."""
    (tmp_path / "a.py").write_text("mine")
    calls = []
    replace = Path.replace

    def refuse(path, target):
        calls.append(target)
        if len(calls) == fails_at:
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ScaffoldError, match="No space left on device; nothing was changed"):
        write_files(tmp_path, FILES, force=True)
    assert _names(tmp_path) == ["a.py"]
    assert (tmp_path / "a.py").read_text() == "mine"


def test_missing_directory_names_the_remedy(tmp_path):
    """A missing directory is not made silently: the message says how."""
    with pytest.raises(ScaffoldError, match="mkdir -p"):
        write_files(tmp_path / "no" / "where", FILES, force=False)
    assert not (tmp_path / "no").exists()


def test_file_in_place_of_the_directory_is_named(tmp_path):
    """--out that is a file is told apart from one that is missing."""
    (tmp_path / "x").write_text("")
    with pytest.raises(ScaffoldError, match="is a file"):
        write_files(tmp_path / "x", FILES, force=True)


def test_directory_in_place_of_a_file_is_named(tmp_path):
    """A directory where a file must go is refused, even with --force."""
    (tmp_path / "a.py").mkdir()
    with pytest.raises(ScaffoldError, match="is a directory"):
        write_files(tmp_path, FILES, force=True)


def test_module_of_a_package_is_imported_by_its_full_path(tmp_path):
    """Inside a Python package the test imports the module as the package's users do."""
    inner = tmp_path / "shop" / "layers"
    inner.mkdir(parents=True)
    assert import_path_of(inner, "a") == ("a", "")
    (inner / "__init__.py").write_text("")
    assert import_path_of(inner, "a") == ("layers.a", "layers")
    (tmp_path / "shop" / "__init__.py").write_text("")
    assert import_path_of(inner, "a") == ("shop.layers.a", "shop")
