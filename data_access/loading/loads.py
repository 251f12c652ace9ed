"""Find the batches of the load that a user names: by the number of one of them, or by the data version it made."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, or_, select

from data_access.problems import Refused
from data_access.store.tables import load_batch

_VERSION = re.compile(r"[vV](\d{1,9})")
_NUMBER = re.compile(r"\d{1,9}")


def batches_of(connection: Connection, load: str) -> list[Any]:
    """All batches (rows of ``load_batch``) of a load: "12" is its number or one of its batches, "v7" a data version.

    Raises ``problems.Refused`` when there is no such load.
    """
    number = _load_no(connection, load.strip())
    batch = load_batch.c
    query = select(load_batch).where(or_(batch.load_no == number, batch.load_id == number)).order_by(batch.load_id)
    batches = [] if number is None else list(connection.execute(query))
    if not batches:
        raise Refused("loads.unknown", value=load)
    return batches


def refuse_part(batches: Sequence[Any], load: str) -> None:
    """Raise ``problems.Refused`` when a number means one batch of a load: the load itself must be named.

    A load may have batches that nobody handed in, such as that of the reports its rows stand for.
    """
    whole = str(batches[0].load_no or batches[0].load_id)
    if _NUMBER.fullmatch(load.strip()) and int(load) != int(whole):
        raise Refused("undo.part_of_load", value=load.strip(), expected=whole)


def _load_no(connection: Connection, load: str) -> int | None:
    batch = load_batch.c
    version = _VERSION.fullmatch(load)
    number = func.coalesce(batch.load_no, batch.load_id)
    if version:
        # Loads that changed nothing name the version they found: the first load of a version made it.
        return connection.execute(select(func.min(number)).where(batch.data_version == int(version[1]))).scalar()
    if _NUMBER.fullmatch(load):
        return connection.execute(select(number).where(batch.load_id == int(load))).scalar()
    return None
