"""A sheet becomes typed rows and problems."""
