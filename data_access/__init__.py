"""Where figures come from: tables, engines, ledgers, tallies, queries and the reader. The only room with SQL."""
