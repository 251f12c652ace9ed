"""争议化解: how administrative disputes come up, are decided and end (articles 16 to 18)."""
