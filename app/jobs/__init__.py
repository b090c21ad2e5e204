"""The long works that the window and the command line share, each one function with progress and cancel."""
