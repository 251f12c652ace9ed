"""Good ledgers with faults and damage: ``python -m tests.fuzz --cases 10000``, or a few in every test run."""
