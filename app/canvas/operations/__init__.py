"""What can be done to a scenario on the canvas, each as edits that can be undone."""
