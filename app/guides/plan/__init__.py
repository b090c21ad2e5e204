"""The plan of a workspace: goals, questions, what is measured for it, and its review."""
