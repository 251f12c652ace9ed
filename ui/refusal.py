"""What a caller gets that is not answered: a status and a sentence, in both languages, for nobody has chosen one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup
from starlette.responses import HTMLResponse

from wording import LANGUAGE_TAGS, wording

# What came is repeated as far as it says who asked.
LONGEST_VALUE = 200
_PAGE = Markup(
    '<!doctype html><html lang="{}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<title>{}</title><body style="max-width:40em;margin:15vh auto;padding:0 1em;font:18px/1.6 sans-serif">{}'
)
_SENTENCES = Markup('<div lang="{}"><h1 style="font-size:24px;line-height:1.4">{}</h1><p>{}</p></div>')
# Of a websocket that is not accepted.
POLICY_VIOLATION = 1008


@dataclass(frozen=True)
class Refusal:
    """Why a request is not answered: the status, the key of the sentence, its values, and headers beside."""

    status: int
    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def answer(self) -> HTMLResponse:
        values = {name: value[:LONGEST_VALUE] for name, value in self.values.items()}
        said = [(tag, wording(language), values) for language, tag in LANGUAGE_TAGS.items()]
        body = Markup("").join(
            _SENTENCES.format(tag, words("modes.refused"), words(self.key, **v)) for tag, words, v in said
        )
        title = " · ".join(words("modes.refused") for _, words, _ in said)
        page = _PAGE.format(said[0][0], title, body)
        return HTMLResponse(page, self.status, {"Cache-Control": "no-store", **self.headers})

    async def send(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request with the sentence; a websocket is not accepted, for no browser shows what it says."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        await self.answer()(scope, receive, send)
