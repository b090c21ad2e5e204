"""From texts to typed values: numbers, moments, currencies, consent; what does not fit is told."""
