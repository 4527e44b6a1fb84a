"""The lock file gives back what was written, is the same for the same contract, and is checked when read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.contract.lock_file import SCHEMA, lock_text, read_lock
from scaffold.contract.promise import ArgumentPromise, ClassPromise, Contract
from scaffold.errors import ScaffoldError

texts = st.text(max_size=20)
promises = st.builds(
    ClassPromise,
    texts,
    st.none() | st.lists(texts, max_size=3).map(tuple),
    st.dictionaries(
        texts,
        st.just(ArgumentPromise(True)) | st.builds(ArgumentPromise, st.just(False), texts),
        max_size=4,
    ),
    st.lists(texts, max_size=4).map(tuple),
    st.booleans(),
)
contracts = st.builds(
    Contract, st.lists(texts, max_size=3).map(tuple), st.dictionaries(texts, promises, max_size=4)
)


@given(contract=contracts)
def test_what_is_written_is_read(contract):
    """A contract survives the file, whatever its names hold."""
    assert read_lock(lock_text(contract), "lock") == contract


@given(contract=contracts)
def test_order_of_classes_and_arguments_does_not_matter(contract):
    """The same contract gives the same text: a diff shows what changed and nothing else."""
    turned = Contract(contract.paths, dict(reversed(contract.classes.items())))
    assert lock_text(turned) == lock_text(contract)


def test_one_fact_on_a_line():
    """Each argument and key has a line of its own, and the file ends with a newline."""
    arguments = {"units": ArgumentPromise(True), "rate": ArgumentPromise(False, "0.1")}
    promise = ClassPromise("layer", ("p>A",), arguments, ("rate", "units"), True)
    lines = lock_text(Contract(("src",), {"m.A": promise})).splitlines()
    assert {'        "rate": "default 0.1",', '        "units": "required"', '        "rate",'} <= set(lines)
    assert lock_text(Contract((), {})).endswith("}\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no 'schema' and 'classes'"),
        ('{"dependencies": {}}', "no 'schema' and 'classes'"),
        ('{"schema": 99, "classes": {}}', "schema 99"),
        ('{"schema": "1", "classes": {}}', "schema '1'"),
        ('{"schema": 1, "classes": []}', "expected dict at classes, got list"),
        ('{"schema": 1, "classes": {}}', "expected list at paths, got NoneType"),
        ('{"schema": 1, "paths": [1], "classes": {}}', "expected str at paths, got int"),
        ('{"schema": 1, "paths": [], "classes": {"A": 3}}', "expected dict at classes.A, got int"),
        (
            '{"schema": 1, "paths": [], "classes": {"A": {"arguments": {"x": "maybe"}, "role": "layer"}}}',
            "'maybe'",
        ),
    ],
)
def test_damaged_file_is_refused_by_name_and_place(text, expected):
    """What is no lock file is refused with where and what was expected."""
    with pytest.raises(ScaffoldError) as caught:
        read_lock(text, "my.lock.json")
    assert expected in str(caught.value)
    assert "my.lock.json" in str(caught.value)
    assert caught.value.remedy


def test_schema_is_written():
    """The version of the format is in the file."""
    assert json.loads(lock_text(Contract((), {})))["schema"] == SCHEMA
