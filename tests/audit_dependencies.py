"""Known faults of the packages in ``requirements.lock``; ``make audit`` runs this.

Without an argument it says whether the database of advisories can be asked, which inside an intranet nobody reaches:
exit code 3 and a sentence that nothing was audited. With the path of pip-audit it asks.
"""

import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent
DATABASE = "https://api.osv.dev/v1/query"
# Long enough for a slow line; whoever is cut off waits for it in every check.
SECONDS = 3
NOT_REACHABLE = 3
NOT_AUDITED = "Dependencies were not audited: the database of advisories ({url}) cannot be reached from here."


def is_reachable(url: str) -> bool:
    """Whether somebody answers there; what they say to a question without content is no matter."""
    try:
        urllib.request.urlopen(url, timeout=SECONDS).close()
    except urllib.error.HTTPError as answer:
        # A mirror or a proxy that has no such page is not the database.
        return answer.code in (400, 405)
    except OSError:
        return False
    return True


def audit(pip_audit: str, url: str = DATABASE) -> int:
    """0 when no package has a known fault, else what pip-audit returns; it says which."""
    lock = str(ROOT / "requirements.lock")
    asking = ("--vulnerability-service", "osv", "--osv-url", url, "--progress-spinner", "off")
    return subprocess.run((pip_audit, *asking, "--disable-pip", "--require-hashes", "-r", lock), check=False).returncode


def say_when_not_reachable(url: str = DATABASE) -> int:
    if is_reachable(url):
        return 0
    print(NOT_AUDITED.format(url=url))
    return NOT_REACHABLE


if __name__ == "__main__":
    sys.exit(audit(sys.argv[1]) if sys.argv[1:] else say_when_not_reachable())
