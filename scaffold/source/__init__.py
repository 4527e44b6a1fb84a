"""Python source understood: read, parse, resolve across files, and the facts of a class; no rules."""
