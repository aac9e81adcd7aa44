"""Small mistakes, planted one at a time in the shipped flows: a test that notices none of them is worth nothing."""
