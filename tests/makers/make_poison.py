"""Makes the poisonous workbooks that tests cannot make themselves: old binary ones.

    python3 tests/makers/make_poison.py     (needs xlwt; the files are committed beside this script)
"""

import pathlib

import xlwt

HERE = pathlib.Path(__file__).resolve().parent / "poison"
HERE.mkdir(exist_ok=True)

# Two cells, in the first and in the last corner: read densely they take half a gigabyte.
book = xlwt.Workbook()
sheet = book.add_sheet("S")
sheet.write(0, 0, 1)
sheet.write(65535, 255, 2)
book.save(HERE / "far.xls")
