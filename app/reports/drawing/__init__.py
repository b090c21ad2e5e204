"""How charts look: axes, colours, fonts, labels that do not overlap."""
