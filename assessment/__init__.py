"""What figures mean: the indicator catalogue, rates, intervals and ranking. Pure functions, no database, no screen."""
