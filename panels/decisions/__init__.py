"""The panels on decisions and documents (articles 6 to 8): one module a question."""
