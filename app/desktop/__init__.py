"""The window: a folder for each of its places, the shell they stand in, the workbench that joins them."""
