"""Reports of runs and workspaces: counted, composed, kept under a name, and written as documents."""
