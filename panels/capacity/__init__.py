"""The panels on planning and capacity (articles 1, 2, 3, 19 and 21): one module a question."""
