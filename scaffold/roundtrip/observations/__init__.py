"""One file for each thing that must be the same after a round trip; a new file is found by itself."""
