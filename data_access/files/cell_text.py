"""Texts as they are compared and stored: what nobody can see is taken away, full width becomes half width."""

import re
import unicodedata

# Control characters, zero-width and direction marks, marks that colour a sign, and the blank of old Chinese systems
# (U+E5E5): they come with copying, and two equal numbers would differ.
_UNSEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ue5e5\ufeff\ufffe\uffff"
)
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
# What is copied out of a PDF may hold radicals that look like the characters they are part of: 县⻓, ⺠政局, ⽇期.
_RADICALS: dict[int, int | str] = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_RADICALS |= str.maketrans(
    "⺁⺅⺉⺌⺓⺖⺘⺙⺝⺟⺠⺡⺣⺭⺰⻁⻄⻅⻆⻈⻉⻋⻓⻔⻖⻘⻙⻚⻛⻜⻝⻠⻢⻥⻦⻨⻩⻬⻮⻰⻳",
    "厂亻刂小幺忄扌攵月母民氵灬礻纟虎西见角讠贝车长门阝青韦页风飞食饣马鱼鸟麦黄齐齿龙龟",
)
_UNLIKE = re.compile(f"[{_UNSEEN}\u2e80-\u2fd5]")
# Signs as web pages write them, in a text that was copied out of a system's page: 甲&amp;乙, 征收<br/>补偿.
_OF_PAGES = re.compile(r"&(amp|nbsp|lt|gt|quot|apos|#39|#160|ensp|emsp);|<br ?/?>", re.IGNORECASE)
_SIGNS_OF_PAGES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "#39": "'", "": "\n"}
_CHINESE = re.compile(r"[\u3007\u3400-\u9fff]")
_OPENING, _CLOSING = "[(\\[〔【﹝]", "[)\\]〕】﹞]"
_LEADING_YEAR = re.compile(rf"^{_OPENING}(\d{{4}}){_CLOSING}")
_BRACKET = re.compile(_OPENING)
# A small or ringed number behind a sign points to a note (12①, 3²): as a digit it would be another number.
_NOTE_SIGNS = re.compile(r"(?<=\w)[²³¹⁰⁴-⁹₀-₉①-⒛⓪-⓿❶-➓㈠-㈩㉑-㉟㊀-㊉㊱-㊿]+")
_NOTE_AT_DIGIT = re.compile(rf"(?<=[0-9]){_NOTE_SIGNS.pattern}")
# Most numbers are written as courts write them, and are stored as they came.
_AS_STORED = re.compile(r"\([0-9]{4}\)[0-9\u3400-\u9fff]+")
# A number that is broken at its dash to fit its column: ZG- and 1 below it.
_BROKEN_AT_DASH = re.compile(r"[ \t\r]*\n\s*-|-[ \t\r]*\n\s*")
_KEPT_TEXT = re.compile(r"^'(?=\w)")
_INNER_YEAR = re.compile(rf"(?<=.){_OPENING}(\d{{4}}){_CLOSING}")


def visible(value: object) -> object:
    """A raw cell without the characters nobody can see, and with characters for what looks like them or for what a web
    page writes for them; whatever is no text stays as it is."""
    if not isinstance(value, str):
        return value
    if "&" in value or "<" in value:
        value = _OF_PAGES.sub(lambda sign: _SIGNS_OF_PAGES.get((sign[1] or "").lower(), " "), value)
    return _INVISIBLE.sub("", value.translate(_RADICALS)) if _UNLIKE.search(value) else value


def as_text(value: object) -> str:
    """A cell as text; Excel keeps whole numbers as decimal ones."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def half_width(text: str) -> str:
    """A text in half width; a sign of a note behind another stays what it is."""
    if text.isascii() or not _NOTE_SIGNS.search(text):
        return unicodedata.normalize("NFKC", text)
    parts = zip(_NOTE_SIGNS.split(text), [*_NOTE_SIGNS.findall(text), ""], strict=True)
    return "".join(unicodedata.normalize("NFKC", part) + signs for part, signs in parts)


def without_notes(number: str) -> str:
    """A number without the signs of notes behind its digits: ZG-1 of ZG-1²."""
    return number if number.isascii() else _NOTE_AT_DIGIT.sub("", number)


def plain(text: object) -> str:
    """The form in which names are compared: full-width as half-width, no white space, no case, no required mark."""
    return "".join(half_width(str(text)).casefold().split()).rstrip("*")


def is_as_stored(text: str) -> bool:
    """Whether a number is written as courts write it, and so is stored as it came."""
    return _AS_STORED.fullmatch(text) is not None


def number_text(text: str) -> str:
    """A case number, item number or code in the one form it is stored in, however it was typed.

    Half-width digits and letters, no white space beside Chinese, and the brackets of the year as courts ((2026)…) and
    offices (…〔2026〕…) write them: the same case typed by two people must not become two cases.
    """
    if is_as_stored(text):
        return text
    # Before 0012 a spreadsheet is told by an apostrophe to keep a text; a csv file shows it.
    half = _KEPT_TEXT.sub("", " ".join(_BROKEN_AT_DASH.sub("-", half_width(text)).split()))
    if _CHINESE.search(half):
        half = half.replace(" ", "")
    leading = _LEADING_YEAR.match(half)
    if leading:
        half = f"({leading[1]}){half[leading.end() :]}"
    return _INNER_YEAR.sub(r"〔\1〕", half) if _BRACKET.search(half, 1) else half
