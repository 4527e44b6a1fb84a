"""Edits that repair a class: found in its syntax tree, applied to the characters of its text."""
