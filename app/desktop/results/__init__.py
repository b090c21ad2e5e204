"""The place Results: reports, their charts and sentences, and the people behind a cell."""
