"""Generated files are planned first, written all or none, and nothing is overwritten without consent."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from scaffold.errors import ScaffoldError
from scaffold.generate.plan import Action, check_file_name, place_in, plan_files, planned_change
from scaffold.generate.write import carry_out, import_path_of

FILES = {"a.py": "a = 1\n", "test_a.py": "b = 'ü'\n"}


def write_files(directory, files, *, force, skip=False):
    """Plan and carry out."""
    plan = plan_files(directory, files, force=force, skip=skip)
    carry_out(plan)
    return plan


def _outcomes(plan):
    return [file.action for file in plan.files]


def _names(directory):
    return sorted(path.name for path in directory.iterdir())


def test_files_are_written_as_utf_8_with_unix_line_ends(tmp_path):
    """What is on disk is the text, byte for byte, and nothing else is left in the directory."""
    assert _outcomes(write_files(tmp_path, FILES, force=False)) == [Action.CREATE] * 2
    assert (tmp_path / "test_a.py").read_bytes() == "b = 'ü'\n".encode()
    assert _names(tmp_path) == ["a.py", "test_a.py"]


def test_identical_files_are_left_alone(tmp_path):
    """Running the same command again changes nothing, not even a date."""
    write_files(tmp_path, FILES, force=False)
    os.utime(tmp_path / "a.py", (1, 1))
    assert _outcomes(write_files(tmp_path, FILES, force=False)) == [Action.IDENTICAL] * 2
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
    assert _outcomes(write_files(tmp_path, FILES, force=True)) == [Action.OVERWRITE, Action.CREATE]
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


def test_missing_directory_is_made_with_the_files(tmp_path):
    """A directory that is not there is made with all above it, but by no plan that is only shown."""
    directory = tmp_path / "not" / "there"
    assert all(file.action is Action.CREATE for file in plan_files(directory, FILES).files)
    assert not (tmp_path / "not").exists()
    write_files(directory, FILES, force=False)
    assert {path.name for path in directory.iterdir()} == FILES.keys()


def test_file_above_the_directory_is_named(tmp_path):
    """A directory cannot be made below a file: the file is named."""
    (tmp_path / "x").write_text("")
    with pytest.raises(ScaffoldError, match="x' is a file, not a directory"):
        write_files(tmp_path / "x" / "y" / "z", FILES, force=True)


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


def test_directory_named_by_a_keyword_is_no_package(tmp_path):
    """What no import statement can name is left out of the path."""
    inner = tmp_path / "class"
    inner.mkdir()
    (inner / "__init__.py").write_text("")
    assert import_path_of(inner, "a") == ("a", "")


def test_a_plan_says_what_becomes_of_each_file_and_writes_nothing(tmp_path):
    """Create, identical, conflict, overwrite and skip are told before anything is written."""
    assert _outcomes(plan_files(tmp_path, FILES)) == [Action.CREATE, Action.CREATE]
    assert _names(tmp_path) == []
    (tmp_path / "a.py").write_text("mine")
    (tmp_path / "test_a.py").write_text(FILES["test_a.py"], encoding="utf-8")
    assert _outcomes(plan_files(tmp_path, FILES)) == [Action.CONFLICT, Action.IDENTICAL]
    assert _outcomes(plan_files(tmp_path, FILES, force=True)) == [Action.OVERWRITE, Action.IDENTICAL]
    assert _outcomes(plan_files(tmp_path, FILES, skip=True)) == [Action.SKIP, Action.IDENTICAL]
    assert (tmp_path / "a.py").read_text() == "mine"


def test_skip_keeps_what_differs_and_writes_the_rest(tmp_path):
    """--skip leaves the file in the way as it is, and the other one is written."""
    (tmp_path / "a.py").write_text("mine")
    write_files(tmp_path, FILES, force=False, skip=True)
    assert (tmp_path / "a.py").read_text() == "mine"
    assert (tmp_path / "test_a.py").read_text(encoding="utf-8") == FILES["test_a.py"]


def test_force_and_skip_contradict_each_other(tmp_path):
    """Both at once is wrong usage, not a guess."""
    with pytest.raises(ScaffoldError, match="contradict"):
        plan_files(tmp_path, FILES, force=True, skip=True)


def test_a_conflict_shows_the_difference(tmp_path):
    """The message of a conflict shows what differs, so that the choice can be made."""
    (tmp_path / "a.py").write_text("a = 2\n")
    with pytest.raises(ScaffoldError) as caught:
        write_files(tmp_path, FILES, force=False)
    assert "-a = 2" in caught.value.problem
    assert "+a = 1" in caught.value.problem
    assert "--skip" in caught.value.remedy


def test_a_file_that_changes_between_plan_and_writing_is_kept(tmp_path):
    """What somebody else wrote meanwhile is not overwritten, even with consent."""
    (tmp_path / "a.py").write_text("mine")
    plan = plan_files(tmp_path, FILES, force=True)
    (tmp_path / "a.py").write_text("newer")
    with pytest.raises(ScaffoldError, match="has changed"):
        carry_out(plan)
    assert (tmp_path / "a.py").read_text() == "newer"
    assert _names(tmp_path) == ["a.py"]


KILLED = """\
import os, signal, sys
from pathlib import Path
from scaffold.generate.plan import plan_files
from scaffold.generate.write import carry_out

step, count = sys.argv[2], int(sys.argv[3])
calls = []

def killing(owner, name):
    original = getattr(owner, name)
    def replacement(*args, **kwargs):
        calls.append(name)
        if len(calls) > count:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*args, **kwargs)
    setattr(owner, name, replacement)

killing(*{"open": (os, "open"), "fdopen": (os, "fdopen"), "replace": (Path, "replace")}[step])
big = {"a.py": "a = 1\\n" * 100_000, "test_a.py": "b = 2\\n" * 100_000}
carry_out(plan_files(Path(sys.argv[1]), big, force=True))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such signal here")
@pytest.mark.parametrize("count", [0, 1])
@pytest.mark.parametrize("step", ["open", "fdopen", "replace"])
def test_a_kill_in_the_middle_leaves_whole_files(tmp_path, step, count):
    """Killed before any step, each file is the old one or the new one, never a part; the next run succeeds."""
    for name in FILES:
        (tmp_path / name).write_text("mine")
    arguments = [sys.executable, "-c", KILLED, str(tmp_path), step, str(count)]
    assert subprocess.run(arguments, check=False).returncode == -signal.SIGKILL
    whole = {"a.py": "a = 1\n" * 100_000, "test_a.py": "b = 2\n" * 100_000}
    texts = {name: (tmp_path / name).read_text() for name in FILES}
    assert all(texts[name] in ("mine", whole[name]) for name in FILES)
    assert list(texts.values()).count("mine") == (1 if (step, count) == ("replace", 1) else 2)
    write_files(tmp_path, FILES, force=True)
    assert (tmp_path / "a.py").read_text() == FILES["a.py"]


@pytest.mark.parametrize(
    "name",
    [
        *("../a.py", "/a.py", "x/../../a.py", "", "a:b.py", "a\\b.py", "a.", "a ", "a\n.py"),
        *("con.py", "NUL", "lpt1.txt.py", "x/aux/a.py"),
    ],
)
def test_names_that_lead_out_or_that_windows_has_taken_are_refused(tmp_path, name):
    """Nothing but a plain name below the directory is a place for a file."""
    with pytest.raises(ScaffoldError, match="cannot be named"):
        place_in(tmp_path, name)


@pytest.mark.parametrize("name", ["a.py", "console.py", "sub/a.py", "nullable.py", "..a.py", "com10.py"])
def test_ordinary_names_are_taken(name):
    """Names that only resemble reserved ones are fine."""
    check_file_name(name)


@pytest.mark.parametrize("target", ["file", "missing", "directory"])
def test_link_that_leads_out_of_the_directory_is_refused_even_with_force(tmp_path, target):
    """What a link outside of the directory leads to is never written."""
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    victim = outside / "victim.py"
    if target == "file":
        victim.write_text("mine")
    name = "a.py"
    if target == "directory":
        (inside / "sub").symlink_to(outside)
        name = "sub/a.py"
    else:
        (inside / "a.py").symlink_to(victim)
    with pytest.raises(ScaffoldError, match="leads out"):
        write_files(inside, {name: "evil"}, force=True)
    assert _names(outside) == (["victim.py"] if target == "file" else [])


def test_edited_text_keeps_encoding_and_byte_order_mark(tmp_path):
    """An edit of a file that begins with a byte order mark, or declares an encoding, keeps both."""
    path = tmp_path / "a.py"
    path.write_bytes("\ufeffx = 1\r\n".encode())
    from scaffold.generate.plan import Plan

    carry_out(Plan((planned_change(str(path), "x = 1\r\n", "x = 2\r\n", "utf-8-sig"),)))
    assert path.read_bytes() == b"\xef\xbb\xbfx = 2\r\n"
    with pytest.raises(ScaffoldError, match="latin-1 has no"):
        planned_change(str(path), "x", "\u2028", "latin-1")
