"""Inputs are found by what the author wrote, the search ends, and what is not found is asked for by its names."""

from __future__ import annotations

import keras
import pytest
from keras import ops

from scaffold import check_roundtrip
from scaffold.roundtrip import use
from scaffold.roundtrip.input_roles import graphs, parts_of_inputs

QUICK = {"checks": "quick", "on_fail": "return"}
registered = keras.saving.register_keras_serializable("found_inputs")


@registered
class OfAGraph(keras.layers.Layer):
    """Sums what the neighbours have; the pairs are rows: one for where an edge begins, one for where it ends."""

    def __init__(self, units=4, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[0][-1], self.units), name="kernel")

    def call(self, inputs):
        x, edge_index = inputs
        return self.summed(x, edge_index[0], edge_index[1])

    def summed(self, nodes, begin, end):
        begin, end = ops.cast(begin, "int32"), ops.cast(end, "int32")
        sent = ops.take(ops.matmul(nodes, self.kernel), begin, axis=0)
        return ops.segment_sum(sent, end, num_segments=6)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@registered
class WithPairsAsColumns(OfAGraph):
    def call(self, inputs):
        node_states = inputs[0]
        edges = inputs[1]
        if edges.shape[-1] != 2:
            raise ValueError("an edge is a pair")
        return self.summed(node_states, edges[:, 0], edges[:, 1])


@registered
class WithWeights(OfAGraph):
    def call(self, inputs):
        nodes, edges, edge_weights = inputs
        if len(edge_weights.shape) != 1 or edges.shape[1] != edge_weights.shape[0]:
            raise ValueError("one weight for each edge")
        return self.summed(nodes, edges[0], edges[1]) * ops.sum(edge_weights)


@pytest.mark.parametrize("cls", [OfAGraph, WithPairsAsColumns, WithWeights])
def test_a_layer_of_graphs_is_called_with_nodes_and_pairs_of_them(cls):
    """Whole numbers for the edges, no batch, in rows or in columns; unpacked or taken by number."""
    report = check_roundtrip(cls, **QUICK)
    assert report.ok, str(report)
    assert not [found for found in report.results if found.code == "KR002" and found.status != "passed"]


@pytest.mark.parametrize(
    "names", [["x"], ["x", "y"], ["x", "ids"], ["edges"], ["edges", "pairs"], ["edge_features", "x"]]
)
def test_other_names_are_no_graph(names):
    """Without pairs of nodes beside nodes nothing is made up."""
    assert not list(graphs(names))


class Picky(keras.layers.Layer):
    def call(self, inputs):
        left, right = inputs
        if left.shape[-1] != 77:
            raise ValueError("seventy-seven are needed")
        return left + right


def test_what_is_not_found_is_asked_for_by_the_names_of_the_parts():
    """The author sees what to pass in the words of the layer."""
    assert parts_of_inputs(Picky()) == ("left", "right")
    (found,) = [found for found in check_roundtrip(Picky, **QUICK).results if found.code == "KR002"]
    assert "inputs=[left, right]" in found.fix


def test_the_search_ends_in_time(monkeypatch):
    """Where the seconds are spent, nothing further is tried, and the message counts what was."""
    monkeypatch.setattr(use, "_MOST_SECONDS", 0.0)
    (found,) = [found for found in check_roundtrip(Picky, **QUICK).results if found.code == "KR002"]
    assert "none of 1 sorts of inputs was taken" in found.reason
