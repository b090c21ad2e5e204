"""How people react to messages, beside the canvas: as the user says it, or as it was measured."""
