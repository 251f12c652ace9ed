"""What costs time once is done before the first reader comes."""

import pandas as pd

from data_access.reading.cached import engine
from data_access.reading.reader import reading
from data_access.reading.readiness import DatabaseNotReadyError
from data_access.reading.viewer import ALL_SEEING
from panels.charts import figure
from panels.declare import Chart
from wording import LANGUAGES, wording


def warm_up() -> None:
    """Load catalogues, chart schemas and the database driver; that a database is not ready is said on the page."""
    for language in LANGUAGES:
        wording(language)
    row = {"code": "", "unit": "", "step": 0, "place": 1.0, "step_text": "", "place_text": "", "tone": "plain"}
    labels = dict.fromkeys(("unit", "step", "place"), "")
    figure(Chart("bump", pd.DataFrame([row | {"href": ""}]), labels, {"worst": 1})).to_dict()
    try:
        with reading(engine(), ALL_SEEING) as reader:
            reader.state()
    except DatabaseNotReadyError:
        return
