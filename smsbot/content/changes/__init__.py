"""What a change of the staff files does, in words that staff use."""
