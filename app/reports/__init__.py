"""Reports: a folder for each, and beside the folders what several of them share."""
