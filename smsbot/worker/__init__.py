"""The worker process: it decides, keeps the calendar, and hands texts over."""
