"""Opens every workbook of a folder in openpyxl and in LibreOffice; exit code 1 if one does not open.

usage: opens.py FOLDER
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

import openpyxl


def main(folder):
    books = sorted(pathlib.Path(folder).glob("*.xlsx"))
    wrong = []
    for book in books:
        try:
            sheets = openpyxl.load_workbook(book).worksheets
            if not sheets:
                wrong.append(f"{book.name}: no sheet")
        except Exception as error:  # whatever it says, it did not open
            wrong.append(f"{book.name}: openpyxl: {error}")
    office = shutil.which("libreoffice") or shutil.which("soffice")
    with tempfile.TemporaryDirectory() as tmp:
        subprocess.run(
            [office, f"-env:UserInstallation={(pathlib.Path(tmp) / 'user').as_uri()}", "--headless", "--convert-to", "ods", "--outdir", tmp, *map(str, books)],
            check=True, capture_output=True, timeout=600,
        )
        wrong += [f"{b.name}: LibreOffice" for b in books if not (pathlib.Path(tmp) / f"{b.stem}.ods").exists()]
    print("\n".join(wrong + [f"{len(books)} workbooks, {len(wrong)} do not open"]))
    return bool(wrong) or not books


sys.exit(main(sys.argv[1]))
