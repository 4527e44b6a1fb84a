"""KA107: the model was written by a newer Keras, or by another major version, than the one installed."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.archive.subject import Subject, finding
from scaffold.finding import Finding, Severity
from scaffold.rule import Rule

RULE = Rule(
    code="KA107",
    name="other-keras-version",
    severity=Severity.WARNING,
    summary="The model was written by a newer Keras, or another major version, than the one installed.",
    why="""A newer Keras writes config keys that an older one does not know ("Unrecognized keyword arguments passed to
        Dense: {'quantization_config': None}"). Keras 3 reads most files of Keras 2, but not arguments that were
        renamed or dropped since. See https://github.com/keras-team/keras/issues/19151.""",
    remedy="Load it under the version that wrote it, or update Keras.",
)


def check(subject: Subject) -> Iterator[Finding]:
    """Compare major and minor version; what cannot be compared is passed over."""
    written, installed = _version(subject.archive.keras_version), _version(subject.installed_keras)
    if written is None or installed is None:
        return
    if written > installed or written[0] != installed[0]:
        here, there = subject.installed_keras, subject.archive.keras_version
        newer = "a newer version" if written > installed else "another major version"
        yield finding(
            RULE,
            subject,
            f"written by Keras {there}, {newer} than Keras {here} installed here",
            about="",
            remedy=f"Load it under the version that wrote it (pip install 'keras=={there}'), or update Keras.",
        )


def _version(text: str) -> tuple[int, int] | None:
    parts = text.split(".")
    if len(parts) < 2 or not (parts[0].isdecimal() and parts[1].isdecimal()):
        return None
    return int(parts[0]), int(parts[1])
