"""Phrases of the page: a site, the grounds of a suggestion, what is not known, and the marks they wear."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from assessment.demonstration import Reason
from panels.declare import Context
from panels.links import record_link
from panels.veto_words import veto_note
from wording import Wording

# The status of ``look.BADGES`` whose shape and colours each suggestion and each event wears; the words are their own.
SUGGESTION_BADGES = {"revoke": "supervised", "warn": "returned", "designate": "accepted", "": ""}
EVENT_BADGES = {
    "cultivated": "under_way", "applied": "under_way", "assessed": "under_way", "designated": "accepted",
    "reviewed": "accepted", "warned": "returned", "restored": "accepted", "revoked": "overdue", "exchange": "submitted",
}  # fmt: skip


def site_in_words(row: Mapping[str, Any] | pd.Series, words: Wording) -> str:
    """柏峪县交通运输局示范点: a site by its unit."""
    return words("demonstration.site", unit=row["unit"])


def site_link(row: Mapping[str, Any] | pd.Series) -> str:
    """The link to the page of a site."""
    return record_link("demonstration_site", str(row["code"]), str(row["site_no"]))


def grounds_in_words(reasons: Sequence[Reason], words: Wording) -> str:
    """Why something is suggested, with the figures: 限期整改 460 天后仍有 6 项逾期."""
    grounds = [_ground(reason, words) for reason in reasons]
    if reasons and reasons[0].code == "warned":
        still = words("sentence.comma").join(grounds[1:])
        return words("demonstration.warned_and_still", n=reasons[0].days, still=still)
    if reasons and reasons[0].code == "first_third":
        return words("demonstration.first_third", places=words.join(grounds))
    return words("sentence.comma").join(grounds)


def _ground(reason: Reason, words: Wording) -> str:
    if reason.veto is not None:
        return words("demonstration.veto", note=veto_note(asdict(reason.veto), words))
    if reason.standing is not None:
        standing = reason.standing
        place = words("demonstration.place", place=words.number(standing.place), size=words.number(standing.size))
        return words("demonstration.last_third", place=place) if reason.code == "last_third" else place
    return words("demonstration.overdue", n=reason.count) if reason.code == "overdue" else ""


def unknown_in_words(codes: Sequence[str], words: Wording) -> str:
    """The words for what is unknown about a site."""
    return words.join([words.label("site_unknown", code) for code in codes])


def remarks_in_words(codes: Sequence[str], words: Wording) -> str:
    """The words for what is unknown about a site, without what the panel's base says of all: groups nobody scores."""
    return unknown_in_words([code for code in codes if code != "group_not_scored"], words)


def as_of_in_words(context: Context) -> str:
    return context.words("demonstration.as_of", as_of=context.words.date(context.as_of))
