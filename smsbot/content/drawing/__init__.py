"""Pictures of conversations: cards in one column, readable on a phone, and the same as Mermaid text."""
