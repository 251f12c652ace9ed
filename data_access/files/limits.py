"""How much a file may hold. Ledgers come from hundreds of desks, so every file is taken for hostile until it is read.

A city's whole year stays far below each of these; what is above is a mistake or an attack, and is refused in words.
"""

MEGABYTE = 1_000_000

# On disk, before anything is read.
MOST_BYTES = 64 * MEGABYTE
# A csv file is read row by row, and is as large as its rows.
MOST_TEXT_BYTES = 160 * MEGABYTE
# Bytes of all parts of a workbook, unpacked; the directory of the zip states them before anything is unpacked.
MOST_UNPACKED = 400 * MEGABYTE
# Unpacked size by packed size: 10 for real ledgers, 50 for empty rows, 1,000 for a zip bomb.
MOST_RATIO = 200
RATIO_FROM = 16 * MEGABYTE
MOST_PARTS = 2_000
MOST_SHEETS = 60
# Rows that hold anything, and lines of a csv file at all (as many as Excel has rows).
MOST_ROWS = 500_000
MOST_LINES = 1_048_576
MOST_COLUMNS = 256
# The rectangle around all cells that hold something, in Excel's 1,048,576 rows: 23 columns wide at most.
MOST_CELLS = 25_000_000
# Characters of all cells: a text stored once may be named by a million cells.
MOST_CHARACTERS = 400 * MEGABYTE
# What Excel itself allows in one cell.
LONGEST_CELL = 32_767
MOST_MERGED = 20_000
# A header stands within the first rows that hold anything.
TITLE_ROWS = 40
