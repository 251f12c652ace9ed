"""A heading says what weighs most on one line and the rest below it, and nothing of it is lost."""

import pytest

from tests.ui.app_page import blanks
from ui.headline import ONE_LINE, headline, in_two_sizes
from wording import wording

A, B, C = "甲" * 20 + "；", "乙" * 20 + "；", "丙" * 20


@pytest.mark.parametrize(
    ("sentence", "first"),
    [
        ("甲" * 44, "甲" * 44),
        (A + C, A + C),
        (A + B + C, A + B),
        (A + "乙" * 30 + "；" + C, A),
        # No part has room: nothing is gained by another size.
        ("甲" * 50 + "；" + C, "甲" * 50 + "；" + C),
        ("Ten vetoes; nine are late; " + "and more " * 9, "Ten vetoes; nine are late; "),
    ],
)
def test_the_parts_that_have_room_on_a_line_stand_on_it_and_the_others_below(sentence: str, first: str) -> None:
    assert in_two_sizes(sentence) == (first, sentence.removeprefix(first))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_of_the_sentence_is_lost(language: str) -> None:
    sentence = A + B + C
    assert headline(sentence, wording(language)).count(":small[") == 1
    assert blanks(headline(sentence, wording(language))) == sentence


def test_a_bracket_in_the_small_part_does_not_end_it() -> None:
    sentence = A + B + "甲县]" + C
    assert len(sentence) > ONE_LINE
    assert headline(sentence, wording("zh")).endswith(C + "]")
    assert blanks(headline(sentence, wording("zh"))) == sentence
