"""Demonstration sites (article 20): where they stand, what should be adjusted and why, what they lack."""
