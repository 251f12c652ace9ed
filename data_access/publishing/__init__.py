"""What was computed of a period, frozen and proved."""
