"""The rules for an inbound text, a file for each kind; `core.inbound` holds their order."""
