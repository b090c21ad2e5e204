"""Forecasts in the window: which mode is on, how often it is repeated, and what a modelled number says of itself."""
