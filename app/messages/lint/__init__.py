"""What is hardly meant in messages, each with a reason and a way to mend it."""
