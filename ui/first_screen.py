"""What is in sight first is painted first, on pages that a browser takes long to lay out.

A browser that gets a whole page at once paints nothing before it has laid out all of it. Left alone for a moment it
paints what has come: on 争议化解 and in archives what is in sight then stands in little more than half the time
(``tests.benchmarks.painted``).
"""

from time import sleep

# What a browser needs to lay out and paint some three panels.
PAUSE_S = 0.12


def let_it_be_painted() -> None:
    """Send nothing for a moment."""
    sleep(PAUSE_S)
