"""The palette: one file for each kind of node."""
