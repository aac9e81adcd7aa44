"""What `smsbot doctor` makes of what it was told: pure judgements, each with what to do about it."""
