"""What the panels of one officer's file share: whose it is, and why there is nothing to be seen."""

from panels.declare import Context, Finding

LEDGERS = ("officer", "officer_posting", "officer_record")


def nothing(context: Context, sees_names: bool, base: str) -> Finding:
    """Why there is no file: the same for a number that nobody has and for one that this reader may not see."""
    if context.selection.audience:
        return Finding(context.words("officer.not_shown"), "plain", base)
    return Finding(context.words("officer.not_found" if sees_names else "officer.closed"), "plain", base)
