"""The place Home: templates, scenarios, and the plan."""
