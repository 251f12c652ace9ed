"""Attacks on what was published, by somebody who can write the whole database: each must be told to somebody else."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, update
from typer.testing import CliRunner, Result

from data_access.__main__ import app
from data_access.asked.selection import default_selection
from data_access.problems import Refused
from data_access.publishing import signing
from data_access.publishing.chain import Link, chain_of
from data_access.publishing.evidence import WHOLE_RANKS, Evidence, checked_ranks, evidence
from data_access.publishing.publication_check import Verification, verify, walk
from data_access.publishing.publication_content import Previous, decoded, encoded, heading_of, sha256_of
from data_access.publishing.publications import moves, rank_history
from data_access.publishing.publishing import publish
from data_access.publishing.receipt import Receipt, grouped
from data_access.publishing.signing import Signer, make_keys, public_key_from, signer_from
from data_access.publishing.stamps import verify_stamp
from data_access.reading.assessed import assess
from data_access.reading.available import choices_for
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import writer_engine
from data_access.store.tables import database_state, publication, publication_rank, unit
from panels.as_published import AS_PUBLISHED_PANEL
from panels.declare import Context, Finding, Panel
from panels.rank_history import RANK_HISTORY
from panels.rank_moves import RANK_MOVES
from panels.scores import SCORES
from tests.audit.attacks import (
    content_in,
    forge,
    remove,
    sha256_in,
    store,
    tamper_content,
    tamper_rank,
    with_better_marks,
)
from tests.data_access import assessed_city as city
from tests.data_access.ledger_sheets import rows_of
from tests.databases import sqlite_url

SPRING, HALF_YEAR = "2025-01~2025-03", city.PERIOD
# A publication as the version before this one made it, of the same city and half year; its SHA-256 was on its list.
OLD = (Path(__file__).parent / "publication_pooled.json").read_bytes()
OLD_SHA256 = "df370007f043c1a0f4b7f72b908af7de1290cf0ae023a6fa400f6edb1db4f772"


# --- The city, and what an attacker does to it -------------------------------------------------------------------


@pytest.fixture(scope="module")
def filled_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four counties, assessed and decided, nothing published."""
    file = Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("doubt") / "filled.db"))
    engine = writer_engine(sqlite_url(file))
    city.fill(engine)
    engine.dispose()
    return file


@pytest.fixture(scope="module")
def chained_file(filled_file: Path) -> Path:
    """The same with three publications: spring (2025-1), the half year (2025-2), and what superseded it (2025-3)."""
    file = Path(shutil.copy(filled_file, filled_file.parent / "chained.db"))
    engine = writer_engine(sqlite_url(file))
    publish(engine, SPRING, published_by=city.OFFICE, now=city.NOW)
    city.published(engine)
    city.published(engine, supersedes="2025-2", reason="更正")
    engine.dispose()
    return file


def _opened(file: Path, folder: Path) -> Iterator[Engine]:
    engine = writer_engine(sqlite_url(Path(shutil.copy(file, folder / "city.db"))))
    yield engine
    engine.dispose()


@pytest.fixture
def filled(filled_file: Path, tmp_path: Path) -> Iterator[Engine]:
    yield from _opened(filled_file, tmp_path)


@pytest.fixture
def chained(chained_file: Path, tmp_path: Path) -> Iterator[Engine]:
    yield from _opened(chained_file, tmp_path)


def _breaks(engine: Engine) -> list[tuple[str, str, str]]:
    return [(each.fault, each.number, each.other) for each in walk(engine).chain.breaks]


def _faults(found: Verification) -> list[str]:
    return [each.fault for each in found.proof.breaks]


# --- The chain ---------------------------------------------------------------------------------------------------


def test_each_publication_names_the_one_made_just_before_it(chained: Engine) -> None:
    named = [decoded(content_in(chained, number)).previous for number in ("2025-1", "2025-2", "2025-3")]
    expected = [None, *(Previous(number, sha256_in(chained, number)) for number in ("2025-1", "2025-2"))]
    assert named == expected
    found = walk(chained)
    assert (found.sound, dict(found.chain.standings)) == (
        True, {"2025-1": "first", "2025-2": "linked", "2025-3": "linked"},
    )  # fmt: skip
    assert all(verify(chained, number).sound for number in ("2025-1", "2025-2", "2025-3"))


def test_a_forgery_that_recomputes_everything_is_told_by_the_next_link(chained: Engine) -> None:
    forge(chained, "2025-2")
    found = verify(chained, "2025-2")
    # It agrees with itself in all, and that no longer suffices.
    assert (found.sha256, found.differences) == (found.expected, ())
    assert (found.sound, _faults(found)) == (False, ["altered"])
    assert _breaks(chained) == [("altered", "2025-3", "2025-2")]
    assert verify(chained, "2025-1").sound


def test_a_forgery_of_the_last_publication_is_told_by_its_receipt(chained: Engine) -> None:
    kept = Receipt(sha256_in(chained, "2025-3"))
    assert verify(chained, "2025-3", kept).sound
    forge(chained, "2025-3")
    # Nothing later names it: without the receipt it passes, and the command says that it was held against itself only.
    assert verify(chained, "2025-3").sound
    found = verify(chained, "2025-3", kept)
    assert (found.sound, len(found.proof.other_groups) > 10) == (False, True)


def test_a_forger_who_links_all_later_ones_anew_is_told_by_the_receipt_of_the_last(chained: Engine) -> None:
    kept = Receipt(sha256_in(chained, "2025-3"))
    forge(chained, "2025-2")
    last = replace(decoded(content_in(chained, "2025-3")), previous=Previous("2025-2", sha256_in(chained, "2025-2")))
    remove(chained, "2025-3")
    store(chained, encoded(last))
    assert walk(chained).sound
    assert not verify(chained, "2025-3", kept).sound


def test_a_publication_removed_from_the_middle_is_named(chained: Engine) -> None:
    remove(chained, "2025-2")
    assert _breaks(chained) == [("missing", "2025-3", "2025-2")]
    assert not verify(chained, "2025-3").sound
    with pytest.raises(Refused) as refusal:
        verify(chained, "2025-2", Receipt("0" * 64))
    assert refusal.value.message == "verify.no_longer"


def test_a_publication_put_in_between_is_named(chained: Engine) -> None:
    first, last = (decoded(content_in(chained, number)) for number in ("2025-1", "2025-3"))
    # The versions 1, 2 and 3 are taken: one that says version 2 and number 2025-4 stands between 2025-2 and 2025-3.
    between = replace(
        with_better_marks(first), publication_no="2025-4", data_version=last.data_version,
        previous=Previous("2025-2", sha256_in(chained, "2025-2")),
    )  # fmt: skip
    remove(chained, "2025-3")
    store(chained, encoded(between))
    store(chained, encoded(replace(last, data_version=last.data_version + 1)))
    assert ("inserted", "2025-4", "2025-3") in _breaks(chained)
    assert not verify(chained, "2025-4").sound


def test_nothing_is_linked_to_a_publication_that_was_altered(chained: Engine) -> None:
    tamper_content(chained, "2025-3", b"88.6,", b"98.6,")
    with pytest.raises(Refused) as refusal:
        city.published(chained, supersedes="2025-3", reason="再更正")
    assert (refusal.value.message, refusal.value.values) == ("publishing.previous_altered", {"value": "2025-3"})
    assert len(rows_of(chained, publication)) == 3


Attack = tuple[str, int]


def _chain(size: int) -> list[Link]:
    links: list[Link] = []
    for number in range(1, size + 1):
        before = links[-1] if links else None
        links.append(_link(f"2025-{number}", before, "as made"))
    return links


def _link(number: str, before: Link | None, said: str) -> Link:
    previous = Previous(before.number, before.sha256) if before else None
    return Link(number, sha256_of(f"{number} {previous} {said}".encode()), True, previous)


def _attacked(links: Sequence[Link], attack: str, at: int) -> list[Link]:
    before = links[at - 1] if at else None
    if attack == "alter":
        return [*links[:at], _link(links[at].number, before, "forged"), *links[at + 1 :]]
    if attack == "remove":
        return [*links[:at], *links[at + 1 :]]
    return [*links[:at], _link("2025-99", before, "forged"), *links[at:]]


@given(st.integers(2, 12), st.sampled_from(["alter", "remove", "insert"]), st.data())
def test_whatever_is_done_to_any_link_but_the_last_breaks_the_chain_next_to_it(
    size: int, attack: str, data: st.DataObject
) -> None:
    links = _chain(size)
    assert chain_of(links).breaks == ()
    at = data.draw(st.integers(0, size - 2), label="at")
    first = chain_of(_attacked(links, attack, at)).breaks[0]
    if attack == "alter":
        expected = ("altered", links[at + 1].number, links[at].number)
    elif attack == "remove":
        expected = ("missing", links[at + 1].number, links[at].number)
    else:
        # Before the very first, the first one still says that it is the first.
        expected = ("inserted", "2025-99", links[at].number) if at else ("unlinked", links[0].number, "2025-99")
    assert (first.fault, first.number, first.other) == expected


# --- Before the chain --------------------------------------------------------------------------------------------


def test_a_publication_of_the_version_before_still_verifies_and_is_said_to_be_older_than_the_chain(
    filled: Engine,
) -> None:
    store(filled, OLD)
    found = verify(filled, "2025-1", Receipt(OLD_SHA256))
    assert (found.sound, found.proof.linked, found.proof.signature) == (True, "before", "unsigned")
    assert (decoded(OLD).format, decoded(OLD).rules) == (1, 1)


def test_the_first_link_of_the_chain_names_the_last_publication_before_it(filled: Engine) -> None:
    store(filled, OLD)
    with filled.begin() as connection:
        connection.execute(update(database_state).values(data_version=2))
    later = city.published(filled, supersedes="2025-1", reason="更正")
    assert later.content.previous == Previous("2025-1", OLD_SHA256)
    assert dict(walk(filled).chain.standings) == {"2025-1": "before", "2025-2": "linked"}
    # So also the last one before the chain can no longer be altered: 90 for 甲's 77.3 is another SHA-256.
    forge(filled, "2025-1")
    assert _breaks(filled) == [("altered", "2025-2", "2025-1")]


def test_a_forgery_in_the_old_form_cannot_slip_out_of_the_chain(chained: Engine) -> None:
    last = replace(decoded(content_in(chained, "2025-3")), format=1, rules=1, previous=None)
    remove(chained, "2025-3")
    store(chained, encoded(last))
    assert _breaks(chained) == [("unlinked", "2025-3", "2025-2")]


def test_a_number_that_is_not_there_was_removed_also_before_the_chain(filled: Engine) -> None:
    store(filled, encoded(replace(decoded(OLD), publication_no="2025-3", data_version=2)))
    store(filled, OLD)
    assert _breaks(filled) == [("gap", "2025-3", "2025-2")]


def test_what_only_earlier_or_only_todays_rules_make_is_no_difference_and_what_both_make_is(filled: Engine) -> None:
    old = decoded(OLD)
    # As if the rules of today had one column more (last3) and one less (hope) than those of then.
    fewer = {
        group: replace(then, table=then.table.drop(columns="last3").assign(hope=1.0))
        for group, then in old.groups.items()
    }
    store(filled, encoded(replace(old, groups=fewer)))
    assert verify(filled, "2025-1").differences == ()
    changed = {group: replace(then, table=then.table.assign(first3=0.5)) for group, then in fewer.items()}
    remove(filled, "2025-1")
    store(filled, encoded(replace(old, groups=changed)))
    assert {each.figure for each in verify(filled, "2025-1").differences} == {"first3"}


def _anywhere(document: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every part of a JSON document."""
    parts = document.items() if isinstance(document, dict) else enumerate(document)
    for name, part in parts:
        yield (*path, name)
        if isinstance(part, (dict, list)):
            yield from _anywhere(part, (*path, name))


@given(st.data())
def test_whatever_stands_in_a_content_it_is_read_or_called_unreadable(data: st.DataObject) -> None:
    document = json.loads(OLD)
    document |= {"format": 2, "rules": 1, "previous": {"number": "2024-1", "sha256": "0" * 64}, "signing_key": None}
    part = data.draw(st.sampled_from(list(_anywhere(document))))
    inner = reduce(lambda found, name: found[name], part[:-1], document)
    inner[part[-1]] = data.draw(st.sampled_from([None, True, -1, 1.5, "", "x", [], [[]], {}, {"x": []}]))
    try:
        heading, ranks = heading_of(json.dumps(document).encode())
    except ValueError:
        return
    # What is read can be put in order, linked and shown.
    assert sorted([heading.data_version, 2])
    assert {heading.publication_no: heading.previous and {heading.previous.number}}
    rows = [(code, figures) for rows in ranks.values() for code, figures in rows]
    found = Evidence("2025-1", "", "", 1, None, heading, ranks={"counties": rows})
    kinds = dict.fromkeys(WHOLE_RANKS, "Int64") | {"score": float, "eligible": "boolean"}
    assert len(checked_ranks(found, "counties").astype(kinds)) <= len(rows)


# --- Ranks on screen ---------------------------------------------------------------------------------------------


def _seen(engine: Engine, panel: Panel, **asked: object) -> tuple[Any, Finding]:
    with reading(engine, ALL_SEEING) as reader:
        state = reader.state()
        choices = choices_for(reader, reader.units(), state.data_as_of)
        context = Context(default_selection(choices).with_(group="counties", **asked), state, choices)
        figures = panel.figures(reader, context)
        return figures, panel.finding(figures, context)


def _history(engine: Engine) -> Any:
    with reading(engine, ALL_SEEING) as reader:
        return rank_history(reader, "counties").set_index(["publication_no", "code"])


def test_a_tampered_rank_is_never_shown_as_published(chained: Engine) -> None:
    # 丁县 was first with 88.60 of 88.60, 77.30, 76.80, 57.30; the stored row now says fourth with 1.00.
    tamper_rank(chained, "2025-3", "C4", score_rank=4, score=1.0)
    shown = _history(chained).loc[("2025-3", "C4")]
    assert (shown["score_rank"], shown["score"], shown["doubt"]) == (1, 88.6, "altered")
    assert set(_history(chained).loc["2025-3"]["doubt"]) == {"altered", ""}
    figures, finding = _seen(chained, RANK_HISTORY)
    own = figures[(figures["code"] == "C4") & (figures["publication_no"] == "2025-3")]
    assert own["score_rank"].tolist() == [1]
    assert "2025-3 存储的名次被改动过（丁县），此处按发布的内容" in finding.base
    assert not verify(chained, "2025-3").sound


def test_the_scores_show_the_published_place_of_the_content_and_say_so(chained: Engine) -> None:
    tamper_rank(chained, "2025-3", "C4", score_rank=4)
    figures, finding = _seen(chained, SCORES)
    assert figures.set_index("code")["rank_published"].to_dict() == {"C4": 1, "C1": 2, "C2": 3, "C3": 4}
    assert "2025-3 存储的名次被改动过（丁县）" in finding.base


def test_the_comparison_with_today_says_that_a_stored_rank_was_altered(chained: Engine) -> None:
    tamper_rank(chained, "2025-3", "C4", score_rank=4)
    figures, finding = _seen(chained, AS_PUBLISHED_PANEL)
    assert figures.set_index("code").loc["C4", "rank_published"] == 1
    assert (finding.level, "存储的名次被改动过（丁县）" in finding.sentence) == ("bad", True)


def test_a_rank_of_a_unit_that_was_never_ranked_is_not_shown(chained: Engine) -> None:
    [town] = [row for row in rows_of(chained, unit) if row["code"] == "C1"]
    with chained.begin() as connection:
        connection.execute(insert(unit).values({**town, "unit_id": 99, "code": "C9", "name": "戊县"}))
        rank = {"unit_id": 99, "publication_no": "2025-3", "peer_group": "counties", "score_rank": 1, "score": 99.0}
        connection.execute(insert(publication_rank).values(rank))
    shown = _history(chained).loc[("2025-3", "C9")]
    assert (shown[["score", "score_rank"]].isna().all(), shown["doubt"]) == (True, "altered")


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    "attack", ["content", "row", "no publication"], ids=["content", "row", "no publication any more"]
)
def test_of_a_publication_that_proves_nothing_no_place_is_shown(chained: Engine, attack: str) -> None:
    forged = content_in(chained, "2025-3").replace(b"88.6,", b"98.6,")
    values = {"content": {"content": forged}, "row": {"reason": "别的理由"}, "no publication": {"content": b"{}"}}
    with chained.begin() as connection:
        changed = update(publication).where(publication.c.publication_no == "2025-3")
        connection.execute(changed.values(values[attack]))
    shown = _history(chained).loc["2025-3"]
    assert (len(shown), set(shown["doubt"]), shown["score_rank"].isna().all()) == (4, {"broken"}, True)
    sentences = [_seen(chained, panel)[1] for panel in (AS_PUBLISHED_PANEL, RANK_MOVES)]
    assert [each.level for each in sentences] == ["bad", "bad"]
    assert all("2025-3 的存档被改动过" in each.sentence and "98.6" not in each.sentence for each in sentences)
    assert "2025-3 的存档被改动过，不能作为依据，其名次未列出" in _seen(chained, RANK_HISTORY)[1].base
    assert _seen(chained, SCORES)[0]["rank_published"].isna().all()


def test_where_every_place_before_was_altered_the_history_does_not_say_there_was_none(chained: Engine) -> None:
    for number in ("2025-1", "2025-3"):
        with chained.begin() as connection:
            of_number = update(publication).where(publication.c.publication_no == number)
            connection.execute(of_number.values(sha256="0" * 64))
    finding = _seen(chained, RANK_HISTORY, unit="C1")[1]
    assert "无法说明甲县历次名次的变化" in finding.sentence
    assert "没有发布" not in finding.sentence


def test_moves_since_a_publication_that_proves_nothing_are_not_told(chained: Engine) -> None:
    period = decoded(content_in(chained, "2025-3")).period

    def asked(reader: Reader) -> int:
        now = assess(reader, "counties", period)
        assert now is not None
        return len(moves(reader, now, "2025-3"))

    with reading(chained, ALL_SEEING) as reader:
        assert asked(reader) == 4
    tamper_content(chained, "2025-3", b"88.6,", b"98.6,")
    with reading(chained, ALL_SEEING) as reader:
        assert asked(reader) == 0


def test_an_altered_publication_is_no_proof_of_a_data_version(chained: Engine) -> None:
    city.load(chained, city.marks({"C1": 91}))
    city.load(chained, city.marks({"C1": 92}))
    assert verify_stamp(chained, 3).publication_no == "2025-2"
    tamper_content(chained, "2025-2", b"88.6,", b"98.6,")
    tamper_content(chained, "2025-3", b"88.6,", b"98.6,")
    assert (verify_stamp(chained, 3).standing, verify_stamp(chained, 4).publication_no) == ("altered", "2025-3")


@pytest.mark.parametrize("panel", [SCORES, RANK_HISTORY, RANK_MOVES, AS_PUBLISHED_PANEL], ids=lambda panel: panel.key)
def test_without_publications_there_is_nothing_to_doubt(filled: Engine, panel: Panel) -> None:
    figures, finding = _seen(filled, panel)
    assert set(figures["doubt"]) <= {""}
    assert "改动" not in finding.sentence + finding.base


# --- Signatures --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    make_keys(folder)
    return folder


def _signer(folder: Path) -> Signer:
    signer = signer_from(folder / signing.PRIVATE_FILE)
    assert signer is not None
    return signer


def _named(signer: Signer | None) -> str:
    return signer.public_key if signer else ""


def _standing(engine: Engine, public_key: str | None, number: str = "2025-1") -> tuple[str, bool]:
    found = verify(engine, number, public_key=public_key)
    return found.proof.signature, found.sound


def test_a_signature_is_proved_by_the_public_key(filled: Engine, keys: Path) -> None:
    done = city.published(filled, signer=_signer(keys))
    key = public_key_from(keys / signing.PUBLIC_FILE)
    assert done.content.signing_key == key
    assert [_standing(filled, each) for each in (key, None)] == [("proved", True), ("fits", True)]
    assert (walk(filled, key).sound, walk(filled, "00" * 32).sound) == (True, False)


@pytest.mark.long
def test_every_tampering_with_a_signature_is_told(filled: Engine, keys: Path, tmp_path: Path) -> None:
    done = city.published(filled, signer=_signer(keys))
    key, other = done.content.signing_key, make_keys(tmp_path / "other")
    assert _standing(filled, other) == ("other_key", False)
    assert done.signature is not None
    turned = f"{int(done.signature[0], 16) ^ 1:x}{done.signature[1:]}"
    for signature, standing in ((turned, "forged"), ("nothing", "forged"), (None, "removed")):
        with filled.begin() as connection:
            connection.execute(update(publication).values(signature=signature))
        assert [_standing(filled, each) for each in (key, None)] == [(standing, False)] * 2


@pytest.mark.long
def test_a_forger_without_the_key_is_told_by_the_public_key(filled: Engine, keys: Path, tmp_path: Path) -> None:
    done = city.published(filled, signer=_signer(keys))
    make_keys(tmp_path / "own")
    own = _signer(tmp_path / "own")
    forged = replace(with_better_marks(decoded(done.stored)), signing_key=own.public_key)
    remove(filled, "2025-1")
    store(filled, encoded(forged), signature=own.signature(encoded(forged)))
    assert _standing(filled, None) == ("fits", True)
    assert _standing(filled, done.content.signing_key) == ("other_key", False)
    # And one who leaves the key's name in but cannot sign: the old signature no longer fits.
    remove(filled, "2025-1")
    store(filled, encoded(with_better_marks(decoded(done.stored))), signature=done.signature)
    assert _standing(filled, None) == ("forged", False)


def test_a_public_key_proves_nothing_of_what_is_not_signed(chained: Engine, keys: Path) -> None:
    key = public_key_from(keys / signing.PUBLIC_FILE)
    assert _standing(chained, key) == ("lacking", False)
    with chained.begin() as connection:
        connection.execute(update(publication).values(signature="00" * 64))
    assert _standing(chained, key) == ("added", False)


def test_keys_are_for_their_owner_alone_and_never_overwritten(keys: Path, tmp_path: Path) -> None:
    assert (keys / signing.PRIVATE_FILE).stat().st_mode & 0o077 == 0
    before = (keys / signing.PRIVATE_FILE).read_bytes()
    with pytest.raises(Refused, match="there_is_one"):
        make_keys(keys)
    assert (keys / signing.PRIVATE_FILE).read_bytes() == before
    (tmp_path / "a file").touch()
    with pytest.raises(Refused, match="no_folder"):
        make_keys(tmp_path / "a file")


def test_a_file_that_holds_no_key_signs_nothing_and_nothing_is_published(
    filled: Engine, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert signer_from(None) is None
    monkeypatch.setenv(signing.KEY_SETTING, str(keys / signing.PRIVATE_FILE))
    assert _named(signer_from(None)) == public_key_from(keys / signing.PUBLIC_FILE)
    for file in (keys / signing.PUBLIC_FILE, keys / "not there"):
        monkeypatch.setenv(signing.KEY_SETTING, str(file))
        with pytest.raises(Refused, match=r"signing\.no_key"):
            signer_from(None)
    with pytest.raises(Refused, match="no_public_key"):
        public_key_from(keys / signing.PRIVATE_FILE)
    assert rows_of(filled, publication) == []


# --- On the command line -----------------------------------------------------------------------------------------


def _run(engine: Engine, *arguments: str, language: str = "zh") -> Result:
    said = [*arguments, "--database", str(engine.url), "--language", language]
    result = CliRunner().invoke(app, said, env={"COLUMNS": "220"})
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_the_receipt_that_publishing_prints_is_what_verify_takes(filled: Engine) -> None:
    result = _run(filled, "publish", HALF_YEAR, "--by", city.OFFICE, "--yes")
    receipt = grouped(sha256_in(filled, "2025-1"))
    for part in ("回执", "发布编号：2025-1", f"SHA-256：{receipt}", "这是第一次发布"):
        assert part in result.output
    proved = _run(filled, "verify", "2025-1", "--sha256", receipt.upper())
    assert (proved.exit_code, "就是发布时的那一份" in proved.output) == (0, True)
    assert "与库中所存前后一致" not in proved.output
    assert "与库中所存前后一致" in _run(filled, "verify", "2025-1").output
    # A receipt in sixty has no 0, but hardly one in five thousand neither 0 nor 1.
    sign, digit = ("O", "0") if "0" in receipt else ("l", "1")
    misread = _run(filled, "verify", "2025-1", "--sha256", receipt.replace(digit, sign))
    assert (misread.exit_code, f"“{sign}”不是十六进制数字，已按“{digit}”读" in misread.output) == (0, True)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_forgery_ends_with_1_and_says_what_it_is_held_against(chained: Engine, language: str) -> None:
    kept = grouped(sha256_in(chained, "2025-3"))
    slip = kept[:-1] + ("0" if kept[-1] != "0" else "1")
    slipped = _run(chained, "verify", "2025-3", "--sha256", slip, language=language)
    forge(chained, "2025-3")
    forged = _run(chained, "verify", "2025-3", "--sha256", kept, language=language)
    said = {"zh": ("第 16 组", "不是出具回执时的那一份"), "en": ("group 16", "not what the receipt was issued for")}
    assert [result.exit_code for result in (slipped, forged)] == [1, 1]
    assert [words in each.output for words, each in zip(said[language], (slipped, forged), strict=True)] == [True, True]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_walking_the_chain_names_the_first_break_and_ends_with_1(chained: Engine, language: str) -> None:
    whole = _run(chained, "verify", language=language)
    head = grouped(sha256_in(chained, "2025-3"))
    assert (whole.exit_code, head in whole.output) == (0, True)
    forge(chained, "2025-1")
    tamper_rank(chained, "2025-3", "C4", score_rank=4)
    broken = _run(chained, "verify", language=language)
    sentence = {
        "zh": "2025-2 记下的前一次发布 2025-1",
        "en": "2025-2 records the SHA-256 of the publication before it, 2025-1",
    }[language]
    altered = {"zh": "2025-3 的目录或名次有 1 处", "en": "1 entry in the list or ranks of 2025-3"}[language]
    assert (broken.exit_code, sentence in broken.output, altered in broken.output) == (1, True, True)
    assert head not in broken.output


def test_walking_says_which_publications_are_older_than_the_chain(filled: Engine) -> None:
    assert "还没有发布过" in _run(filled, "verify").output
    store(filled, OLD)
    with filled.begin() as connection:
        connection.execute(update(database_state).values(data_version=2))
    city.published(filled, supersedes="2025-1", reason="更正")
    result = _run(filled, "verify")
    assert (result.exit_code, "其中 1 次发布于建立链之前：2025-1" in result.output) == (0, True)
    assert "发布于建立链之前" in _run(filled, "verify", "2025-1").output


def test_what_is_handed_out_is_proved_with_tools_that_others_have(filled: Engine, tmp_path: Path) -> None:
    keys, folder = tmp_path / "keys", tmp_path / "out"
    made = CliRunner().invoke(app, ["signing-key", str(keys)])
    assert (made.exit_code, "public-key.pem" in made.output) == (0, True)
    signed = ("--sign", str(keys / "signing-key.pem"))
    result = _run(filled, "publish", HALF_YEAR, "--by", city.OFFICE, "--yes", *signed)
    assert (result.exit_code, "签名公钥：" in result.output) == (0, True)
    assert _run(filled, "verify", "2025-1", "--public-key", str(keys / "public-key.pem")).exit_code == 0
    assert _run(filled, "hand-out", "2025-1", str(folder)).exit_code == 0
    content, signature = folder / "2025-1.json", folder / "2025-1.sig"
    assert hashlib.sha256(content.read_bytes()).hexdigest() == sha256_in(filled, "2025-1")
    if shutil.which("openssl"):
        said = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", str(keys / "public-key.pem"), "-rawin", "-in",
                str(content), "-sigfile", str(signature)]  # fmt: skip
        assert subprocess.run(said, capture_output=True, check=False).returncode == 0
        content.write_bytes(content.read_bytes().replace(b"88.6", b"98.6"))
        assert subprocess.run(said, capture_output=True, check=False).returncode != 0


def test_nothing_altered_is_handed_out(chained: Engine, tmp_path: Path) -> None:
    tamper_content(chained, "2025-3", b"88.6,", b"98.6,")
    result = _run(chained, "hand-out", "2025-3", str(tmp_path / "out"))
    assert (result.exit_code, (tmp_path / "out").exists()) == (2, False)


def test_everything_is_read_once_for_a_page(chained: Engine) -> None:
    with reading(chained, ALL_SEEING) as reader:
        assert evidence(reader) is evidence(reader)
