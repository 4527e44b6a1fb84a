"""The checker: a layer sent through its config by every route; the only room that imports Keras."""
