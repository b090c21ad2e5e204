"""What is wrong with a scenario, and what is hardly meant."""
