"""The exit codes of the program."""

DONE = 0
"""The work was done."""
INCOMPLETE = 1
"""The work was done, but an input could not be read, or a result is incomplete."""
MISUSED = 2
"""The command was put wrongly; nothing was done."""
STOPPED = 130
"""Stopped by Ctrl-C or by the system."""
