"""The commands of the canvas, as menus and keys call them: each acts on the selection, through edits."""
