"""Tables, statements, transactions, sealing and locks: every query of the house lives here."""
