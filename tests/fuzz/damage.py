"""Damage to the bytes of a file, and to the parts of one that is a zip, as hypothesis strategies."""

import io
import re
import zipfile

from hypothesis import strategies as st

TOKENS = (
    b"",
    b"\x00",
    b"\xff",
    b"<",
    b">",
    b'"',
    b"&#0;",
    b"&#xD800;",
    b"&lt;",
    b"]]>",
    b"<!DOCTYPE x>",
    b"<!-- -->",
    b"</row>",
    b"<row/>",
    b'<row r="9" hidden="1"/>',
    b'<c r="B3" t="e"><v>#REF!</v></c>',
    b"<f>1</f>",
    b"<v>99</v>",
    b"<v/>",
    b"<c><v>1</v></c>",
    b"<is><t>x</t></is>",
    b'<mergeCell ref="A1:B9"/>',
    b"_x0000_",
    b"PK\x03\x04",
    b"PK\x05\x06",
    "案".encode(),
    "案".encode("gbk"),
    b"\r",
    b"\n",
    b",",
    b";",
    b"\t",
    b"=1+1",
)
ATTRIBUTES = (
    b"",
    b"-1",
    b"0",
    b"1",
    b"2",
    b"9999999999999",
    b"A0",
    b"A1",
    b"B3",
    b"Z9",
    b"AAAA1",
    b"XFD1048576",
    b"A1:XFD1048576",
    b"B2:B4",
    b"1048577",
    b"s",
    b"e",
    b"d",
    b"b",
    b"n",
    b"str",
    b"inlineStr",
    b"true",
    b"../x.xml",
    b"/xl/workbook.xml",
    b"worksheets/sheet1.xml",
    b"rId1",
    b"rId9",
    b"hidden",
    b"float",
    b"percentage",
    b"date",
    b"collapse",
    b"of:=1+1",
    b"2026-13-41",
    b"yyyy-mm-dd",
    "行政复议".encode(),
)
_ATTRIBUTE = re.compile(rb'="([^"<>]*)"')

places = st.integers(0, 2**20)
# What a workbook, a spreadsheet of LibreOffice or a binary workbook keeps its sheets, texts and formats in.
MATTER = ("xl/w", "xl/s", "xl/_", "content", "META-INF")


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """Bytes cut out, doubled or replaced in up to four places, or cut off."""
    for _ in range(draw(st.integers(1, 4))):
        at = draw(places) % (len(content) + 1)
        token = draw(st.one_of(st.sampled_from(TOKENS), st.binary(max_size=4)))
        # What takes the room of what it replaces leaves every other place of a binary file true.
        length = draw(st.sampled_from((len(token), len(token), 0, 1, 2, 8, 200)))
        content = content[:at] + token + content[at + length :]
    return content[: draw(places) % (len(content) + 1)] if draw(st.sampled_from((False, False, True))) else content


@st.composite
def damaged_parts(draw: st.DrawFn, content: bytes) -> bytes:
    """A workbook in whose XML attributes are others; now and then the XML itself is damaged, or a part is missing."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(sorted(part for part in parts if part.startswith(MATTER))))
        change = draw(st.sampled_from(("attribute", "attribute", "attribute", "token", "bytes", "none")))
        if change == "bytes" or (name.endswith(".bin") and change != "none"):
            parts[name] = draw(damaged(parts[name]))
        elif change == "attribute":
            parts[name] = draw(_other_attribute(parts[name]))
        elif change == "token":
            parts[name] = draw(_between_elements(parts[name]))
    if draw(st.integers(0, 9)) == 0:
        parts.pop(draw(st.sampled_from(sorted(parts))))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


@st.composite
def _other_attribute(draw: st.DrawFn, xml: bytes) -> bytes:
    values = list(_ATTRIBUTE.finditer(xml))
    if not values:
        return xml
    chosen = values[draw(places) % len(values)]
    return xml[: chosen.start(1)] + draw(st.sampled_from(ATTRIBUTES)) + xml[chosen.end(1) :]


@st.composite
def _between_elements(draw: st.DrawFn, xml: bytes) -> bytes:
    gaps = [match.start() + 1 for match in re.finditer(b"><", xml)] or [len(xml)]
    at = gaps[draw(places) % len(gaps)]
    return xml[:at] + draw(st.sampled_from(TOKENS)) + xml[at:]
