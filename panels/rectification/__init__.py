"""The rectification view: how things stand at a date, how they went over a period, and what asks for a second look."""
