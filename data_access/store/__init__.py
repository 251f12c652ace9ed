"""What the database is: engine, tables, failures. Knows nothing else of ours."""
