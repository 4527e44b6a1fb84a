"""One file for each way of rebuilding a layer; a new file is found by itself."""
