"""Tests of commands that belong to no single wing."""
