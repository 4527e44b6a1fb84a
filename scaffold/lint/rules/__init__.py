"""One file for each rule, with its proof inside."""
