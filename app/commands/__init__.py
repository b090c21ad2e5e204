"""The command line: one file for each command, in a folder of what it is about."""
