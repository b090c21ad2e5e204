"""Figures by themselves as files: pictures, and exact values for programs."""
