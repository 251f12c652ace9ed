"""The door in: load, replace, undo, and what is kept of each load."""
