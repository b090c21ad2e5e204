"""Commands about scenarios: checked, run, tested, taught with."""
