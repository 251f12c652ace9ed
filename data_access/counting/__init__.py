"""Tallies of all ledgers become monthly_tally; what a change touches is counted again."""
