"""What staff write, read strictly: flows, texts, program.yaml and words become one checked `Program`."""
