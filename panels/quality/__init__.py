"""The panels on the quality of the data: what was handed in, what is blank, and what loads did."""
