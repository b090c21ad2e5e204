"""One class for each gesture, from its press to its release."""
