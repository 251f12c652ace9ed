"""Workbooks handed out: the template, a filled one, one of problems."""
