"""Forecasts in the window: how often, how people react, what is measured."""
