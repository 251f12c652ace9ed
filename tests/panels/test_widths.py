"""Texts laid out before a browser does: how wide they are, and in which lines they stand."""

import pytest

from panels.widths import in_lines, text_width


@pytest.mark.parametrize(
    ("text", "widest", "lines"),
    [
        ("甲县", 16, ["甲县"]),
        ("甲县高新技术产业开发区管理委员会", 8, ["甲县高新技术产业", "开发区管理委员会"]),
        ("London Borough of Hammersmith", 10, ["London Borough of", "Hammersmith"]),
        # One word that is wider than a line is not cut.
        ("Llanfairpwllgwyngyll", 5, ["Llanfairpwllgwyngyll"]),
        ("", 8, [""]),
    ],
)
def test_a_name_stands_in_lines_no_wider_than_is_said(text: str, widest: float, lines: list[str]) -> None:
    assert in_lines(text, widest).split("\n") == lines
    assert all(text_width([line], 1) <= widest for line in lines if " " in text or not line.isascii())
