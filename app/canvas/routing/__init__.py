"""Which way wires take between nodes."""
