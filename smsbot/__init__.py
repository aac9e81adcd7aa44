"""smsbot: two-way SMS outreach on each person's own terms."""
