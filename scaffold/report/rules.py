"""Rules as a table for a person, for a document or for a program, and one rule explained."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping, Sequence

from scaffold.finding import Safety
from scaffold.rule import Rule

_WIDTH = 100


# Code -> what kind of repair the rule has; rules that have none may be left out.
Fixes = Mapping[str, Safety | None]

_KINDS = {Safety.SAFE: "fix", Safety.UNSAFE: "unsafe fix"}
_FLAGS = {Safety.SAFE: "--fix", Safety.UNSAFE: "--unsafe-fixes"}


def rules_as_text(rules: Sequence[Rule], fixes: Fixes) -> str:
    """Return one line for each rule: code, severity, what kind of repair it has, name, summary."""
    width = max((len(rule.name) for rule in rules), default=0)
    return "".join(
        f"{rule.code}  {rule.severity.value:<7}  {_kind(rule, fixes)}{rule.name:<{width}}  {rule.summary}\n"
        for rule in rules
    )


def _kind(rule: Rule, fixes: Fixes) -> str:
    if not any(fixes.values()):
        return ""
    safety = fixes.get(rule.code)
    return f"{_KINDS[safety] if safety is not None else '':<10}  "


def _flag(rule: Rule, fixes: Fixes) -> str:
    safety = fixes.get(rule.code)
    return _FLAGS[safety] if safety is not None else ""


def rules_as_markdown(rules: Sequence[Rule], fixes: Fixes) -> str:
    """Return the rules as a Markdown table."""
    rows = []
    for rule in rules:
        flag = f"`{_flag(rule, fixes)}`" if _flag(rule, fixes) else ""
        rows.append(f"| {rule.code} | {rule.name} | {rule.severity.value} | {flag} | {_cell(rule.summary)} |")
    head = ["| code | name | severity | repair | what is wrong |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def rules_as_json(rules: Sequence[Rule], fixes: Fixes) -> str:
    """Return the rules as a JSON list of everything they say about themselves."""
    return json.dumps([rule_to_dict(rule, fixes) for rule in rules], indent=2, ensure_ascii=False) + "\n"


def rule_to_dict(rule: Rule, fixes: Fixes) -> dict[str, str | None]:
    """Return what a rule says about itself, as plain data; ``fix`` is safe, unsafe or null."""
    fields = ("code", "name", "severity", "summary", "why", "remedy", "bad", "good")
    safety = fixes.get(rule.code)
    return {field: str(getattr(rule, field)) for field in fields} | {"fix": safety.value if safety else None}


def explain_rule(rule: Rule, fixes: Fixes) -> str:
    """Return everything a rule says about itself, with its bad and its good example, to be read."""
    sections = [f"{rule.code} {rule.name} ({rule.severity.value})", _wrap(rule.summary)]
    sections += ["Why", _wrap(rule.why), "What to do", _wrap(rule.remedy)]
    if rule.code in fixes:
        sections += ["Repair", _wrap(_REPAIRS[fixes[rule.code]])]
    for title, example in (("Bad", rule.bad), ("Good", rule.good)):
        if example:
            sections += [title, textwrap.indent(example.strip("\n"), "    ")]
    if rule.code in fixes:
        sections += ["Silence", _wrap(_SILENCE.format(code=rule.code))]
    return "\n\n".join(section for section in sections if section) + "\n"


_REPAIRS = {
    Safety.SAFE: "`scaffold lint --fix` repairs it where there is one right repair.",
    Safety.UNSAFE: "`scaffold lint --unsafe-fixes` repairs it; older saved models will notice.",
    None: "By hand: there is no one right repair.",
}
_SILENCE = (
    "`# noqa: {code}` at the end of the line that is reported (or `# scaffold: noqa: {code}`, which no other linter "
    'reads), or ignore = ["{code}"] in the table [tool.scaffold.lint] of pyproject.toml.'
)


def _wrap(text: str) -> str:
    paragraphs = text.strip().split("\n\n")
    return "\n\n".join(
        textwrap.fill(" ".join(part.split()), _WIDTH, break_long_words=False, break_on_hyphens=False)
        for part in paragraphs
    )
