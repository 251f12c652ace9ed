"""The URL of a database as it may be printed and logged."""

import re

_SECRET = re.compile(r"((?:password|passwd|pwd|passfile|sslpassword)=)[^&\s]*", re.IGNORECASE)
HIDDEN = "***"


def without_password(url: str) -> str:
    """The URL without who signs in and how, also one that cannot be used as it was mistyped.

    Where the sign @ is missing, what stands after a colon may be the password as well as a port.
    """
    scheme, found, rest = url.partition("://")
    if found and not scheme.lower().startswith("sqlite"):
        _, signed_in, server = rest.rpartition("@")
        rest = f"{HIDDEN}@{server}" if signed_in else re.sub(r":[^/?]*", f":{HIDDEN}", rest, count=1)
    return _SECRET.sub(rf"\1{HIDDEN}", f"{scheme}{found}{rest}")
