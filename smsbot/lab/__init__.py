"""The programme on a virtual clock: the real use cases, the real database, no waiting."""
