"""Timings beside peers in the same run; they print, and assert only that the work was done."""
