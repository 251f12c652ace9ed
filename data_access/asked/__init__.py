"""What a reader asks: selection, choices, periods and the keys of a link; no SQL."""
