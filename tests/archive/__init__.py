"""Tests of saved models: inspect, diff, doctor."""
