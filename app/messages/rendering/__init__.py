"""The sandbox in which templates are checked and rendered: what they may use, see and cost."""
