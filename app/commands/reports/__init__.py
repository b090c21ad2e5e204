"""Commands about reports, one for each."""
