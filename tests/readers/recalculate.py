"""Opens a consolidated workbook in LibreOffice, recalculates everything, and compares with the cached values.

usage: recalculate.py WORKBOOK.xlsx
Prints what differs and `N compared, M different, K errors`; exit code 1 if anything differs or is an error.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

import openpyxl

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


def main(path):
    path = pathlib.Path(path).resolve()
    office = shutil.which("libreoffice") or shutil.which("soffice")
    with tempfile.TemporaryDirectory() as tmp:
        tmp = pathlib.Path(tmp)
        user = tmp / "user" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
        source = tmp / "in.xlsx"
        shutil.copy(path, source)
        subprocess.run(
            [office, f"-env:UserInstallation={(tmp / 'user').as_uri()}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp / "out"), str(source)],
            check=True, capture_output=True, timeout=300,
        )
        formulas = openpyxl.load_workbook(path)
        cached = openpyxl.load_workbook(path, data_only=True)
        fresh = openpyxl.load_workbook(tmp / "out" / "in.xlsx", data_only=True)
    compared = different = errors = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                new = fresh[sheet.title][cell.coordinate].value
                if isinstance(new, str) and new.startswith("#") and new.endswith(("!", "?", "/A")):
                    errors += 1
                    print(f"error {sheet.title}!{cell.coordinate}: {new}")
                if cell.data_type != "f":
                    continue
                compared += 1
                old = cached[sheet.title][cell.coordinate].value
                same = old == new
                try:
                    same = same or abs(float(old) - float(new)) <= 1e-6 * max(1.0, abs(float(old)))
                except (TypeError, ValueError):
                    pass
                if not same:
                    different += 1
                    print(f"{sheet.title}!{cell.coordinate} {cell.value}: cached {old!r}, recalculated {new!r}")
    print(f"{compared} compared, {different} different, {errors} errors")
    return 1 if different or errors or compared == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
