"""Who came to court, said with a name: 张三（副局长）, 副局长张三, 张副局长. The office is read, the name is not.

Nothing is guessed: a cell that says more than an office and one name is asked back.
"""

import re
import unicodedata
from typing import NamedTuple

from data_access.checking.written_words import Meaning, Words
from data_access.files.cell_text import as_text, plain

# The commonest family names, without those that say something else before an office (代局长, 原局长, 区局长).
_FAMILIES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵钱严覃武戴莫孔汤尚温康施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁"
    "岳翟申耿关兰焦俞左柳甘祝包宁符舒阮柯纪梅童凌毕裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳司马上官诸葛"
)
_COMPOUND = ("欧阳", "司马", "上官", "诸葛")
# What offices deal with and begins like a name: 林业局长 is the head of another organ.
_MATTERS = frozenset(
    ("林业", "林草", "金融", "安监", "安全", "安置", "关工", "成员", "成教", "石化", "马上", "方便", "于是", "曾经",
     "白天", "高新", "高速", "江河", "路政", "毕业", "康复", "施工", "温泉", "严重", "任期", "任命", "游客", "纪检",
     "纪委", "符合")
)  # fmt: skip
# Who says that somebody did not come says it in many ways.
_NEGATED = re.compile("[未没不无缺假差病替请原前退离拟]|absent|not |leave", re.IGNORECASE)
_CAME = re.compile("^由|(?:出庭应诉|到庭应诉|出庭|到庭|应诉|参加)$")
_BRACKETED = re.compile(r"(.+?)\((.+)\)")
_ANONYMOUS = re.compile("[某*x×○〇]{1,2}")
_HAN = re.compile("[\u3400-\u9fff·]{1,3}")
_ENGLISH = re.compile(r"(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][a-z'’-]+(?: [A-Z][a-z'’.-]*)+")
# What is written like a name and is a part of an office: Director Legal Affairs.
_OF_BODIES = re.compile(
    r"\b(?:Legal|Affairs|Section|Office|Bureau|Department|Division|Committee|Party|General|County|City|Town|Township|"
    r"District|Municipal|Government|Deputy|Director|Head|Chief|Mayor|Counsel|Lawyer|Agent|Staff|Branch|Station|Team)\b"
)
_SIGNS = "：:-—、,，. "


class Said(NamedTuple):
    """The word of a cell, and what it may mean."""

    word: str = ""
    meanings: tuple[Meaning, ...] = ()


NOTHING = Said()


def said_with_name(value: object, words: Words) -> Said:
    """What the word of an office says that stands beside one person's name; nothing where more is said, or less."""
    text = " ".join(unicodedata.normalize("NFKC", as_text(value)).split())
    if _NEGATED.search(text) or not any(meaning.names for said in words.values() for meaning in said):
        return NOTHING
    text = _CAME.sub("", _CAME.sub("", text))
    found = _BRACKETED.fullmatch(text)
    if found is None:
        return _office(text, words)
    outer, inner = found[1].strip(), found[2].strip()
    if _is_name(outer):
        return _office(inner, words)
    if _is_name(inner):
        return _office(outer, words)
    # 是（副局长张三）: the inner word says more exactly what the outer one says.
    allowed = {code for each in _with_names(outer, words) for code in (each.code, *each.keeps)}
    said = _office(inner, words)
    return said._replace(meanings=tuple(each for each in said.meanings if each.code in allowed))


def _office(text: str, words: Words) -> Said:
    """An office by itself, or with a name once more: 李四（副局长李四）."""
    own = _with_names(text, words)
    return Said(plain(text), own) if own else _beside_name(text, words)


def _with_names(text: str, words: Words) -> tuple[Meaning, ...]:
    return tuple(each for each in words.get(plain(text), ()) if each.names)


def _beside_name(text: str, words: Words) -> Said:
    """What is said where a text is an office and a name, in this order or the other; the longest office counts."""
    form = plain(text)
    for word in sorted(words, key=len, reverse=True):
        starts, ends = form.startswith(word), form.endswith(word)
        said = _with_names(word, words) if starts or ends else ()
        before, after = form[: -len(word)].strip(_SIGNS), form[len(word) :].strip(_SIGNS)
        if said and ((starts and _is_name(after)) or (ends and _is_name(before, short=True))):
            return Said(word, said)
    return _before_english_name(text, words)


def _before_english_name(text: str, words: Words) -> Said:
    """Director Zhang San, Deputy Director John Smith. A name before an office may be that of another body."""
    tokens = text.split()
    for count in range(len(tokens) - 1, 0, -1):
        office = " ".join(tokens[:count]).strip(_SIGNS)
        said = _with_names(office, words)
        if said and _is_name(" ".join(tokens[count:])):
            return Said(plain(office), said)
    return NOTHING


def _is_name(text: str, *, short: bool = False) -> bool:
    """Whether a text is the name of one person; ``short``: also a family name alone, as before an office."""
    if _ENGLISH.fullmatch(text):
        return not _OF_BODIES.search(text)
    text = text.replace(" ", "")
    family = text[:2] if text[:2] in _COMPOUND else text[:1]
    given = text[len(family) :]
    if family not in _FAMILIES and family not in _COMPOUND:
        return False
    if not given:
        return short
    # A single given name is one sign or two.
    return text not in _MATTERS and bool(_ANONYMOUS.fullmatch(given) or (_HAN.fullmatch(given) and len(given) < 3))
