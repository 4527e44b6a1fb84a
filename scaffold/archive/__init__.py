"""Saved models read as data, never executed: inspect, diff and doctor."""
