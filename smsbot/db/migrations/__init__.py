"""Alembic migrations: numbered, small, read by a human, each with a sentence of why."""
