"""The panels on enforcement (articles 9 to 15): one module a question."""
