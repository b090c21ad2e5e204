"""The funnel: who went how far through steps of events, along a run's main path or as recorded."""
