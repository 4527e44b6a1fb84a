"""The list of arguments in a docstring, in the style it is written in: a new entry, or another name for one."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator

from scaffold.evolve.target import Target
from scaffold.finding import Edit
from scaffold.source.record import Record

_HEADING = re.compile(
    r"^(?P<indent>[ \t]*)(?P<marks>\#+[ ]|\*\*)?(?:Args|Arguments|Parameters|Params)(?:\*\*)?[ ]*:?(?:\*\*)?[ \t]*\r?$",
    re.MULTILINE,
)
_FIELD = re.compile(r"^(?P<indent>[ \t]*):param[ ](?:[\w.\[\], ]+[ ])?(?P<name>\w+):", re.MULTILINE)

# What stands below a heading.
_RULE = r"[ \t]*-{3,}[ \t]*"


class Entry(Record):
    """One argument in the list.

    Args:
        name: The argument, without stars.
        name_start: Offset of its name.
        start: Offset of the line it begins on.
        end: Offset of the end of its last line.
    """

    name: str
    name_start: int
    start: int
    end: int


class ArgumentList(Record):
    """The list of arguments in one docstring.

    Args:
        style: ``google``, ``numpy``, ``markdown`` (a list of ``- name: ...``) or ``field`` (``:param name: ...``).
        entries: Its entries.
        indent: The white space in front of each.
        head: The text from the beginning of an entry to its name, and from its name to its text.
    """

    style: str
    entries: tuple[Entry, ...]
    indent: str
    head: tuple[str, str]


def argument_list(text: str, start: int, end: int) -> ArgumentList | None:
    """Return the list of arguments in ``text[start:end]``, the literal of a docstring, or None where it has none."""
    heading = _HEADING.search(text, start, end)
    if heading is None:
        return _fields(text, start, end)
    lines = _lines(text, heading.end(), end)
    margin = heading["indent"]
    if lines and re.fullmatch(_RULE, text[slice(*lines[0])]):
        return _listed(
            text, lines[1:], margin, "numpy", r"(?P<head>)(?P<stars>\*{0,2})(?P<name>\w+)(?P<tail>[ ]*:[ ]*)?"
        )
    marked = (
        r"(?P<head>[-*+][ ]+`{0,2}\**)(?P<stars>\\?\*{0,2})(?P<name>\w+)"
        r"(?P<tail>\**`{0,2}\**[ ]*(?:\([^)\n]*\))?[ ]*:[ ]*)"
    )
    found = _listed(text, lines, None, "markdown", marked)
    if found is not None:
        return found
    plain = r"(?P<head>`{0,2})(?P<stars>\*{0,2})(?P<name>\w+)(?P<tail>`{0,2}[ ]*(?:\([^)\n]*\))?[ ]*:[ ]*)"
    return _listed(text, lines, None, "google", plain)


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the lines behind ``start``, as offsets."""
    found = []
    at = text.find("\n", start, end)
    while at >= 0:
        following = text.find("\n", at + 1, end)
        stop = following if following >= 0 else end
        found.append((at + 1, stop - 1 if text[stop - 1 : stop] == "\r" else stop))
        at = following
    return found


def _listed(
    text: str, lines: list[tuple[int, int]], margin: str | None, style: str, pattern: str
) -> ArgumentList | None:
    """Read entries that begin in one column, until a line stands further left."""
    entry = re.compile(pattern)
    entries: list[Entry] = []
    head = ("", ": ")
    indent = margin
    for number, (start, end) in enumerate(lines):
        line = text[start:end]
        bare = line.lstrip(" \t")
        if (
            style == "numpy"
            and number + 1 < len(lines)
            and re.fullmatch(_RULE, text[slice(*lines[number + 1])])
        ):
            break  # the heading of the next section
        if not bare:
            continue
        white = line[: len(line) - len(bare)]
        found = entry.match(bare)
        if indent is None:
            if found is None:
                return None
            indent = white
        if len(white) < len(indent) or (white == indent and found is None):
            break
        if white == indent and found is not None:
            if style == "numpy" and found["tail"] is None and bare.strip() != found[0]:
                break
            name_start = start + len(white) + found.start("name")
            entries.append(Entry(found["name"], name_start, start, end))
            if not found["stars"]:
                head = (found["head"], found["tail"] or "")
        elif entries:
            entries[-1] = entries[-1].but(end=end)
    return ArgumentList(style, tuple(entries), indent or "", head) if entries else None


def _fields(text: str, start: int, end: int) -> ArgumentList | None:
    entries: list[Entry] = []
    indent = ""
    for found in _FIELD.finditer(text, start, end):
        indent = found["indent"]
        stop = found.end()
        for line_start, line_end in _lines(text, found.end(), end):
            line = text[line_start:line_end]
            if (
                not line.strip()
                or len(line) - len(line.lstrip()) <= len(indent)
                or '"""' in line
                or "'''" in line
            ):
                break
            stop = line_end
        first = text.find("\n", found.end(), end)
        stop = max(stop, first if first >= 0 else found.end())
        entries.append(
            Entry(found["name"], found.start("name"), found.start(), stop - (text[stop - 1] == "\r"))
        )
    return ArgumentList("field", tuple(entries), indent, (":param ", ": ")) if entries else None


def docstrings(target: Target) -> list[tuple[int, int]]:
    """Return where the docstrings are that may list the arguments: of the class, then of its constructor."""
    found = []
    for node in (target.node, target.method("__init__")):
        if node is None or not node.body or ast.get_docstring(node, clean=False) is None:
            continue
        span = target.places.of(node.body[0])
        if target.text[span.start : span.end].lstrip("rRuU").startswith(('"""', "'''")):
            found.append((span.start, span.end))
    return found


def new_entry(target: Target, name: str, annotation: str, words: str) -> Edit | None:
    """Return the edit that puts an argument into the list that a docstring has, behind the last of the others.

    Args:
        target: The class.
        name: The argument.
        annotation: Its type, for the styles that say it.
        words: What to say about it: words without backslashes, that do not end with a quote.

    Returns:
        None where no docstring lists the arguments, or none that could hold the words.
    """
    for start, end in docstrings(target):
        listed = argument_list(target.text, start, end)
        if listed is None or target.text[end - 3 : end] in words:
            continue
        entries = listed.entries
        function = target.method("__init__")
        catch_all = (
            function.args.kwarg.arg if function is not None and function.args.kwarg is not None else "kwargs"
        )
        if entries[-1].name == catch_all and len(entries) > 1:
            at = entries[-1].start
            lines = _entry_lines(listed, name, annotation, words, target.width)
            return Edit(at, at, "".join(line + target.newline for line in lines))
        at = entries[-1].end
        closing = target.text.find(target.text[end - 3 : end], entries[-1].start, at)
        at = closing if closing >= 0 else at
        lines = _entry_lines(listed, name, annotation, words, target.width)
        return Edit(at, at, "".join(target.newline + line for line in lines))
    return None


def _entry_lines(listed: ArgumentList, name: str, annotation: str, words: str, width: int) -> list[str]:
    indent = listed.indent
    before, after = listed.head
    if listed.style == "numpy":
        head = f"{name} : {annotation}" if after.strip() and annotation else name
        wrapped = textwrap.wrap(words, width - len(indent) - 4)
        return [indent + head, *(f"{indent}    {line}" for line in wrapped)]
    # A type is said where the others say theirs; that of a function would be longer than what there is to say.
    said = f"({annotation})" if annotation and "Callable" not in annotation else ""
    after = re.sub(r"\([^)]*\)", lambda _: said, after)
    after = re.sub(r"[ ]+:", ":", after) if listed.style == "google" else after
    text = f"{before}{name}{after.rstrip()} {words}"
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent + ("  " if listed.style == "markdown" else "    "),
        break_long_words=False,
        break_on_hyphens=False,
    )


def renamed_entries(target: Target, old: str, new: str, *, attribute: bool) -> list[Edit]:
    """Return the edits that rename an argument where docstrings list it, name it between backticks, or pass it.

    Args:
        target: The class.
        old: The argument.
        new: What it is to be called.
        attribute: Whether the attribute of its name is renamed too, so that examples read it by the new one.
    """
    edits = []
    for start, end in docstrings(target):
        listed = argument_list(target.text, start, end)
        places = {entry.name_start for entry in listed.entries if entry.name == old} if listed else set()
        for found in re.finditer(rf"(?<=`){re.escape(old)}(?=`)", target.text[start:end]):
            places.add(start + found.start())
        places |= {start + at for at in _keywords(target.text[start:end], target.node.name, old)}
        if attribute:
            places |= {start + at for at in _attributes(target.text[start:end], target.node.name, old)}
        edits += [Edit(at, at + len(old), new) for at in sorted(places)]
    return edits


def _attributes(text: str, name: str, attribute: str) -> Iterator[int]:
    """Yield where the examples of a docstring read an attribute of what they have made of the class."""
    made = rf"^[ \t]*>>>[ ](\w+)[ ]*=[ ]*(?:\w+\.)*{re.escape(name)}\("
    for variable in {found[1] for found in re.finditer(made, text, re.MULTILINE)}:
        for found in re.finditer(r"^[ \t]*(?:>>>|\.\.\.)[ ].*", text, re.MULTILINE):
            for use in re.finditer(rf"(?<![\w.]){variable}\.({re.escape(attribute)})\b", found[0]):
                yield found.start() + use.start(1)


def _keywords(text: str, name: str, keyword: str) -> Iterator[int]:
    """Yield where the examples of a docstring pass a keyword to a class, as in ``Scale(rate=0.1)``."""
    for call in re.finditer(rf"(?<!\w){re.escape(name)}\(", text):
        depth = 1
        for token in re.finditer(
            rf"[(\[{{]|[)\]}}]|(?<![\w.]){re.escape(keyword)}(?=\s*=(?!=))", text[call.end() :]
        ):
            depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(token[0], 0)
            if depth == 0:
                break
            if depth == 1 and token[0] == keyword:
                yield call.end() + token.start()
