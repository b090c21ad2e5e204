"""JSON: files of objects, lines of them, and objects in the cells of other files."""
