"""Lessons: read, shipped, made of scenarios, and judged step by step."""
