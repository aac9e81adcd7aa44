"""python -m smsbot: the command without being installed, as a host's buildpack starts it."""

from smsbot.cli import main

main()
