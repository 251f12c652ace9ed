"""The guide "a new city in a day": its files are written and its commands run as they stand, from nothing to a place.

``csv NAME`` is a file, ``sh`` are commands, ``text`` is what they say, ``csv →`` what was published.
"""

import csv
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assessment.countable import OWN_COUNTS
from assessment.indicators import adopt
from data_access.__main__ import app
from data_access.publishing.publication_content import decoded
from data_access.publishing.publications import content_of
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import URL_SETTING, writer_engine
from tests.test_rooms import ROOT

GUIDES = {"zh": ROOT / "docs" / "new_city.md", "en": ROOT / "docs" / "new_city.en.md"}
BLOCK = re.compile(r"^```(?P<kind>csv|sh|text) ?(?P<info>.*)\n(?P<text>[\s\S]*?)\n```$", re.MULTILINE)
COMMAND = "python -m data_access "


@pytest.mark.one_in(2)
@pytest.mark.parametrize("language", GUIDES)
def test_the_guide_leads_from_an_empty_database_to_published_places(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(URL_SETTING, f"sqlite:///{tmp_path}/city.db")
    said, places = "", []
    for block in BLOCK.finditer(GUIDES[language].read_text(encoding="utf-8")):
        if block["kind"] == "sh":
            said = "".join(_run(line) for line in block["text"].splitlines())
        elif block["kind"] == "text":
            assert [line for line in block["text"].splitlines() if line not in said] == [], said
        elif block["info"].startswith("→"):
            places = list(csv.reader(block["text"].splitlines()))[1:]
        else:
            (tmp_path / block["info"]).write_text(block["text"] + "\n", encoding="utf-8")
    engine = writer_engine(f"sqlite:///{tmp_path}/city.db")
    with reading(engine, ALL_SEEING) as reader:
        table = decoded(content_of(reader, "2025-1")).groups["counties"].table
    engine.dispose()
    assert [[row["code"], float(row["score"]), int(row["rank"])] for row in table.to_dict("records")] == [
        [code, float(score), int(place)] for code, score, place in places
    ]


def _run(line: str) -> str:
    assert line.startswith(COMMAND), line
    # Each command runs in a process of its own, which has read nothing of the city yet.
    adopt(())
    OWN_COUNTS.adopt({})
    result = CliRunner().invoke(app, shlex.split(line.removeprefix(COMMAND)), env={"COLUMNS": "300"})
    assert result.exit_code == 0, f"{line}\n{result.output}"
    # Whatever the scheme reads was loaded in the steps before, as a form.
    assert not any(word in result.output for word in ("尚无数据", "no data")), result.output
    return result.output
