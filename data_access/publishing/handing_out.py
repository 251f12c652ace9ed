"""A publication as files that prove themselves elsewhere, with tools that everybody has (sha256sum, openssl)."""

from pathlib import Path

from sqlalchemy import Engine

from data_access.problems import Refused
from data_access.publishing.evidence import evidence
from data_access.publishing.publications import content_of
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING


def hand_out(engine: Engine, publication_no: str, folder: Path) -> list[Path]:
    """Write ``NO.json``, the content as it was hashed and signed, and ``NO.sig``, where it is signed; their paths.

    Raises ``problems.Refused`` when there is no such publication, when it was altered, and when the folder cannot be
    written.
    """
    with reading(engine, ALL_SEEING) as reader:
        found = evidence(reader).get(publication_no)
        if found is None:
            raise Refused("publishing.unknown", value=publication_no)
        if not found.intact:
            raise Refused("hand_out.altered", value=publication_no)
        parts = {"json": content_of(reader, publication_no)}
    if found.signature:
        parts["sig"] = bytes.fromhex(found.signature)
    files = {folder / f"{publication_no}.{ending}": content for ending, content in parts.items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, content in files.items():
            file.write_bytes(content)
    except OSError as error:
        raise Refused("hand_out.no_folder", value=str(folder)) from error
    return list(files)
