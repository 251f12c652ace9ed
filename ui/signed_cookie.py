"""What Streamlit's sign-in keeps in the browser, for routes that run beside its pages: checked as it checks it."""

import json
from collections.abc import Mapping
from typing import Any

from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME


def claims_of(cookies: Mapping[str, str]) -> dict[str, Any]:
    """The claims of who is signed in; none without a cookie whose signature holds."""

    def one(name: str) -> bytes | None:
        value = cookies.get(name)
        return None if value is None else decode_signed_value(get_cookie_secret(), name, value.encode("latin-1"))

    try:
        signed = get_cookie_with_chunks(one, USER_COOKIE_NAME)
        claims = json.loads(signed) if signed else {}
    except (ValueError, UnicodeError):
        return {}
    return claims if isinstance(claims, dict) and claims.get("is_logged_in") is True else {}
