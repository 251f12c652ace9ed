"""What the panels of one officer's file share: the ledgers they rest on, and why there is nothing to be seen."""

from panels.declare import Context, Finding

LEDGERS = ("officer", "officer_posting", "officer_record")


def nothing(context: Context, base: str) -> Finding:
    """Why there is no file: said alike of a number that nobody has and of one that this reader may not see."""
    shown = not context.selection.audience
    return Finding(context.words("officer_file.not_found" if shown else "officer_file.not_shown"), "plain", base)
