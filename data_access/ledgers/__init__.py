"""What each ledger is: its sheet, its table, its tallies and rules."""
