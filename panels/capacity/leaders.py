"""Who took office without a review or an exam in law before, or though the exam was failed (article 19)?"""

from data_access.ledgers.cadre_review import CADRE_REVIEW
from panels.case_list import Told, rows_of

UNREVIEWED = rows_of(
    "unreviewed", CADRE_REVIEW, Told("result", ("position",), {"appointed": "returned"}), "all_the_same"
)
