"""Twilio: what it sends us is verified and read here, and texts are handed to it here."""
