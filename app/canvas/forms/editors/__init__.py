"""Editors of one value each, whatever it is used for."""
