"""The door out: the reader, what it masks and keeps, and every query."""
