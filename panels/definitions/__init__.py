"""The panels on what figures mean: every indicator by its declaration, and what of the policy is no data."""
