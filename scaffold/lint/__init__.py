"""The linter: rules over the facts of classes, run over files, and their repair."""
