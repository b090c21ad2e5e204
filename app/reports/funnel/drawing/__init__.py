"""A funnel drawn: its steps, its groups side by side, and how it goes over time."""
