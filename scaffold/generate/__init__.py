"""The generator: from a specification to a layer and its test on disk."""
