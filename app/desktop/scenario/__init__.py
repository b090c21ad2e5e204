"""The place Scenario: the canvas with runs, forecasts, messages and playing back."""
