"""The panels of one officer's file (article 14): one module a question."""
