"""The scenario: a frozen graph, edits with their inverses, files, layout."""
