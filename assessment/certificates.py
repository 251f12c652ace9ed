"""How a certificate to enforce the law stands on a day (articles 13 and 14)."""

import datetime as dt

# Whoever holds none, or holds it from a later day on, has "none"; where the ledger leaves it open, nobody knows.
CERTIFICATE_STATES = ("valid", "expiring", "expired", "none", "unknown")
NO_CERTIFICATE = "none"


def certificate_state(
    kind: str | None, certified_on: dt.date | None, expires_on: dt.date | None, day: dt.date, notice: int
) -> str:
    """One of ``CERTIFICATE_STATES`` on a day; a certificate holds on its last day.

    It is expiring in the last days of its term, ``notice`` of them (counting rule ``certificate_expiry_days``).

    What has expired has expired, whenever it began; else both days must be known.
    """
    if kind == NO_CERTIFICATE:
        return "none"
    if expires_on is not None and expires_on < day:
        return "expired"
    if certified_on is None or expires_on is None:
        return "unknown"
    if certified_on > day:
        return "none"
    return "expiring" if (expires_on - day).days <= notice else "valid"
