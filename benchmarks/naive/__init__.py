"""The version everybody writes first: it decides in the webhook. Measured beside smsbot, and used for nothing else."""
