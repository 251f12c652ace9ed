"""How often a process that reads pages looks for garbage: what it makes lives shortly and is seldom in circles."""

import gc

# After so many new objects the youngest are looked through for garbage, after so many times those of middle age, and
# after so many times of that the old ones.
GARBAGE = 10_000, 10, 10


def look_seldom() -> None:
    """Leave what is imported by now out of every later garbage collection, and collect seldom.

    Reading counts makes rows by the ten thousand, none of which is part of a circle.
    """
    gc.freeze()
    gc.set_threshold(*GARBAGE)
