#!/usr/bin/env python3
"""Writes the Word files of the written report: the sample's template and what the tests fill.

    python3 tests/report/make.py                  sample_inputs/bao-cao.docx, tests/report/runs.docx
    python3 tests/report/make.py --libreoffice    and tests/report/libreoffice.docx: runs.docx as LibreOffice saves it
    python3 tests/report/make.py --check          whether what stands there is what would be written; writes nothing

Deterministic: the parts are written here one by one, with fixed properties and zip times. (LibreOffice's file depends on
its version, so it is only made when asked for; it needs Writer, and LIBREOFFICE=… names another program.) Nothing but the standard library is needed.
Order of elements in sdtPr, rPr, pPr, tblPr, tcPr and sectPr: ISO/IEC 29500, transitional.
"""
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent.parent / "sample_inputs"
TIME = (2019, 3, 15, 8, 0, 0)
STAMP = "2019-03-15T08:00:00Z"
FONT = "Times New Roman"
MM = 1440 / 25.4  # twips in a millimetre
TEXT = round(160 * MM)  # width of the text: A4 less 30 and 20 mm
TAG = 64  # what Word allows

NS = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
}
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def root(name, inner, more=()):
    """An element with the namespaces that its part uses."""
    spaces = " ".join(f'xmlns:{p}="{NS[p]}"' for p in ("w", "r", *more))
    ignorable = ' mc:Ignorable="w14"' if "w14" in more else ""
    return f"{HEAD}<w:{name} {spaces}{ignorable}>{inner}</w:{name}>"


# ------------------------------------------------------------------------------------------- runs and paragraphs


def rpr(bold=False, italic=False, caps=False, size=None, colour=None, under=False, style=None):
    """Properties of a run."""
    out = f'<w:rStyle w:val="{style}"/>' if style else ""
    out += "<w:b/><w:bCs/>" if bold else ""
    out += "<w:i/><w:iCs/>" if italic else ""
    out += "<w:caps/>" if caps else ""
    out += f'<w:color w:val="{colour}"/>' if colour else ""
    out += f'<w:sz w:val="{size * 2:g}"/><w:szCs w:val="{size * 2:g}"/>' if size else ""
    out += '<w:u w:val="single"/>' if under else ""
    return f"<w:rPr>{out}</w:rPr>" if out else ""


def run(text, **how):
    return f'<w:r>{rpr(**how)}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


class Ids:
    """Numbers of controls: Word wants each once in a document."""

    def __init__(self, first):
        self.next = first

    def __call__(self):
        self.next += 1
        return self.next


def sdt_pr(ids, tag, alias=None, *, plain=True, number=None, placeholder=False, hint_style=""):
    """Properties of a control. A plain-text control holds runs only, a rich one anything."""
    if tag is not None and len(tag) > TAG:
        sys.exit(f"a tag of {len(tag)} characters: {tag}")
    out = hint_style
    out += f"<w:alias w:val={quoteattr(alias)}/>" if alias else ""
    out += f"<w:tag w:val={quoteattr(tag)}/>" if tag is not None else ""
    out += f'<w:id w:val="{number or ids()}"/>'
    out += "<w:showingPlcHdr/>" if placeholder else ""
    out += "<w:text/>" if plain else ""
    return f"<w:sdtPr>{out}</w:sdtPr>"


def around(pr, inner):
    return f"<w:sdt>{pr}<w:sdtContent>{inner}</w:sdtContent></w:sdt>"


class Control:
    """A figure in a sentence."""

    def __init__(self, tag, alias=None, hint="[số]"):
        self.tag, self.alias, self.hint = tag, alias, hint


def inline(ids, parts, **how):
    """Runs and controls of a paragraph; a control's hint is formatted as the words around it."""
    out = ""
    for part in parts if isinstance(parts, (list, tuple)) else [parts]:
        if isinstance(part, Control):
            properties = rpr(**how)  # Word puts these on what is typed into the control, too
            # LibreOffice drops the format of a plain-text control; a rich one keeps it.
            out += around(sdt_pr(ids, part.tag, part.alias, plain=not properties, hint_style=properties), run(part.hint, **how))
        elif part.startswith("<"):
            out += part
        else:
            out += run(part, **how)
    return out


def par(inner, style=None, jc=None, keep=False, before=None, after=None, left=None, right=None, first=None, line=False, exact=None):
    """A paragraph; `line` draws one above it."""
    out = f'<w:pStyle w:val="{style}"/>' if style else ""
    out += "<w:keepNext/>" if keep else ""
    out += '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>' if line else ""
    spacing = "".join(f' w:{k}="{v}"' for k, v in (("before", before), ("after", after)) if v is not None)
    spacing += f' w:line="{exact}" w:lineRule="exact"' if exact else ""
    out += f"<w:spacing{spacing}/>" if spacing else ""
    ind = "".join(f' w:{k}="{v}"' for k, v in (("left", left), ("right", right), ("firstLine", first)) if v is not None)
    out += f"<w:ind{ind}/>" if ind else ""
    out += f'<w:jc w:val="{jc}"/>' if jc else ""
    return f"<w:p>{f'<w:pPr>{out}</w:pPr>' if out else ''}{inner}</w:p>"


def rule(width, within):
    """A line of this width in the middle."""
    side = (within - width) // 2
    return par("", style="Bang", line=True, left=side, right=side, before=60, exact=80)


# -------------------------------------------------------------------------------------------------------- tables


def cell(width, inner, span=None, middle=False):
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    properties += f'<w:gridSpan w:val="{span}"/>' if span else ""
    properties += '<w:vAlign w:val="center"/>' if middle else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(cells, head=False):
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def table(widths, rows, lines=True):
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{s} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for s in sides)
    margin = 85 if lines else 0
    properties = f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
    properties += f"<w:tblBorders>{borders}</w:tblBorders>" if lines else ""
    properties += '<w:tblLayout w:type="fixed"/>'
    properties += f'<w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar>'
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


# --------------------------------------------------------------------------------------------------------- parts

FONTS = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'


def paragraph_style(code, name, ppr="", rpr_="", based="Normal", following=None, outline=None):
    own = "" if name.startswith(("heading", "header", "footer", "footnote")) else ' w:customStyle="1"'
    out = f'<w:style w:type="paragraph"{own} w:styleId="{code}">'
    out += f'<w:name w:val="{name}"/><w:basedOn w:val="{based}"/>'
    out += f'<w:next w:val="{following}"/>' if following else ""
    out += "<w:qFormat/>"
    ppr += f'<w:outlineLvl w:val="{outline}"/>' if outline is not None else ""
    out += f"<w:pPr>{ppr}</w:pPr>" if ppr else ""
    out += f"<w:rPr>{rpr_}</w:rPr>" if rpr_ else ""
    return out + "</w:style>"


def styles():
    bold = "<w:b/><w:bCs/>"
    size = lambda s: f'<w:sz w:val="{s * 2}"/><w:szCs w:val="{s * 2}"/>'
    body = '<w:spacing w:before="0" w:after="120"/><w:ind w:firstLine="720"/><w:jc w:val="both"/>'
    heading = '<w:keepNext/><w:spacing w:before="120" w:after="120"/><w:ind w:firstLine="720"/>'
    out = f'<w:docDefaults><w:rPrDefault><w:rPr>{FONTS}<w:color w:val="000000"/>{size(14)}<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    out += '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    out += '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    out += '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
    out += '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    out += '<w:style w:type="character" w:styleId="PlaceholderText"><w:name w:val="Placeholder Text"/><w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/><w:semiHidden/><w:rPr><w:color w:val="808080"/></w:rPr></w:style>'
    out += '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    out += paragraph_style("Heading1", "heading 1", heading, bold, following="NoiDung", outline=0)
    out += paragraph_style("Heading2", "heading 2", heading, bold, following="NoiDung", outline=1)
    out += paragraph_style("Heading3", "heading 3", heading, bold, following="NoiDung", outline=2)
    out += paragraph_style("NoiDung", "Nội dung", body)
    out += paragraph_style("Giua", "Giữa dòng", '<w:jc w:val="center"/>')
    out += paragraph_style("Bang", "Trong bảng", '<w:spacing w:before="20" w:after="20"/>', size(13))
    out += paragraph_style("Header", "header", f'<w:tabs><w:tab w:val="center" w:pos="{TEXT // 2}"/><w:tab w:val="right" w:pos="{TEXT}"/></w:tabs>')
    out += paragraph_style("Footer", "footer", f'<w:tabs><w:tab w:val="center" w:pos="{TEXT // 2}"/><w:tab w:val="right" w:pos="{TEXT}"/></w:tabs>')
    out += paragraph_style("FootnoteText", "footnote text", "", size(10))
    return root("styles", out)


def settings(footnotes):
    out = '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
    if footnotes:
        out += '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    mode = "http://schemas.microsoft.com/office/word"
    out += f'<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="{mode}" w:val="15"/></w:compat>'
    out += '<w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
    return root("settings", out)


def font_table():
    return root("fonts", f'<w:font w:name="{FONT}"><w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>')


def page_number():
    field = "".join(f"<w:r>{part}</w:r>" for part in (
        '<w:fldChar w:fldCharType="begin"/>', '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>', "<w:t>2</w:t>", '<w:fldChar w:fldCharType="end"/>'))
    return par(field, style="Header", jc="center")


def section(references, title_page):
    edges = f'w:top="{round(20 * MM)}" w:right="{round(20 * MM)}" w:bottom="{round(20 * MM)}" w:left="{round(30 * MM)}"'
    out = "".join(f'<w:{kind}Reference w:type="{which}" r:id="{rid}"/>' for kind, which, rid in references)
    out += f'<w:pgSz w:w="{round(210 * MM)}" w:h="{round(297 * MM)}"/><w:pgMar {edges} w:header="{round(10 * MM)}" w:footer="{round(10 * MM)}" w:gutter="0"/>'
    out += '<w:cols w:space="720"/>' + ("<w:titlePg/>" if title_page else "")
    return f"<w:sectPr>{out}</w:sectPr>"


def core(title):
    return (f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{escape(title)}</dc:title><dc:creator>tonghop</dc:creator><cp:lastModifiedBy>tonghop</cp:lastModifiedBy><cp:revision>1</cp:revision>"
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{STAMP}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{STAMP}</dcterms:modified><dc:language>vi-VN</dc:language></cp:coreProperties>')


def package(title, parts):
    """A docx of word/ parts: name, (XML, kind of relationship from the document, id)."""
    kinds = {"document": "document.main", "styles": "styles", "settings": "settings", "fontTable": "fontTable", "footnotes": "footnotes"}
    kind = lambda name: "header" if name.startswith("header") else "footer" if name.startswith("footer") else name
    overrides = "".join(f'<Override PartName="/word/{n}.xml" ContentType="{OFFICE}{kinds.get(n, kind(n))}+xml"/>' for n in parts)
    base = "http://schemas.openxmlformats.org"
    out = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{base}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{base}/package/2006/relationships"><Relationship Id="rId1" Type="{base}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{base}/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" Type="{base}/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/></Relationships>',
        "docProps/core.xml": core(title),
        "docProps/app.xml": f'{HEAD}<Properties xmlns="{base}/officeDocument/2006/extended-properties"><Application>tonghop</Application></Properties>',
    }
    relations = "".join(f'<Relationship Id="{relation(n)}" Type="{base}/officeDocument/2006/relationships/{kind(n)}" Target="{n}.xml"/>' for n in parts if n != "document")
    for name, xml in parts.items():
        out[f"word/{name}.xml"] = xml
    out["word/_rels/document.xml.rels"] = f'{HEAD}<Relationships xmlns="{base}/package/2006/relationships">{relations}</Relationships>'
    return zipped({name: xml.encode() for name, xml in out.items()})


def relation(name):
    return f"rId-{name}"


def zipped(parts):
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
            for name, content in parts.items():
                info = zipfile.ZipInfo(name, TIME)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.create_system = 0
                info.external_attr = 0
                out.writestr(info, content)
        file.seek(0)
        return file.read()


# ---------------------------------------------------------------------------------------------- the sample's template

SERVERLESS = "units(hien-dai-hoa:2.5 = no in kind:district)"
C = Control


def body(ids):
    """Text and figures of the real report for 2019-Q1; what has no figure is shortened."""
    p = lambda *parts: par(inline(ids, parts), style="NoiDung")
    h = lambda level, text: par(run(text), style=f"Heading{level}")
    shown_if = lambda tag, alias, inner: around(sdt_pr(ids, tag, alias, plain=False), inner)
    quarter = lambda: C("period_short | capital", "Kỳ báo cáo", "[kỳ]")
    out = [
        h(1, "A. TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH"),
        p("Thực hiện Kế hoạch của Ủy ban nhân dân tỉnh về tuyên truyền cải cách hành chính năm ", C("year", "Năm", "[năm]"), " (văn bản ban hành trong kỳ: ",
          C('items(van-ban:A) | none "không có"', "B1. Văn bản phần A", "[số, ký hiệu]"), "), Sở Thông tin và Truyền thông đã hướng dẫn, phối hợp với các cơ quan thông tấn báo chí cùng các cơ quan, ban, ngành, "
          "đoàn thể, UBND các huyện, thành phố, thị xã triển khai. Số liệu dưới đây được tổng hợp từ báo cáo của ", C("reported(tuyen-truyen)", "Số đơn vị đã gửi"), "/", C("expected(tuyen-truyen)", "Số đơn vị phải gửi"),
          " cơ quan, đơn vị, nhận đến ngày ", C("received", "Ngày nhận báo cáo", "[ngày]"), "; kết quả cụ thể như sau:"),
        h(2, "I. KẾT QUẢ ĐẠT ĐƯỢC"),
        h(3, "1. Kết quả tuyên truyền trên các cơ quan thông tấn, báo chí"),
        p("- Đài Phát thanh và Truyền hình tỉnh thường xuyên có các bản tin, phóng sự ngắn về công tác cải cách hành chính trong chương trình thời sự hàng ngày; tiếp tục nâng cao chất lượng chương trình chuyên đề "
          "“Cải cách hành chính” (phát ", C("tuyen-truyen:1 / 3 | two", "A1. Chuyên đề CCHC mỗi tháng"), " số/tháng) trên sóng Truyền hình Hà Tĩnh."),
        p("- Trong ", quarter(), ", trên các ấn phẩm báo in và báo điện tử, Báo Hà Tĩnh đã đăng tải ", C("tuyen-truyen:2", "A2. Tin, ảnh trên Báo Hà Tĩnh"),
          " tin và ảnh về công tác CCHC trên 2 ấn phẩm, tập trung phản ánh việc cung cấp dịch vụ công trực tuyến mức độ cao; kết quả giải quyết hành chính của các cơ quan, đơn vị."),
        p("- Báo chí Trung ương và tỉnh bạn có thông báo hoạt động trên địa bàn cũng đã có ", C('tuyen-truyen:3 | over 10 "trên"', "A3. Báo chí Trung ương, tỉnh bạn"),
          " tin, bài tuyên truyền về công tác cải cách hành chính của tỉnh."),
        h(3, "2. Tuyên truyền trên Cổng thông tin điện tử của tỉnh (hatinh.gov.vn)"),
        p("Trong ", quarter(), ", Cổng Thông tin điện tử đã cập nhật ", C("tuyen-truyen:4 | over 10", "A4. Tin, bài trên Cổng TTĐT"), " tin, bài tuyên truyền về công tác cải cách hành chính trên địa bàn tỉnh; duy trì có hiệu quả "
          "chuyên mục “Doanh nghiệp hỏi, cơ quan nhà nước trả lời”."),
        h(3, "3. Kết quả tuyên truyền tại các sở, ban, ngành, đoàn thể cấp tỉnh, UBND các huyện, thành phố, thị xã"),
        p("Trong ", quarter(), ", các sở, ngành, địa phương đã tổ chức phát hành ", C('tuyen-truyen:5 | over 1000 | in 1000 "ngàn"', "A5. Tờ rơi"), " tờ rơi hướng dẫn các quy định của pháp luật về cải cách hành chính, trật tự đô thị, "
          "đất đai, nhà ở, kinh doanh, lao động việc làm...; tổ chức ", C("tuyen-truyen:6", "A6. Buổi tuyên truyền"), " buổi tuyên truyền, phổ biến, giáo dục pháp luật cho ",
          C('tuyen-truyen:7 | order "ngàn"', "A7. Lượt người tham dự"), " lượt cán bộ, nhân dân trên địa bàn tỉnh."),
        p("Công tác tuyên truyền CCHC trên trang thông tin điện tử của các sở, ngành, địa phương được chú trọng: ", C("of(tuyen-truyen:10)", "A10. Công khai, liên kết TTHC"), " sở, ngành, địa phương đã kịp thời cập nhật, công khai các thủ tục "
          "hành chính và liên kết đến Cổng dịch vụ công của tỉnh; đồng thời đăng tải ", C('tuyen-truyen:8 | over 100 "trên"', "A8. Tin, bài trên trang của đơn vị"), " tin, bài, ",
          C('tuyen-truyen:11 | order "ngàn"', "A11. Văn bản chỉ đạo đăng tải"), " văn bản chỉ đạo điều hành liên quan về hoạt động cải cách hành chính, tuyên truyền pháp luật để mọi người dân, tổ chức và doanh nghiệp được biết và thực hiện."),
        h(3, "4. Kết quả tuyên truyền trên hệ thống truyền thanh cơ sở"),
        p("Hệ thống truyền thanh cơ sở tại ", C("of(tuyen-truyen:9)", "A9. Truyền thanh cơ sở"), " huyện, thành phố, thị xã tiếp tục triển khai các chương trình phát thanh về công tác cải cách hành chính, phổ biến pháp luật, "
          "phục vụ nhu cầu nghe - nhìn của bà con nhân dân."),
        h(2, "II. ĐÁNH GIÁ CHUNG"),
        h(3, "1. Ưu điểm"),
        p("Công tác tuyên truyền cải cách hành chính được sự quan tâm sát sao, chỉ đạo thường xuyên của Lãnh đạo UBND tỉnh, cấp ủy chính quyền các cấp nên đã đạt được một số kết quả nhất định."),
        h(3, "2. Tồn tại, hạn chế"),
        p("Kinh phí phục vụ tuyên truyền cải cách hành chính còn hạn chế, hình thức tuyên truyền còn chưa phong phú, đa dạng, chưa có tính đột phá."),
        h(1, "B. HIỆN ĐẠI HÓA HÀNH CHÍNH"),
        h(2, "I. KẾT QUẢ ĐẠT ĐƯỢC"),
        h(3, "1. Công tác chỉ đạo, điều hành"),
        p("Trong ", C("period | capital", "Kỳ báo cáo", "[kỳ]"), ", hệ thống văn bản về CNTT tiếp tục được lãnh đạo UBND tỉnh quan tâm, chỉ đạo Sở Thông tin và Truyền thông tham mưu, ban hành ",
          C("count(items(van-ban:B)) | two", "B1. Số văn bản phần B"), " văn bản: ", C('items(van-ban:B) | sep "; "', "B1. Văn bản phần B", "[danh sách]"),
          ", từng bước hoàn thiện môi trường chính sách tạo điều kiện thuận lợi cho ứng dụng CNTT trong cải cách hành chính và bảo đảm an toàn thông tin trong các cơ quan nhà nước."),
        h(3, "2. Kết quả về ứng dụng CNTT"),
        p("- Hệ thống các cơ sở dữ liệu chuyên ngành, hội nghị truyền hình trực tuyến, thư điện tử được duy trì ổn định. Tỷ lệ ứng dụng chữ ký số trong giao dịch điện tử, trong gửi nhận văn bản điện tử của cơ quan nhà nước cấp tỉnh, cấp huyện đạt ",
          C("hien-dai-hoa:1.6", "B2. Chữ ký số", "[tỷ lệ]"), "; tỷ lệ văn bản, tài liệu chính thức trao đổi giữa cơ quan nhà nước trên địa bàn tỉnh được trao đổi hoàn toàn dưới dạng điện tử đạt ", C("hien-dai-hoa:1.3", "B3. Văn bản điện tử", "[tỷ lệ]"),
          "; tỷ lệ trao đổi văn bản điện tử của UBND cấp xã với các cơ quan cấp tỉnh và huyện đạt ", C("hien-dai-hoa-xa:1.3", "B4. Văn bản điện tử cấp xã", "[tỷ lệ]"), "."),
        p("- Đã có ", C("co-quan-co-may-tinh", "B5. Cơ quan có máy tính, Internet"), "/", C("co-quan-tra-loi-may-tinh", "B5. Cơ quan được hỏi"), " cơ quan hành chính nhà nước từ cấp tỉnh đến cấp xã được trang bị máy tính, kết nối Internet (cấp tỉnh ",
          C("share(hien-dai-hoa:2.1@kind:department)", "B5. Máy tính, Internet cấp tỉnh", "[tỷ lệ]"), ", cấp huyện ", C("share(hien-dai-hoa:2.1@kind:district)", "B5. Máy tính, Internet cấp huyện", "[tỷ lệ]"), ", cấp xã ",
          C("share(hien-dai-hoa-xa:3)", "B5. Máy tính, Internet cấp xã", "[tỷ lệ]"), "). ", C("hien-dai-hoa:2.4@kind:department", "B6. CBCC có máy tính cấp tỉnh", "[tỷ lệ]"), " CBCC cấp tỉnh, ",
          C("hien-dai-hoa:2.4@kind:district", "B6. CBCC có máy tính cấp huyện", "[tỷ lệ]"), " CBCC cấp huyện, ", C("hien-dai-hoa-xa:2.3", "B6. CBCC có máy tính cấp xã", "[tỷ lệ]"), " CBCC cấp xã được trang bị máy tính. ",
          C("share(hien-dai-hoa:2.5@kind:department)", "B7. Máy chủ cấp tỉnh", "[tỷ lệ]"), " cơ quan hành chính nhà nước cấp tỉnh, ", C("share(hien-dai-hoa:2.5@kind:district)", "B8. Máy chủ cấp huyện", "[tỷ lệ]"),
          " cơ quan hành chính nhà nước cấp huyện có máy chủ. Tỷ lệ cơ quan nhà nước cấp tỉnh, cấp huyện có hạ tầng an toàn thông tin đáp ứng được yêu cầu bảo đảm an toàn thông tin trong tình hình mới đạt ",
          C("share(hien-dai-hoa:2.6)", "B9. An toàn thông tin", "[tỷ lệ]"), "."),
        shown_if(f"if {SERVERLESS}", "Chỉ hiện khi còn huyện chưa có máy chủ",
                 p("- Đến nay còn ", C(f"{SERVERLESS} | and", "B8. Huyện chưa có máy chủ", "[danh sách]"), " chưa có máy chủ.")),
        p("- ", C("share(hien-dai-hoa:3.1)", "B10. Cổng/trang TTĐT cấp tỉnh, huyện", "[tỷ lệ]"), " các sở, ban, ngành, UBND cấp huyện, ", C("of(hien-dai-hoa-xa:5)", "B11. Trang TTĐT cấp xã"),
          " UBND cấp xã có cổng/trang thông tin điện tử, thông tin được cập nhật liên tục, hiệu quả, tích hợp Cổng dịch vụ công của tỉnh."),
        p("- Đến nay đã có ", C("hien-dai-hoa:3.2", "B12. DVC mức độ 3"), " dịch vụ công trực tuyến mức độ 3 cấp tỉnh và cấp huyện, ", C("hien-dai-hoa-xa:4 | round 0", "B13. DVC mức độ 3 mỗi xã"),
          " dịch vụ công trực tuyến mức độ 3 cho mỗi đơn vị cấp xã. Trong ", quarter(), ", trên Cổng dịch vụ công của tỉnh phát sinh ", C("hien-dai-hoa:3.3", "B14. Hồ sơ mức độ 3, 4"),
          " hồ sơ DVC mức 3, mức 4 (trong đó có ", C("hien-dai-hoa:3.4", "B15. Hồ sơ cấp xã"), " hồ sơ cấp xã tại TP Hà Tĩnh và TX Hồng Lĩnh), ", C("trend(hien-dai-hoa:3.3)", "B16. So với kỳ trước", "[tăng, giảm]"),
          ". Kết quả tại các huyện, thành phố, thị xã như sau:"),
        districts(ids),
        par("", style="Bang", before=0, after=60),
        p("- Việc điều hành, tác nghiệp được nâng lên một bước về tính đồng bộ và hiệu quả ứng dụng. ", C("share(hien-dai-hoa:4.1)", "B17. CSDL chuyên ngành", "[tỷ lệ]"), " cơ quan nhà nước cấp tỉnh có hệ thống CSDL chuyên ngành; ",
          C("share(hien-dai-hoa:4.2)", "B18. Phần mềm chuyên ngành cấp huyện", "[tỷ lệ]"), " UBND cấp huyện có các hệ thống phần mềm chuyên ngành. Hệ thống một cửa điện tử đã triển khai hiệu quả tại ",
          C("yes(hien-dai-hoa:4.3)", "B19. Một cửa điện tử"), " UBND huyện, thành phố, thị xã, đồng thời đang nhân rộng đồng bộ đến cấp xã."),
        shown_if("if items(hien-dai-hoa:4.4)", "Chỉ hiện khi còn nơi xử lý văn bản trên giấy",
                 p("- Vẫn còn một số ít cấp xã ứng dụng phần mềm tác nghiệp chưa hiệu quả, việc trình duyệt văn bản vẫn chủ yếu dùng văn bản giấy (", C("items(hien-dai-hoa:4.4)", "B20. Nơi còn dùng văn bản giấy", "[danh sách]"), ").")),
        p("- Phần mềm quản lý công chức, viên chức được Sở Nội vụ triển khai tại ", C("of(hien-dai-hoa:4.5)", "B21. Phần mềm CBCCVC"), " sở, ban, ngành, huyện, thị xã, thành phố; đã cập nhật ",
          C("hien-dai-hoa:4.7 | over 500", "B22. Hồ sơ CBCCVC"), " hồ sơ cán bộ, công chức, viên chức vào hệ thống phần mềm (đạt ", C("hien-dai-hoa:4.8", "B22. Tỷ lệ hồ sơ CBCCVC", "[tỷ lệ]"),
          "). Phần mềm quản lý công tác khám chữa bệnh được triển khai tại ", C("hien-dai-hoa:5.3", "B23. Phần mềm khám chữa bệnh", "[tỷ lệ]"), " cơ sở khám chữa bệnh từ cấp tỉnh đến trạm y tế xã, phường."),
        p("- Sàn Giao dịch TMĐT của tỉnh hiện có ", C("san-tmdt:1", "B24. Doanh nghiệp thành viên Sàn"), " doanh nghiệp đăng ký làm thành viên. Trong ", C("period_short", "Kỳ báo cáo", "[kỳ]"), ", đã cập nhật ",
          C("san-tmdt:2 | nearly 10", "B25. Tin tức, văn bản trên Sàn"), " tin tức, văn bản pháp luật về thương mại điện tử; xây dựng mới ", C("san-tmdt:3", "B26. Gian hàng mới"), " gian hàng, duy trì xử lý chào mua - chào bán cho ",
          C("san-tmdt:4", "B27. Sản phẩm"), " sản phẩm/", C("san-tmdt:5", "B27. Gian hàng"), " gian hàng; số lần đăng nhập của thành viên vào hệ thống lên ", C("san-tmdt:6", "B28. Lượt đăng nhập"), " lượt."),
        h(2, "II. ĐÁNH GIÁ CHUNG"),
        h(3, "1. Ưu điểm"),
        p("Ứng dụng CNTT đã ngày càng có hiệu quả, liên thông và đồng bộ; hoạt động chỉ đạo điều hành đã được kết nối liên thông trực tuyến trong toàn tỉnh."),
        h(3, "2. Tồn tại, hạn chế"),
        p("Chưa có các dự án đầu tư quy mô, tổng thể về CNTT cho toàn tỉnh nên đang tồn tại nhiều hệ thống thông tin đơn lẻ; tiến độ triển khai Chính quyền điện tử các cấp còn chậm./."),
    ]
    return "".join(out)


def districts(ids):
    """One row for each district: the first control says for whom."""
    widths = [800, TEXT - 800 - 4400, 2200, 2200]
    t = lambda inner, jc="center": par(inner, style="Bang", jc=jc)
    head = [cell(w, t(run(s, bold=True)), middle=True) for w, s in zip(widths, ("STT", "Đơn vị", "Hồ sơ mức độ 3, 4 đã tiếp nhận", "Dịch vụ công mức độ 3"))]
    one = [
        cell(widths[0], t(inline(ids, C("rows units(in kind:district) sort hien-dai-hoa:3.3 desc", "Mỗi huyện một dòng")))),
        cell(widths[1], t(inline(ids, C("unit | capital", "Đơn vị", "[đơn vị]")), "left")),
        cell(widths[2], t(inline(ids, C("hien-dai-hoa:3.3@unit", "Hồ sơ của đơn vị")), "right")),
        cell(widths[3], t(inline(ids, C("hien-dai-hoa:3.2@unit", "DVC của đơn vị")), "right")),
    ]
    total = [
        cell(widths[0] + widths[1], t(run("Cộng cấp huyện", bold=True)), span=2),
        cell(widths[2], t(inline(ids, C("hien-dai-hoa:3.3@kind:district", "Cộng hồ sơ cấp huyện"), bold=True), "right")),
        cell(widths[3], t(inline(ids, C("hien-dai-hoa:3.2@kind:district", "Cộng DVC cấp huyện"), bold=True), "right")),
    ]
    return table(widths, [row(head, head=True), row(one), row(total)])


def letterhead(ids):
    left, right = 3700, TEXT - 3700
    c = lambda text, **how: par(run(text, **how), style="Giua")
    agency = c("UBND TỈNH HÀ TĨNH", size=12) + c("SỞ THÔNG TIN", bold=True, size=12) + c("VÀ TRUYỀN THÔNG", bold=True, size=12) + rule(1000, left)
    motto = c("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=12) + c("Độc lập - Tự do - Hạnh phúc", bold=True, size=13) + rule(3010, right)
    number = c("Số:          /BC-STTTT", size=13)
    date = par(inline(ids, ["Hà Tĩnh, ngày       tháng       năm ", C("year", "Năm", "[năm]")], italic=True, size=13), style="Giua")
    return table([left, right], [row([cell(left, agency), cell(right, motto)]), row([cell(left, number), cell(right, date)])], lines=False)


def title_block(ids):
    how = dict(style="Giua", keep=True)
    return (par(run("BÁO CÁO", bold=True), before=240, **how) + par(run("Tình hình tuyên truyền cải cách hành chính", bold=True), **how)
            + par(inline(ids, ["và hiện đại hóa hành chính ", C("period | capital", "Kỳ báo cáo", "[kỳ]")], bold=True), **how) + rule(2200, TEXT)
            + par(run("Kính gửi: Ủy ban nhân dân tỉnh Hà Tĩnh"), style="Giua", before=120, after=240))


def signature():
    left, right = 4250, TEXT - 4250
    small = lambda text: par(run(text, size=11))
    to = par(run("Nơi nhận:", bold=True, italic=True, size=12)) + "".join(small(s) for s in ("- Như trên;", "- Sở Nội vụ;", "- Lãnh đạo Sở;", "- Lưu: VT, CNTT."))
    sign = par(run("GIÁM ĐỐC", bold=True), style="Giua") + par("", style="Giua") * 4 + par(run("(Họ và tên)", bold=True), style="Giua")
    return par("", before=0, after=0) + table([left, right], [row([cell(left, to), cell(right, sign)])], lines=False)


def sample():
    ids = Ids(190300000)
    references = [("header", "default", relation("header1")), ("header", "first", relation("header2"))]
    document = letterhead(ids) + title_block(ids) + body(ids) + signature() + par("", exact=20) + section(references, True)
    return package("Báo cáo tình hình tuyên truyền cải cách hành chính và hiện đại hóa hành chính", {
        "document": root("document", f"<w:body>{document}</w:body>"), "styles": styles(), "settings": settings(False), "fontTable": font_table(),
        "header1": root("hdr", page_number()), "header2": root("hdr", par("", style="Header")),
    })


# --------------------------------------------------------------------------------------------- what the tests fill


def text_box(inner):
    """As Word writes one: a drawing, and for old readers the same as VML, controls and their numbers included."""
    extent = 'cx="2160000" cy="720000"'
    choice = (
        f'<w:drawing><wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" relativeHeight="251659264" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>3200000</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>60000</wp:posOffset></wp:positionV><wp:extent {extent}/><wp:wrapSquare wrapText="bothSides"/>'
        f'<wp:docPr id="1" name="Hộp văn bản 1"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{NS["wps"]}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln w="6350"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>")
    fallback = ('<w:pict><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"/>'
                '<v:shape id="hop1" type="#_x0000_t202" style="position:absolute;margin-left:252pt;margin-top:4.7pt;width:170pt;height:56.7pt;z-index:251659264">'
                f'<v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict>')
    return f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>'


def runs():
    ids = Ids(1000)
    p = lambda *parts, **how: par(inline(ids, parts, **how), style="NoiDung")
    control = lambda tag, inner, **how: around(sdt_pr(ids, tag, **how), inner)
    bookmark = '<w:bookmarkStart w:id="1" w:name="ho_so"/>', '<w:bookmarkEnd w:id="1"/>'
    split = (run("1", bold=True, colour="C00000") + '<w:proofErr w:type="spellStart"/>' + run(".", italic=True) + bookmark[0] + run("13", under=True) + bookmark[1]
             + '<w:r w:rsidR="00A1B2C3"><w:rPr><w:b/><w:sz w:val="32"/></w:rPr><w:t>1</w:t></w:r>' + '<w:proofErr w:type="spellEnd"/>')
    number = ids()
    box = par(inline(ids, "Buổi tuyên truyền: ") + control("tuyen-truyen:6", run("[số]"), number=number), style="Bang")
    notes = control("received", run("[ngày]", size=10))
    out = [
        par(run("Tệp thử: ô điều khiển nội dung ở mọi chỗ"), style="Heading1"),
        # several runs with formats of their own, a bookmark, marks of the spelling checker
        p("Nhiều đoạn chữ: ", control("hien-dai-hoa:3.3", split), " hồ sơ, ", C("trend(hien-dai-hoa:3.3)", None, "[tăng, giảm]"), "."),
        # the control that has a tab and a break in it
        p("Có dấu tab và ngắt dòng: ", control("hien-dai-hoa:3.2", "<w:r><w:tab/></w:r>" + run("[số") + "<w:r><w:br/></w:r>" + run("]")), " dịch vụ."),
        # with its own properties for what is typed, bold italic, and an alias, XML entities in the tag
        p("Dấu ngoặc và dấu so sánh trong tag: ", C("units(hien-dai-hoa:3.3 < 50 in kind:district) | and", "Huyện dưới 50 hồ sơ", "[danh sách]"), "; ", C('tuyen-truyen:5 | over 1000 | in 1000 "ngàn"', 'Tờ rơi & "tờ gấp"'), " tờ rơi.", bold=True, italic=True),
        # curly quotation marks, as Word makes them of what is typed
        p("Dấu ngoặc cong: ", C("tuyen-truyen:3 | over 10 “trên”"), " tin, bài."),
        p("Bên cạnh là hộp văn bản.", text_box(box)),
        p("Có chú thích", '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="1"/></w:r>', "."),
        # paragraphs under a condition: one that holds, one that does not, one in another
        control("if change(hien-dai-hoa:3.3) > 0", p("Số hồ sơ tăng ", C("change(hien-dai-hoa:3.3)"), " hồ sơ (", C("growth(hien-dai-hoa:3.3) | round 1", None, "[tỷ lệ]"), ").") + p("Đoạn thứ hai của cùng điều kiện."), plain=False),
        control("if change(hien-dai-hoa:3.3) < 0", p("Số hồ sơ giảm so với ", C("prev_period_short", None, "[kỳ]"), "; kỳ này ", C("hien-dai-hoa:3.3"), " hồ sơ."), plain=False),
        control("if units(hien-dai-hoa:2.5 = no in kind:district)", p("Còn đơn vị chưa có máy chủ.") + control("if count(units(hien-dai-hoa:2.5 = no)) = 1", p("Đó là ", C("units(hien-dai-hoa:2.5 = no)", None, "[danh sách]"), "."), plain=False), plain=False),
        # what cannot be understood
        p("Chỉ tiêu không có: ", C("hien-dai-hoa:9.9"), "; biểu không có: ", C("khong-co:1"), "; không phải biểu thức: ", C("xin chào các bạn"), "; từ lạ: ", C("perod", None, "[kỳ]"), "."),
        # not ours
        p("Không có tag: ", control(None, run("giữ nguyên 1")), "; tag trống: ", control("", run("giữ nguyên 2")), "."),
        # Word's own hint
        p("Lời nhắc của Word: ", control("san-tmdt:6", run("Click or tap here to enter text.", style="PlaceholderText"), placeholder=True), " lượt."),
        # nothing in it at all
        p("Không có gì bên trong: ", control("san-tmdt:1", ""), " doanh nghiệp."),
        # a control round a whole paragraph
        control("van-ban:B", p("[đoạn]"), plain=False),
        control('items(van-ban:B) | sep "; "', p("[danh sách]"), plain=False),
        # a control inside another, with figures of their own
        p("Ô trong ô: ", control(None, run("trước ") + control("hien-dai-hoa:3.4", run("[số]")) + run(" sau"), plain=False), "."),
    ]
    # a row that is repeated; its second control stands round the cell
    widths = [800, 4000, 2000, TEXT - 6800]
    t = lambda *parts, **how: par(inline(ids, parts, **how), style="Bang")
    around_cell = lambda tag, width, hint: around(sdt_pr(ids, tag, plain=False), cell(width, par(run(hint, italic=True), style="Bang")))
    head = [cell(w, par(run(s, bold=True), style="Bang")) for w, s in zip(widths, ("STT", "Đơn vị", "Hồ sơ", "Ghi chú"))]
    repeated = [cell(widths[0], t(C("rows units(in kind:district) sort hien-dai-hoa:3.3 desc top 5"))), around_cell("unit | short", widths[1], "[đơn vị]"),
                cell(widths[2], t(C("hien-dai-hoa:3.3@unit"))), cell(widths[3], par(run("như mẫu"), style="Bang"))]
    total = [cell(widths[0], t("")), cell(widths[1], par(run("Toàn tỉnh"), style="Bang")), around_cell("hien-dai-hoa:3.3", widths[2], "[số]"), cell(widths[3], par("", style="Bang"))]
    out.append(table(widths, [row(head, head=True), row(repeated), row(total)]))
    out.append(p("Hết."))
    references = [("header", "default", relation("header1")), ("footer", "default", relation("footer1"))]
    more = ("mc", "wp", "a", "wps", "v", "o", "w14")
    footnotes = ('<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
                 '<w:footnote w:id="1">' + par('<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>' + run(" Báo cáo nhận đến ngày ") + notes + run("."), style="FootnoteText") + "</w:footnote>")
    return package("Tệp thử của báo cáo", {
        "document": root("document", f"<w:body>{''.join(out)}{section(references, False)}</w:body>", more), "styles": styles(), "settings": settings(True), "fontTable": font_table(),
        "footnotes": root("footnotes", footnotes),
        "header1": root("hdr", par(run("Kỳ: ") + control("period | upper", run("[kỳ]")), style="Header")),
        "footer1": root("ftr", par(control("office", run("[cơ quan]", italic=True)), style="Footer", jc="right")),
    })


# --------------------------------------------------------------------------------------------------- LibreOffice


def libreoffice(content):
    """The file as LibreOffice saves it, with fixed properties and times."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "vao.docx").write_bytes(content)
        command = [os.environ.get("LIBREOFFICE", "libreoffice"), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "ra"), str(folder / "vao.docx")]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=180)
        with zipfile.ZipFile(folder / "ra" / "vao.docx") as saved:
            parts = {name: saved.read(name) for name in saved.namelist()}
    parts["docProps/core.xml"] = core("Tệp thử của báo cáo").encode()
    app = parts["docProps/app.xml"].decode()
    parts["docProps/app.xml"] = re.sub("<TotalTime>.*?</TotalTime>", "<TotalTime>0</TotalTime>", app).encode()
    return zipped(parts)


def main():
    files = {SAMPLE / "bao-cao.docx": sample(), HERE / "runs.docx": runs()}
    if "--check" in sys.argv:
        differ = [str(path) for path, content in files.items() if not path.exists() or path.read_bytes() != content]
        sys.exit("not as tests/report/make.py writes it: " + ", ".join(differ) if differ else 0)
    if "--libreoffice" in sys.argv:
        files[HERE / "libreoffice.docx"] = libreoffice(files[HERE / "runs.docx"])
    for path, content in files.items():
        path.write_bytes(content)
        print(f"{path}: {len(content)} bytes")


if __name__ == "__main__":
    main()
