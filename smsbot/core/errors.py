"""Expected failures: each is a type with a code, so that callers match on a value and never on wording."""


class SmsbotError(Exception):
    """Something a person can understand and mend; the message says what, where, and what to do."""

    code = "error"
