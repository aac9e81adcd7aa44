"""A stateful stand-in for Twilio: real HTTP on the loopback address. It uses nothing of smsbot."""
