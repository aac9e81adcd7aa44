"""The web side: it records what arrives and shows pages; it decides nothing."""
