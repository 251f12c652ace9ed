"""A SHA-256 as people keep it on paper and type it in again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.problems import Refused
from data_access.publishing.receipt import Receipt, grouped, typed

SHA256 = "88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589"


@pytest.mark.parametrize(
    "text",
    [
        SHA256,
        grouped(SHA256),
        grouped(SHA256).upper(),
        f"  SHA-256： {grouped(SHA256)}\n",
        grouped(SHA256).replace(" ", "-"),
        grouped(SHA256).replace(" ", "\n"),
        grouped(SHA256).translate({ord(str(digit)): chr(ord("０") + digit) for digit in range(10)}),
    ],
    ids=["in one", "in groups", "capitals", "with its name", "hyphens", "on lines", "full width"],
)
def test_a_receipt_is_read_however_it_is_typed(text: str) -> None:
    assert typed(text) == Receipt(SHA256)


@given(st.binary(min_size=32, max_size=32), st.data())
def test_any_receipt_comes_back_from_its_groups(digest: bytes, data: st.DataObject) -> None:
    sha256 = digest.hex()
    letters = {"0": "0Oo", "1": "1lIi"}
    written = [data.draw(st.sampled_from(letters.get(sign, sign + sign.upper()))) for sign in grouped(sha256)]
    assert typed("".join(written)).sha256 == sha256


@pytest.mark.parametrize(
    ("text", "message", "values"),
    [
        ("88d4 266f", "receipt.length", {"value": "8"}),
        (grouped(SHA256).replace("266f", "26f"), "receipt.length_of_group", {"group": "2", "text": "26f"}),
        (grouped(SHA256).replace("266f", "2z6f"), "receipt.misread", {"group": "2", "value": "z", "expected": "2"}),
        (grouped(SHA256).replace("266f", "26Sf"), "receipt.misread", {"group": "2", "value": "S", "expected": "5"}),
        (grouped(SHA256).replace("266f", "2x6f"), "receipt.no_digit", {"group": "2", "value": "x"}),
        ("", "receipt.length", {"value": "0"}),
    ],
    ids=["the first groups only", "a digit left out", "z for 2", "S for 5", "x", "nothing"],
)
def test_a_slip_in_a_receipt_is_told_with_its_place(text: str, message: str, values: dict[str, str]) -> None:
    with pytest.raises(Refused) as refusal:
        typed(text)
    assert refusal.value.message == message
    assert values.items() <= refusal.value.values.items()
