"""By which word rows are counted (``counted.<word>`` of the catalogues): 27 名, 3 卷, 14 officers."""

from assessment.indicators import BY_KEY as INDICATORS
from data_access.counting.behind import behind
from data_access.counting.tallies import BY_KEY as TALLIES
from data_access.counting.tallies import ledger_of
from data_access.ledgers.all import BY_KEY

# Of what is counted of no ledger or indicator that is known.
RECORD = "record"


def word_of_rows(ledger: str) -> str:
    """The word that the rows of a ledger are counted by."""
    return BY_KEY[ledger].counted if ledger in BY_KEY else RECORD


def word_of_tally(tally: str) -> str:
    """The word that a tally counts its rows by: its own, where a row is not one of its ledger's."""
    return TALLIES[tally].counted or word_of_rows(ledger_of(tally))


def word_of_blanks(indicator: str) -> str:
    """The word that the blank rows behind an indicator are counted by."""
    if indicator not in INDICATORS:
        return RECORD
    of = behind(indicator)
    return word_of_tally(of.blank.key) if of.blank else word_of_rows(of.ledger)


def word_of_base(indicator: str) -> str:
    """The word that the base of an indicator is counted by where it is a number of its ledger's rows; else ''."""
    of = behind(indicator).of
    counts_rows = of is not None and of.value is None and of.table is BY_KEY[ledger_of(of.key)].table
    return word_of_tally(of.key) if of is not None and counts_rows else ""
