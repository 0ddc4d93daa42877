#!/usr/bin/env python3
"""Reports as other programs see them: FIGURES.tsv SAMPLE.docx OTHER.docx…

Each is opened by the reading of its XML (order of elements by ECMA-376, every text in Times New Roman), by python-docx where that
is installed, and printed by LibreOffice Writer where that is: A4, margins and positions as decree 30/2020/NĐ-CP wants them, page
numbers from the second page on, and in the first one every figure of the table as its words.
"""
import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ORDER = {
    "sdtPr": ["rPr", "alias", "tag", "id", "lock", "placeholder", "temporary", "showingPlcHdr"],
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath".split(),
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange".split(),
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook".split(),
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid".split(),
}
MM = 72 / 25.4


def ordered(path):
    book = zipfile.ZipFile(path)
    for name in book.namelist():
        if name.endswith((".xml", ".rels")):
            root = ElementTree.fromstring(book.read(name))
            for element in root.iter():
                local = element.tag.split("}")[-1]
                if element.tag.startswith(W) and local in ORDER:
                    order = ORDER[local]
                    places = [order.index(c.tag.split("}")[-1]) for c in element if c.tag.split("}")[-1] in order]
                    assert places == sorted(places), f"{path} {name}: {local} {[c.tag for c in element]}"
            for fonts in root.iter(W + "rFonts"):
                assert all(v == "Times New Roman" for k, v in fonts.attrib.items() if "hint" not in k), fonts.attrib
    ids = re.findall(r"<w:sdtPr>.*?<w:id w:val=\"(-?\d+)\"", book.read("word/document.xml").decode(), re.S)
    assert len(ids) == len(set(ids)), "two controls of one number"
    types = book.read("[Content_Types].xml").decode()
    for name in book.namelist():
        ending = name.rsplit(".", 1)[-1]
        assert f'"/{name}"' in types or f'Extension="{ending}"' in types or name == "[Content_Types].xml", name


def printed(path, folder):
    profile = f"-env:UserInstallation=file://{folder}/profile"
    office = "libreoffice" if subprocess.run(["which", "libreoffice"], capture_output=True).returncode == 0 else "soffice"
    done = subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)], capture_output=True, text=True, timeout=240
    )
    pdf = Path(folder) / (Path(path).stem + ".pdf")
    if not pdf.exists():
        return None, done.stdout + done.stderr
    return pdf, ""


def words(pdf):
    """Words of each page with their places in points."""
    text = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    pages = []
    for page in re.findall(r"<page width=\"([\d.]+)\" height=\"([\d.]+)\">(.*?)</page>", text, re.S):
        found = re.findall(r"<word xMin=\"([\d.]+)\" yMin=\"([\d.]+)\" xMax=\"([\d.]+)\" yMax=\"([\d.]+)\">(.*?)</word>", page[2])
        pages.append((float(page[0]), float(page[1]), [(float(a), float(b), float(c), float(d), t) for a, b, c, d, t in found]))
    return pages


def laid_out(pdf):
    pages = words(pdf)
    for number, (width, height, found) in enumerate(pages, 1):
        assert abs(width - 210 * MM) < 1 and abs(height - 297 * MM) < 1, (width, height)
        body = [w for w in found if w[1] > 19 * MM]
        left, right = min(w[0] for w in body), max(w[2] for w in body)
        assert 29.5 * MM <= left, f"page {number}: left {left / MM:.1f} mm"
        assert right <= width - 14.5 * MM, f"page {number}: right {(width - right) / MM:.1f} mm"
        assert max(w[3] for w in body) <= height - 19 * MM
        top = [w for w in found if w[3] < 20 * MM]
        if number == 1:
            assert not top, top
        else:
            assert [w[4] for w in top] == [str(number)], top
            middle = (top[0][0] + top[0][2]) / 2
            assert abs(middle - (30 + 160 / 2) * MM) < 3 * MM, middle / MM
    # Words come in pieces where a font lacks a letter.
    first = "".join(w[4] for w in pages[0][2])
    assert "CỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM" in first, first[:300]
    motto = next(w for w in pages[0][2] if w[4].startswith("HÒA"))
    assert motto[0] > pages[0][0] / 2 - 30 * MM and motto[1] < 40 * MM


def main():
    figures, documents = sys.argv[1], sys.argv[2:]
    for path in documents:
        ordered(path)
        try:
            import docx
        except ImportError:
            print("skipped: python-docx is not installed")
        else:
            assert docx.Document(path).paragraphs
    if not shutil.which("pdftotext"):
        assert "TONGHOP_REQUIRE_READERS" not in os.environ, "pdftotext (poppler-utils) is missing"
        print("skipped: pdftotext is not installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        for number, path in enumerate(documents):
            pdf, why = printed(path, folder)
            if pdf is None:
                assert "TONGHOP_REQUIRE_READERS" not in os.environ, why
                print("skipped: no LibreOffice Writer", why)
                return
            laid_out(pdf)
            if number == 0:
                text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
                text = "".join(text.split())
                with open(figures, encoding="utf-8") as lines:
                    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                        assert "".join(row["text"].split()) in text, row
            pdf.unlink()


main()
