"""Rules as a table for a person, for a document or for a program, and one rule explained."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence

from scaffold.rule import Rule

_WIDTH = 100


def rules_as_text(rules: Sequence[Rule]) -> str:
    """Return one line for each rule: code, severity, name, summary."""
    width = max((len(rule.name) for rule in rules), default=0)
    return "".join(
        f"{rule.code}  {rule.severity.value:<7}  {rule.name:<{width}}  {rule.summary}\n" for rule in rules
    )


def rules_as_markdown(rules: Sequence[Rule]) -> str:
    """Return the rules as a Markdown table."""
    rows = [
        f"| {rule.code} | {rule.name} | {rule.severity.value} | {_cell(rule.summary)} |" for rule in rules
    ]
    return "\n".join(["| code | name | severity | what is wrong |", "|---|---|---|---|", *rows]) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def rules_as_json(rules: Sequence[Rule]) -> str:
    """Return the rules as a JSON list of everything they say about themselves."""
    return json.dumps([rule_to_dict(rule) for rule in rules], indent=2, ensure_ascii=False) + "\n"


def rule_to_dict(rule: Rule) -> dict[str, str]:
    """Return what a rule says about itself, as plain data."""
    fields = ("code", "name", "severity", "summary", "why", "remedy", "bad", "good")
    return {field: str(getattr(rule, field)) for field in fields}


def explain_rule(rule: Rule) -> str:
    """Return everything a rule says about itself, with its bad and its good example, to be read."""
    sections = [f"{rule.code} {rule.name} ({rule.severity.value})", _wrap(rule.summary)]
    sections += ["Why", _wrap(rule.why), "What to do", _wrap(rule.remedy)]
    for title, example in (("Bad", rule.bad), ("Good", rule.good)):
        if example:
            sections += [title, textwrap.indent(example.strip("\n"), "    ")]
    return "\n\n".join(section for section in sections if section) + "\n"


def _wrap(text: str) -> str:
    paragraphs = text.strip().split("\n\n")
    return "\n\n".join(
        textwrap.fill(" ".join(part.split()), _WIDTH, break_long_words=False, break_on_hyphens=False)
        for part in paragraphs
    )
