"""Tests of the reporters and of the catalog."""
