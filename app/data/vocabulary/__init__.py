"""The words of people's files: what columns, events and answers are called in them, and what each means."""
