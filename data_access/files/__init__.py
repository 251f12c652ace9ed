"""Untrusted bytes become sheets of cells; knows no ledger."""
