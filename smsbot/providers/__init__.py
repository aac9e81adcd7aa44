"""The carriers: the real one, and one that only pretends."""
