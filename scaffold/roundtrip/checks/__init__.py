"""One file for each check; a new file is found by itself."""
