"""The catalogues are complete in both languages, and code and catalogues name the same keys."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from assessment.indicators import INDICATORS
from data_access import problems
from data_access.asked.page_keys import DECLARED as PAGE_KEYS
from data_access.ledgers.all import LEDGERS
from tests.catalogues import as_pattern, calls, key_literals, label_kinds, messages, written
from tests.test_rooms import ROOT, literals, sources
from wording import CATALOGUES, JOINER, LANGUAGES, UNKNOWN, begun, by_clause, together, wording

# The beginnings of keys that code puts together in a way this test cannot follow.
BUILT_FROM_CODES: tuple[str, ...] = ()
# A language is named in itself.
CHINESE_IN_ENGLISH = {"language.zh"}
CHINESE = re.compile(r"[\u3400-\u9fff]")
HALF_WIDTH_IN_CHINESE = re.compile(r"[\u3400-\u9fff}][,;:?!][\u3400-\u9fff{]")
INDICATOR_PARTS = ("label", "meaning", "why", "numerator", "denominator")
# The head of a column: English may take so many letters where Chinese takes so few.
HEAD = re.compile(r".+\.head\..+|table\..+|.+\.column\..+")
SHORT_HEAD, LONGEST_HEAD = 6, 18
VALUE = re.compile(r"\{[^}]*\}")
# What an editor strikes out: a plural in brackets, and a blank before a percent sign.
STRUCK_OUT = re.compile(r"\(s\)|[\d}] %")
# Of one it is "the only item", and not "the 1 item".
THE_ONE = re.compile(r"\b[Tt]he \{n\} [a-z]")


@cache
def used_keys() -> re.Pattern[str]:
    """What a key looks like that some code uses: written out, in an f-string, or as the label of a code."""
    patterns = {re.escape(prefix) + ".+" for prefix in BUILT_FROM_CODES}
    patterns |= {re.escape(f"{kind}.") + ".+" for kind in label_kinds()}
    # What a code was called before is still read from workbooks.
    patterns |= {re.escape(key) + r"(\.formerly)?" for key in needed_labels()}
    patterns |= {as_pattern(key) for _, key in key_literals()}
    patterns |= {text for _, tree in sources(ROOT) for _, text in literals(tree) if text.isidentifier()}
    return re.compile("|".join(sorted(patterns)))


def needed_labels() -> Iterator[str]:
    for ledger in LEDGERS:
        for column in ledger.columns:
            yield from (f"{column.labels}.{code}" for code in column.codes)
    codes = (code for name, code in vars(problems).items() if name.isupper() and isinstance(code, str))
    yield from (f"problem.{code}" for code in codes if code != UNKNOWN)
    for own in PAGE_KEYS:
        yield f"address.{own.key}"
        yield from (f"{own.labels}.{option}" for option in own.options)
        yield from () if own.usual or not own.options else (f"every.{own.key}",)
    for indicator in INDICATORS:
        yield from (f"indicator.{indicator.key}.{part}" for part in INDICATOR_PARTS)
        yield f"source.{indicator.source}"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("漏报 11 期，5 件未填", "漏报 11~期，5~件未填"),
        ("第 3 高，1 件已改判", "第~3~高，1~件已改判"),
        ("11 reports missing, 5 blank", "11~reports missing, 5~blank"),
        # Where a line may end, and what is no sentence: between words, figures, and in what readers wrote.
        ("2026 年 1—10 月", f"2026~年 1{JOINER}—{JOINER}10~月"),
        ("below the average; rank 2 from the top", "below the average; rank~2~from the top"),
        ("missing: Litigation 11 and Petitions 7.", "missing: Litigation~11~and Petitions~7."),
        ("报表 2（−1）", "报表~2（−1）"),
        ("再有 2 件 7/25 → 9/27", "再有 2~件 7/25~→ 9/27"),
        ("{% raw %}", "{% raw %}"),
        ("", ""),
    ],
)
def test_a_figure_stays_with_its_measure_word(text: str, kept: str) -> None:
    assert together(text) == kept.replace("~", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("数据截至 2026-10-31。", "数据截至 2026-~10-~31。"),
        ("2026-09 至 2026-10", "2026-~09\N{NO-BREAK SPACE}至 2026-~10"),
        ("名次区间 5–95%", "名次区间 5–~95%"),
        ("5%—95%，1—3 与 2—5", "5%~—~95%，1~—~3\N{NO-BREAK SPACE}与 2~—~5"),
        ("Jan–Oct, scheme 2026-1", "Jan–~Oct, scheme 2026-~1"),
        # The number of a record is no date, and what is long must be broken somewhere.
        ("ZG-2026-0200-008", "ZG-2026-0200-008"),
    ],
)
def test_no_line_ends_in_a_date_or_a_range(text: str, kept: str) -> None:
    assert together(together(text)) == kept.replace("~", JOINER)


def test_a_clause_longer_than_a_line_is_broken_between_characters_and_never_in_its_figures() -> None:
    clause, words = "云泊县高新技术产业开发区及其托管乡镇街道败诉率 28.0%（7/25）", wording("zh")
    said = words.unbroken(f"败诉率偏高，{clause}")
    short, _, long = said.partition("，")
    assert "\N{ZERO WIDTH SPACE}" not in short
    assert max(len(part) for part in long.split("\N{ZERO WIDTH SPACE}")) == len("败诉率 28.0%（7/25）")
    assert said.replace("\N{ZERO WIDTH SPACE}", "").replace("\N{NO-BREAK SPACE}", " ").endswith(clause)


def test_a_long_chinese_name_in_an_english_sentence_fills_its_lines_and_a_short_one_stays_whole() -> None:
    said = wording("en").unbroken("云泊县 leads; 砚川区高新技术产业开发区管理委员会 last")
    assert said.startswith("云泊县 leads; 砚川\N{ZERO WIDTH SPACE}区\N{ZERO WIDTH SPACE}高")
    assert said.endswith("员会 last")


def test_a_note_in_little_room_is_broken_at_its_commas() -> None:
    said = by_clause("466/519 件开庭，漏报 11 期，5 件未填").replace("\N{NO-BREAK SPACE}", "~")
    assert said == "466/519~件开庭，漏报~11~期，5~件未填"
    assert by_clause("152,413/176,091 件办结").endswith("/176,091 件办结"), "else its line ends before the comma"
    assert by_clause("9,989/11,541 件办结").endswith("/11,541\N{NO-BREAK SPACE}件办结")
    assert by_clause("top 3, 1 reversed since") == "top\N{NO-BREAK SPACE}3, 1\N{NO-BREAK SPACE}reversed since"


def test_both_languages_say_the_same_keys() -> None:
    chinese, english = messages("zh").keys(), messages("en").keys()
    assert sorted(chinese ^ english) == [], "these keys stand in one language only"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty(language: str) -> None:
    assert [m.key for m in messages(language).values() if not all(form.strip() for form in m.forms)] == []


@pytest.mark.parametrize(("language", "forms"), [("zh", 1), ("en", 2)])
def test_a_counted_sentence_has_as_many_forms_as_its_language(language: str, forms: int) -> None:
    assert [m.key for m in messages(language).values() if m.plural and len(m.forms) != forms] == []


def test_both_languages_count_the_same_sentences_and_fill_in_the_same_values() -> None:
    english = messages("en")
    both = [(m, english[m.key]) for m in messages("zh").values() if m.key in english]
    assert [zh.key for zh, en in both if zh.plural != en.plural] == []
    different = {zh.key: (zh.placeholders, en.placeholders) for zh, en in both if zh.placeholders != en.placeholders}
    assert different == {}


def test_both_languages_keep_their_messages_in_the_same_files() -> None:
    english = messages("en")
    assert [key for key, m in messages("zh").items() if key in english and english[key].file != m.file] == []


def test_every_key_that_code_says_has_a_sentence() -> None:
    assert [f"{call.place} {call.key}" for call in calls() if call.key not in messages("zh")] == []


def test_every_key_that_code_holds_or_puts_together_has_a_sentence() -> None:
    known = messages("zh")
    families = {key.split(".")[0] for key in known}
    held = [(place, key) for place, key in key_literals() if key.split(".")[0] in families]
    # A text may also be the beginning of keys: the kind of a label.
    said = {place + " " + key: re.compile(as_pattern(key) + r"(\..+)?") for place, key in held if key not in known}
    unknown = [text for text, pattern in said.items() if not any(map(pattern.fullmatch, known))]
    assert unknown == []


def test_a_sentence_said_with_a_number_is_one_that_counts() -> None:
    known = messages("zh")
    assert [f"{c.place} {c.key}" for c in calls() if c.key in known and c.counts and not known[c.key].plural] == []


def test_every_code_every_problem_and_every_indicator_has_its_words() -> None:
    assert [key for key in needed_labels() if key not in messages("zh")] == []


def test_no_sentence_stands_there_unused() -> None:
    assert [f"{m.file} {m.key}" for m in messages("zh").values() if not used_keys().fullmatch(m.key)] == []


def test_english_sentences_hold_no_chinese() -> None:
    sentences = {m.key: m.forms for m in messages("en").values() if m.key not in CHINESE_IN_ENGLISH}
    assert {key: forms for key, forms in sentences.items() if CHINESE.search("".join(forms))} == {}


def test_english_sentences_hold_nothing_that_an_editor_strikes_out() -> None:
    forms = [(m.key, form) for m in messages("en").values() for form in m.forms]
    assert {key: form for key, form in forms if STRUCK_OUT.search(form)} == {}
    assert [m.key for m in messages("en").values() if m.plural and THE_ONE.search(m.forms[0])] == []


def test_the_english_head_of_a_column_is_about_as_short_as_the_chinese_one() -> None:
    english = {m.key: VALUE.sub("", m.forms[0]) for m in messages("en").values() if HEAD.fullmatch(m.key)}
    chinese = {key: VALUE.sub("", messages("zh")[key].forms[0]) for key in english}
    short = [key for key in english if len(chinese[key]) <= SHORT_HEAD]
    assert {key: english[key] for key in short if len(english[key]) > LONGEST_HEAD} == {}


def test_a_label_begins_as_its_place_in_a_sentence_demands() -> None:
    words = wording("en")
    assert words("ranking.alone", unit="Alpha County", indicator="Loss rate", rate="9%") == "Alpha County: loss rate 9%"
    assert words("ranking.reference", benchmark="the city", centre="13%") == "The city 13%"
    assert words("period.months", year=2026, first=1, last=9) == "Jan–Sept 2026"
    assert [begun(text) for text in ("first in 3 indicators", "甲县", "")] == ["First in 3 indicators", "甲县", ""]


def test_chinese_sentences_use_full_width_punctuation() -> None:
    assert [m.key for m in messages("zh").values() if HALF_WIDTH_IN_CHINESE.search("\n".join(m.forms))] == []


def test_every_catalogue_file_lies_where_it_is_read() -> None:
    expected = {CATALOGUES / folder / "LC_MESSAGES" for folder in LANGUAGES.values()}
    assert {path.parent for path in Path(CATALOGUES).rglob("*.po")} <= expected


HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals={}; plural={};\\n"\n\n'
)


def _planted(folder: Path, zh: str, en: str) -> None:
    for name, forms, entries in (("zh_CN", HEADER.format(1, 0), zh), ("en", HEADER.format(2, "(n != 1)"), en)):
        path = folder / name / "LC_MESSAGES"
        path.mkdir(parents=True)
        (path / "planted.po").write_text(forms + entries, encoding="utf-8")


def _one(sentence: str, key: str = "a.b") -> str:
    return f'msgid "{key}"\nmsgstr "{sentence}"\n'


@pytest.mark.parametrize(
    ("check", "zh", "en"),
    [
        (test_both_languages_say_the_same_keys, _one("甲"), ""),
        (lambda: test_no_sentence_is_empty("en"), _one("甲"), _one("")),
        (test_both_languages_count_the_same_sentences_and_fill_in_the_same_values, _one("{cases} 件"), _one("cases")),
        (test_every_code_every_problem_and_every_indicator_has_its_words, _one("甲"), _one("A")),
        (test_no_sentence_stands_there_unused, _one("甲", "nobody.says.this"), _one("A", "nobody.says.this")),
        (test_english_sentences_hold_no_chinese, _one("甲"), _one("甲")),
        (test_english_sentences_hold_nothing_that_an_editor_strikes_out, _one("{n} 项"), _one("{n} item(s)")),
        (
            test_english_sentences_hold_nothing_that_an_editor_strikes_out,
            'msgid "a.b"\nmsgid_plural "a.b"\nmsgstr[0] "{n} 项"\n',
            'msgid "a.b"\nmsgid_plural "a.b"\nmsgstr[0] "the {n} item"\nmsgstr[1] "the {n} items"\n',
        ),
        (
            test_the_english_head_of_a_column_is_about_as_short_as_the_chinese_one,
            _one("名次", "a.head.place"),
            _one("Place in the peer group", "a.head.place"),
        ),
        (test_chinese_sentences_use_full_width_punctuation, _one("甲,乙"), _one("A, B")),
        (test_chinese_sentences_use_full_width_punctuation, _one("{a};{b}件"), _one("{a}; {b}")),
    ],
)
def test_each_check_fails_on_a_planted_fault(
    check: Callable[[], None], zh: str, en: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _planted(tmp_path, zh, en)
    monkeypatch.setattr("tests.catalogues.CATALOGUES", tmp_path)
    written.cache_clear()
    try:
        with pytest.raises(AssertionError):
            check()
    finally:
        written.cache_clear()
