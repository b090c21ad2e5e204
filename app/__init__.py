"""Rehearse: design a marketing scenario, and rehearse it over recorded history."""
