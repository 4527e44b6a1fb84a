"""Tests of layers that change later."""
