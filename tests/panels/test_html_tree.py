"""Kind "tree": an item opens what is below it, by a click or a key, without any script."""

import pandas as pd
import pytest

from panels.declare import Chart
from tests.panels.html_of import HOSTILE, page_of, rendered

NAMES = ["badge", "badge_text", "name", "text", "note", "href", "text_href", "under"]


def tree(*rows: tuple[str, ...]) -> Chart:
    return Chart("tree", pd.DataFrame(rows, columns=NAMES).assign(order=range(len(rows))))


def item(name: str, lost: str, said: str) -> tuple[str, ...]:
    return ("item_lost", lost, name, said, "", "", "", "")


def cause(name: str, under: str, lost: str, said: str, href: str = "") -> tuple[str, ...]:
    return ("cause", lost, name, said, "", href, "", under)


TREE = tree(
    item("2 监督", "−5.00", "得 45，满分 50"),
    cause("2.1 出庭", "2 监督", "−3.00", "3 件负责人未出庭", "@cases?focus=A"),
    cause("2.2 报送", "2 监督", "−2.00", "漏报 2 次"),
    item("1 制度", "−1.00", "得 19，满分 20"),
    cause("1.1 备案", "1 制度", "−1.00", "1 件未报备"),
)


def test_an_item_is_a_fold_over_its_own_causes_and_the_first_stands_open() -> None:
    texts, links = rendered(TREE)
    assert texts == [
        "■ −5.00", "2 监督", "得 45，满分 50", "● −3.00", "2.1 出庭", "3 件负责人未出庭", "● −2.00", "2.2 报送",
        "漏报 2 次",         "■ −1.00", "1 制度", "得 19，满分 20", "● −1.00", "1.1 备案", "1 件未报备",
    ]  # fmt: skip
    assert links == [("@cases?focus=A", "2.1 出庭")]
    folds = [attributes for name, attributes in page_of(TREE).elements if name == "details"]
    assert ["open" in each for each in folds] == [True, False]


def test_nothing_is_drawn_of_nothing() -> None:
    assert rendered(tree()) == ([], [])


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_an_item_is_called_is_text(text: str) -> None:
    assert text in rendered(tree(item(text, "−1", text), cause(text, text, "−1", text)), title=text)[0]
