"""Findings turned into the text that a person or a program reads."""
