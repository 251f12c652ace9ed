"""What figures mean: the indicator catalogue, rates, intervals and ranking. Pure functions, no database, no screen."""

import pandas as pd

# Tables here have tens of rows and are cut and joined hundreds of times a page: texts kept as Python's own take a third
# less time than Arrow's, which pay from some ten thousand rows on.
pd.set_option("mode.string_storage", "python")
