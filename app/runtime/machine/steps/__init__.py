"""What the machine does: conditions, instances, tokens and what nodes do with them, modelled reactions."""
