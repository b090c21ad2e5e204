"""The plan in the window: goals, checklist, review."""
