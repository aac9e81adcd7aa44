"""What works and could be better: found by `smsbot flows check`, each with a code, and accepted with a reason."""
