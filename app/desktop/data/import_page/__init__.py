"""The page on which the user confirms what files are before they are imported."""
