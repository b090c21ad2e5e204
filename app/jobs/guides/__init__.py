"""What leads the user: templates over their data, lessons and classes, and the plan of a workspace."""
