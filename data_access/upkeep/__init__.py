"""Create, upgrade, copy and open the database."""
