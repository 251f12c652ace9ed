"""Every sentence a reader sees, in Chinese and in English.

Messages have keys (``ranking.highest``); the sentences stand in gettext catalogues, one file a room, under
``assets/locale/<language>/LC_MESSAGES/*.po``, those of indicators in their documents (``assets/indicators/*.toml``).
Catalogues are read as text: nothing is compiled before a start. Imports nothing of ours; every room may import it.
"""

import datetime as dt
import gettext
import io
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from math import floor
from pathlib import Path
from string import Formatter
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ASSETS = Path(__file__).parent / "assets"
CATALOGUES = ASSETS / "locale"
# An indicator is one document in both languages; its words are messages, too: ``indicator.<key>.<field>``.
INDICATOR_DOCUMENTS = ASSETS / "indicators"
INDICATOR_WORDS = frozenset({"label", "meaning", "why", "numerator", "denominator", "base"})
LANGUAGES = {"zh": "zh_CN", "en": "en"}
# As a document says in which language it is.
LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}
DEFAULT_LANGUAGE = "zh"
# Words that declarations carry themselves, such as the names of ledgers: key → language → word.
DECLARED: dict[str, dict[str, str]] = {}
UNKNOWN = "—"
MINUS = "−"
# A number's decimals, and its digits, beyond these are what binary floats add to it: an exact half is still a half.
MEANT_DECIMALS, MEANT_DIGITS = 12, 15
ALL = 100
# Of so many that the line may end before what is counted (152,413/176,091 …): 100,000, 1,000,000.
_FEW = r"(?<!/[\d,]{7})(?<!/[\d,]{9})"
# The blank between a figure and the word that counts by it, after U+7B2C and rank, in "3 files blank", and between
# a word and its figure at the end of a clause (Litigation 11); then the blanks beside Chinese, which has no other.
_COUNTING_BLANK = re.compile(
    rf"(?<=\d){_FEW} (?=[a-z\u4e00-\u9fff])|(?<=[a-z]) (?=blank\b)|(?<=\u7b2c) (?=\d)|(?<=\brank) (?=\d)"
    r"|(?<=[a-z\u4e00-\u9fff]) (?=\d+(?:[.,;:](?!\d)| and\b| ?[(（]|$))| (?=→)"
)
_CHINESE_BLANK = re.compile(rf"(?<=[\u4e00-\u9fff]) |{_FEW} (?=[\u4e00-\u9fff])")

Number = float | Fraction | Decimal


def rounded(value: Number, decimals: int = 0) -> Decimal:
    """A number to so many decimals, halves up (四舍五入; below nought alike): the one rounding of all that is printed.

    0.125 → 0.13, −0.125 → −0.13, 2.675 → 2.68 (though its binary float lies below). What rounds to nought has no sign.
    """
    if isinstance(value, Fraction):
        steps = floor(abs(value) * 10**decimals + Fraction(1, 2))
        return Decimal(steps if value >= 0 else -steps).scaleb(-decimals)
    exact = Decimal(value) if isinstance(value, int | Decimal) else Decimal(f"{value:.{MEANT_DECIMALS}f}")
    # Nought is added so that −0.00 becomes 0.00.
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0


# Of no width, beside the hyphens of a date and the dash of a range, where browsers end lines; joined ones stay so.
JOINER = "\N{WORD JOINER}"
_SIGN_IN_FIGURE = re.compile(
    r"(?<=\b\d{4})-(?=\d\d?\b)|(?<=\b\d{4}-\d\d)-(?=\d\d\b)|(?<=\b\d{4}-\u2060\d\d)-(?=\d\d\b)"
    r"|(?<=[\d%])(?=—\d)|(?<=[a-z\d%])[–—](?=[A-Z\d])"
)
# Between two signs of a sentence; a longer one may end between pairs of characters, but not before a figure (率 28%).
LONGEST_PIECE = 24
_PIECE = re.compile(r"[^，；：、。？！]+[，；：、。？！]?")
_BETWEEN_CHARACTERS = re.compile(r"(?<=[\u3400-\u9fff]{2})(?=[\u3400-\u9fff]{2})(?![\u3400-\u9fff]{2}[ \u00a0]\d)")
LONG_NAME = re.compile(r"[\u3400-\u9fff]{15,}")


def together(text: str) -> str:
    """A text whose lines end neither within a figure nor between it and its word; who copies it has plain blanks."""
    return _SIGN_IN_FIGURE.sub(rf"\g<0>{JOINER}", _COUNTING_BLANK.sub("\N{NO-BREAK SPACE}", text))


def _loosened(piece: str) -> str:
    """The piece with places between its Chinese characters where a line may end."""
    return _BETWEEN_CHARACTERS.sub("\N{ZERO WIDTH SPACE}", piece)


def by_clause(text: str) -> str:
    """The same for short notes in little room, whose Chinese lines end at punctuation alone ("漏报 11 期")."""
    return _CHINESE_BLANK.sub("\N{NO-BREAK SPACE}", together(text))


def is_part(share: Number) -> bool:
    """Whether a share is neither none nor all."""
    return share not in (0, 1) and rounded(share, MEANT_DECIMALS) not in (0, 1)


def adding_up(parts: Sequence[Fraction], total: int) -> list[int]:
    """Parts as whole numbers with this sum: each is cut, then those cut most get one back (largest remainder).

    The first of equals is served first. ``total`` is the sum of the parts, rounded.
    """
    cut = [floor(part) for part in parts]
    most_cut_first = sorted(range(len(parts)), key=lambda place: cut[place] - parts[place])
    for place in most_cut_first[: total - sum(cut)]:
        cut[place] += 1
    return cut


@cache
def catalogue(language: str) -> gettext.GNUTranslations:
    """All messages of one language ("zh" or "en"), from every ``.po`` file of it.

    Raises ``KeyError`` for a language that has no catalogue and ``ValueError`` for a key that two files define.
    """
    # One catalogue of all files: a chain of them would be searched through for every word.
    merged = Catalog(locale=LANGUAGES.get(language))
    seen: dict[str, str] = {}
    for path in sorted((CATALOGUES / LANGUAGES[language] / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as source:
            messages = read_po(source, locale=LANGUAGES[language], abort_invalid=True)
        for message in messages:
            key = str(message.id[0] if isinstance(message.id, (tuple, list)) else message.id)
            if not key:
                continue
            if key in seen:
                raise ValueError(f"message {key!r} stands in {seen[key]} and in {path.name}; keep one")
            seen[key] = path.name
            merged[message.id] = message
    for path in sorted(INDICATOR_DOCUMENTS.glob("*.toml")):
        for key, sentence in _words_of_indicators(path, language):
            merged.add(key, sentence)
    if not seen:
        raise KeyError(f"no catalogue for language {language!r} under {CATALOGUES}")
    compiled = io.BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _words_of_indicators(path: Path, language: str) -> Iterator[tuple[str, str]]:
    for indicator, section in tomllib.loads(path.read_text(encoding="utf-8")).items():
        if isinstance(section, dict):
            for field, sentence in section.get(language, {}).items():
                yield f"indicator.{indicator}.{field}", str(sentence)


def declare(key: str, **words: str) -> None:
    """Make the words that a declaration carries a message: ``declare("ledger.unit", zh="单位", en="Units")``."""
    DECLARED[key] = words


def begun(sentence: str) -> str:
    """A sentence that begins with a capital, where its script has any; what is put together may begin with a word."""
    return sentence[:1].upper() + sentence[1:]


def within(label: str) -> str:
    """A label or a sentence of ours as it stands within another sentence: "Loss rate" as "loss rate"."""
    return label[:1].lower() + label[1:]


@cache
def _month_names() -> Mapping[int, str]:
    """Jan to Dec, for the language that says a month by its name."""
    # Only English needs it, and its tables take a moment to be read.
    from babel.dates import get_month_names

    return get_month_names("abbreviated", locale="en_GB")


class _WithinSentences(Formatter):
    """Fills in the values of a sentence; a label of ours begins as its place demands: ``{indicator!l}`` takes "Loss
    rate" as "loss rate", ``{benchmark!u}`` takes "the city" as "The city", and ``{month!m}`` the number 10 as "Oct".
    Names of units are left as they are.
    """

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        if conversion == "m":
            return _month_names()[value]
        turned = {"l": within, "u": begun}.get(conversion or "")
        return turned(value) if turned else super().convert_field(value, conversion)


_WITHIN_SENTENCES = _WithinSentences()


def _filled(sentence: str, values: Mapping[str, Any]) -> str:
    """The sentence with its values; Python's own way is the faster one."""
    return _WITHIN_SENTENCES.vformat(sentence, (), values) if "!" in sentence else sentence.format(**values)


class Wording:
    """The sentences, labels and number formats of one language.

    ``settings`` are values in force that a sentence may name without being given them: ``{filing_limit_days}``.
    """

    def __init__(self, language: str, settings: Mapping[str, str] | None = None) -> None:
        self.language = language
        self.settings = settings or {}
        self._messages = catalogue(language)

    def under(self, settings: Mapping[str, str]) -> "Wording":
        """The same wording where these settings are in force."""
        return Wording(self.language, settings)

    def __call__(self, key: str, /, **values: Any) -> str:
        """The sentence ``key`` with its values filled in; an integer ``n`` among them chooses the plural.

        A key without a sentence comes back as itself, so that a slip is seen and nothing breaks.
        """
        if "n" not in values:
            sentence = self._sentence(key)
            # What is no sentence of ours has no places to fill, whatever signs stand in it.
            return key if sentence == key else _filled(sentence, {**self.settings, **values})
        n = values.pop("n")
        return _filled(self._messages.ngettext(key, key, n), {**self.settings, **values, "n": self.number(n)})

    def _sentence(self, key: str) -> str:
        declared = DECLARED.get(key)
        return self._messages.gettext(key) if declared is None else declared[self.language]

    def has(self, key: str) -> bool:
        return self._sentence(key) != key

    def label(self, kind: str, code: object) -> str:
        """The words for a code: ``label("outcome", "revoked")``. An unknown code is shown as it is.

        So is one that happens to be called like a sentence of ours, which has places to fill and is no label.
        """
        if code is None or code != code or code == "":
            return UNKNOWN
        key = f"{kind}.{code}"
        return str(code) if (words := self.words_or_text(key)) == key else words

    def words_or_text(self, text: str) -> str:
        """The words of a key that has no places to fill; any other text, and none, is shown as it is."""
        sentence = self._sentence(text) if text else text
        return text if "{" in sentence else sentence

    def number(self, value: Number | None, decimals: int = 0) -> str:
        if value is None or value != value:
            return UNKNOWN
        return f"{rounded(value, decimals):,.{decimals}f}".replace("-", MINUS)

    def signed(self, value: Number | None, decimals: int = 0) -> str:
        """A difference with its sign: +3.1, −0.9, 0.0."""
        text = self.number(value, decimals)
        return f"+{text}" if value is not None and value == value and rounded(value, decimals) > 0 else text

    def as_written(self, value: float) -> str:
        """A setting with the decimals it was written with: 50, 33.3, 33.33; settings that add up do so as printed."""
        return f"{Decimal(f'{value:.{MEANT_DIGITS}g}').normalize():,f}".replace("-", MINUS)

    def percent(self, share: Number | None, decimals: int = 1) -> str:
        """A share 0–1 as a percentage; unknown is a dash.

        0.0% is said of none and 100.0% of all only: what would be rounded to them is <0.1% and >99.9%.
        """
        if share is None or share != share:
            return UNKNOWN
        whole, least = rounded(share * ALL, decimals), Decimal(1).scaleb(-decimals)
        mark = ""
        if whole == 0 and is_part(share):
            mark, whole = "<", least
        elif whole == ALL and is_part(share):
            mark, whole = ">", whole - least if share < 1 else whole
        return f"{mark}{whole:.{decimals}f}%".replace("-", MINUS)

    def date(self, day: dt.date | None) -> str:
        return UNKNOWN if day is None or day != day else f"{day:%Y-%m-%d}"

    def unbroken(self, sentence: str, longest: float = LONGEST_PIECE, width: Callable[[str], float] = len) -> str:
        """A sentence whose lines end at punctuation alone: Chinese has blanks only around figures and their units.

        What is longer by ``width`` than ``longest`` between two signs, and in English a long Chinese name, may also end
        between characters: else a browser would break it anywhere, within a figure, too, or keep a line for the name.
        """
        if self.language != "zh":
            return LONG_NAME.sub(lambda name: _loosened(name[0]), together(sentence))
        whole = re.sub(r"(?<=-\u2060\d\d)\u00a0(?=[\u81f3\u5171])", " ", together(sentence).replace(" ", "\u00a0"))
        return _PIECE.sub(lambda piece: _loosened(piece[0]) if width(piece[0]) > longest else piece[0], whole)

    def join(self, words: list[str]) -> str:
        """An enumeration: 甲、乙、丙 or "A, B and C"."""
        if self.language == "zh":
            return "、".join(words)
        return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1] if words else ""


def wording(language: str) -> Wording:
    """The wording of a language; an unknown language, whatever a link calls one, is the default one."""
    return _wording_of(language if language in LANGUAGES else DEFAULT_LANGUAGE)


_wording_of = cache(Wording)
