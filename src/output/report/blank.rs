/*!
The template that the program makes from the project, where the office has none: laid out by decree 30/2020, sections by
form, a sentence for each indicator.
*/

use std::io::{Cursor, Write};

use jiff::civil::Date;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::docx::{DocxError, escaped};
use crate::finding::Lang;
use crate::locale::say;
use crate::project::Project;
use crate::project::form::{Aggregation, Layout, ValueType};
use crate::project::period::Period;

/// Points in twentieths, as Word counts.
const BODY: u32 = 28;
const SMALL: u32 = 22;

/// Makes a template for the kind of period of which this is one.
pub fn template(project: &Project, period: Period, lang: Lang) -> Result<Vec<u8>, DocxError> {
    let mut doc = Writer { lang, out: String::new(), id: 1000 };
    doc.head(project);
    doc.title(project);
    doc.body(project, period);
    doc.signature(project);
    let document = doc.document();
    let parts: [(&str, String); 8] = [
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("docProps/core.xml", core(project)),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", OF_DOCUMENT.to_owned()),
        ("word/styles.xml", styles(lang)),
        ("word/settings.xml", SETTINGS.to_owned()),
        ("word/header1.xml", header()),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes()).map_err(zip::result::ZipError::from)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// How a paragraph looks.
#[derive(Default, Clone, Copy)]
struct Look {
    /// `left`, `center` or `both`.
    align: &'static str,
    bold: bool,
    italic: bool,
    /// Half points.
    size: u32,
    /// First line's indent, in twentieths of a point.
    indent: u32,
    /// Room above, likewise.
    before: u32,
    /// Stays on the page of the next one.
    keep: bool,
}

const CENTER: Look =
    Look { align: "center", bold: false, italic: false, size: BODY, indent: 0, before: 0, keep: false };
const TEXT: Look =
    Look { align: "both", bold: false, italic: false, size: BODY, indent: 720, before: 120, keep: false };

/// A piece of a paragraph.
enum Piece<'a> {
    Text(&'a str),
    /// A control: its tag, and what it is for.
    Control(&'a str, &'a str),
}

struct Writer {
    lang: Lang,
    out: String,
    id: u32,
}

impl Writer {
    fn looks(look: Look) -> String {
        let bold = if look.bold { "<w:b/><w:bCs/>" } else { "" };
        let italic = if look.italic { "<w:i/><w:iCs/>" } else { "" };
        let size = if look.size == 0 { BODY } else { look.size };
        format!("<w:rPr>{bold}{italic}<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr>")
    }

    fn run(look: Look, text: &str) -> String {
        format!("<w:r>{}<w:t xml:space=\"preserve\">{}</w:t></w:r>", Self::looks(look), escaped(text))
    }

    fn control(&mut self, look: Look, tag: &str, name: &str) -> String {
        self.id += 1;
        let (tag, name) = (escaped(tag), escaped(&name.chars().take(60).collect::<String>()));
        format!(
            "<w:sdt><w:sdtPr>{}<w:alias w:val=\"{name}\"/><w:tag w:val=\"{tag}\"/><w:id w:val=\"{}\"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
            Self::looks(look),
            self.id,
            Self::run(look, "…")
        )
    }

    fn paragraph(&mut self, look: Look, pieces: &[Piece<'_>]) -> String {
        let keep = if look.keep { "<w:keepNext/>" } else { "" };
        let indent = if look.indent > 0 { format!("<w:ind w:firstLine=\"{}\"/>", look.indent) } else { String::new() };
        let mut out = format!(
            "<w:p><w:pPr>{keep}<w:spacing w:before=\"{}\" w:after=\"0\"/>{indent}<w:jc w:val=\"{}\"/></w:pPr>",
            look.before, look.align
        );
        for piece in pieces {
            out.push_str(&match piece {
                Piece::Text(text) => Self::run(look, text),
                Piece::Control(tag, name) => self.control(look, tag, name),
            });
        }
        out.push_str("</w:p>");
        out
    }

    /// A line under what stands above it, as long as a part of the column.
    fn line(share: u32, column: u32) -> String {
        let side = column * (100 - share) / 200;
        format!(
            "<w:p><w:pPr><w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"000000\"/></w:pBdr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"120\" w:lineRule=\"exact\"/><w:ind w:left=\"{side}\" w:right=\"{side}\"/></w:pPr></w:p>"
        )
    }

    fn put(&mut self, look: Look, pieces: &[Piece<'_>]) {
        let paragraph = self.paragraph(look, pieces);
        self.out.push_str(&paragraph);
    }

    /// A table of one row without borders.
    fn beside(&mut self, columns: &[(u32, String)]) {
        let widths: String = columns.iter().map(|(w, _)| format!("<w:gridCol w:w=\"{w}\"/>")).collect();
        let cells: String = columns
            .iter()
            .map(|(w, inner)| format!("<w:tc><w:tcPr><w:tcW w:w=\"{w}\" w:type=\"dxa\"/></w:tcPr>{inner}</w:tc>"))
            .collect();
        self.out.push_str(&format!(
            "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/><w:jc w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>{widths}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"
        ));
    }

    /// The agency, the motto, number and date.
    fn head(&mut self, project: &Project) {
        const LEFT: u32 = 3371;
        const RIGHT: u32 = 5700;
        let lang = self.lang;
        let strong = |size: u32| Look { bold: true, size, ..CENTER };
        let office = if project.office.is_empty() { lang.text("blank-office") } else { project.office.clone() };
        let superior = match project.signature.superior.as_str() {
            "" => lang.text("blank-superior"),
            own => own.to_owned(),
        };
        let left = [
            self.paragraph(Look { size: 24, ..CENTER }, &[Piece::Text(&superior.to_uppercase())]),
            self.paragraph(strong(24), &[Piece::Text(&office.to_uppercase())]),
            Self::line(40, LEFT),
            self.paragraph(Look { size: 26, before: 60, ..CENTER }, &[Piece::Text(&lang.text("blank-number"))]),
        ]
        .concat();
        let place = match project.signature.place.as_str() {
            "" => lang.text("blank-place"),
            own => own.to_owned(),
        };
        let date = Look { italic: true, size: 26, before: 60, ..CENTER };
        let right = [
            self.paragraph(strong(24), &[Piece::Text(&lang.text("blank-country"))]),
            self.paragraph(strong(26), &[Piece::Text(&lang.text("blank-motto"))]),
            Self::line(62, RIGHT),
            self.paragraph(date, &[Piece::Text(&format!("{place}, ")), Piece::Text(&lang.text("blank-date"))]),
        ]
        .concat();
        self.beside(&[(LEFT, left), (RIGHT, right)]);
    }

    fn title(&mut self, project: &Project) {
        let strong = Look { bold: true, ..CENTER };
        let name = self.lang.text("blank-report");
        self.put(Look { before: 360, keep: true, ..strong }, &[Piece::Text(&name)]);
        self.put(Look { keep: true, ..strong }, &[Piece::Text(&project.title)]);
        let period = self.lang.text("blank-period");
        self.put(Look { keep: true, ..strong }, &[Piece::Control("period | capital", &period)]);
        let line = Self::line(40, 9070);
        self.out.push_str(&line);
    }

    fn body(&mut self, project: &Project, period: Period) {
        let lang = self.lang;
        let heading = Look { bold: true, keep: true, before: 180, ..TEXT };
        let due: Vec<usize> = (0..project.forms.len()).filter(|f| project.forms[*f].is_due(period)).collect();
        let intro = [
            Piece::Text(&lang.text("blank-intro-until")),
            Piece::Control("received", "received"),
            Piece::Text(&lang.text("blank-intro-of")),
            Piece::Control("period", "period"),
            Piece::Text(&lang.text("blank-intro-end")),
        ];
        self.put(TEXT, &intro);
        let mut number = 0;
        let mut numbered = |text: &str| {
            number += 1;
            format!("{}. {text}", roman(number))
        };
        if !project.key_figures.is_empty() {
            let head = numbered(&lang.text("blank-key-figures")).to_uppercase();
            self.put(heading, &[Piece::Text(&head)]);
            for key in project.key_figures.iter().filter(|k| due.contains(&k.form)) {
                self.sentence(project, key.form, key.indicator, true);
            }
        }
        let head = numbered(&lang.text("blank-by-form")).to_uppercase();
        self.put(heading, &[Piece::Text(&head)]);
        for (n, form) in due.iter().enumerate() {
            let spec = &project.forms[*form];
            self.put(heading, &[Piece::Text(&format!("{}. {}", n + 1, spec.title))]);
            let code = &spec.code;
            let (got, all) = (format!("reported({code})"), format!("expected({code})"));
            let (text, behind) = (lang.text("blank-sent"), lang.text("blank-sent-units"));
            self.put(
                TEXT,
                &[
                    Piece::Text(&text),
                    Piece::Control(&got, &got),
                    Piece::Text("/"),
                    Piece::Control(&all, &all),
                    Piece::Text(&behind),
                ],
            );
            for indicator in 0..spec.indicators.len() {
                self.sentence(project, *form, indicator, false);
            }
        }
        let head = numbered(&lang.text("blank-completeness")).to_uppercase();
        self.put(heading, &[Piece::Text(&head)]);
        for form in &due {
            let spec = &project.forms[*form];
            let (missing, late) = (format!("missing({})", spec.code), format!("late({})", spec.code));
            let (text, and) = (say!(lang, "blank-missing", form = spec.short.as_str()), lang.text("blank-late"));
            self.put(
                TEXT,
                &[
                    Piece::Text(&text),
                    Piece::Control(&missing, &missing),
                    Piece::Text(&and),
                    Piece::Control(&late, &late),
                    Piece::Text("."),
                ],
            );
        }
    }

    /// A sentence about an indicator.
    fn sentence(&mut self, project: &Project, form: usize, indicator: usize, with_trend: bool) {
        let spec = &project.forms[form];
        let of = &spec.indicators[indicator];
        // Records and texts are no figures; a list is told as its items.
        let is_list = of.aggregation == Aggregation::List || of.kind == ValueType::List;
        let has_total = of.kind.is_numeric()
            || matches!(of.kind, ValueType::YesNo | ValueType::Percent | ValueType::Ratio | ValueType::Rate);
        if !is_list
            && (!has_total
                || of.aggregation == Aggregation::None
                || spec.layout == Layout::Records && !of.is_computed())
        {
            return;
        }
        let plain = !of.code.chars().any(|c| c.is_whitespace() || "()|=!<>\"“”@]".contains(c));
        let figure = if plain { format!("{}:{}", spec.code, of.code) } else { format!("[{}:{}]", spec.code, of.code) };
        const LONGEST: usize = 64;
        let fits = |tag: &str| tag.encode_utf16().count() <= LONGEST;
        let begin = format!("- {}: ", of.name);
        let measure = if of.unit.is_empty() { String::new() } else { format!(" {}", of.unit) };
        let lang = self.lang;
        let (tag, behind) = match of.kind {
            _ if is_list => (format!("items({figure})"), String::new()),
            ValueType::YesNo => (format!("of({figure})"), lang.text("blank-of-units")),
            ValueType::Percent | ValueType::Ratio => (format!("{figure} | percent 1"), String::new()),
            _ => (figure.clone(), measure),
        };
        let tag = if fits(&tag) { tag } else { figure.clone() };
        if !fits(&tag) {
            // Word takes no longer tag: its place is seen, and the office gives the expression a name (`[report.values]`).
            let text = format!("{begin}{} ({figure})", lang.text("report-missing"));
            return self.put(TEXT, &[Piece::Text(&text)]);
        }
        let trend = format!("trend({figure})");
        let mut pieces = vec![Piece::Text(&begin), Piece::Control(&tag, &of.name), Piece::Text(&behind)];
        if with_trend && !is_list && fits(&trend) {
            pieces.extend([Piece::Text(", "), Piece::Control(&trend, &trend)]);
        }
        pieces.push(Piece::Text("."));
        self.put(TEXT, &pieces);
    }

    fn signature(&mut self, project: &Project) {
        const LEFT: u32 = 4300;
        const RIGHT: u32 = 4770;
        let lang = self.lang;
        let own = &project.signature;
        let list = Look { align: "left", size: SMALL, ..TEXT };
        let list = Look { indent: 0, before: 0, ..list };
        let mut left = self.paragraph(
            Look { bold: true, italic: true, size: 24, ..list },
            &[Piece::Text(&lang.text("blank-recipients"))],
        );
        let recipients = if own.recipients.is_empty() {
            vec![lang.text("blank-recipient"), lang.text("blank-archive")]
        } else {
            own.recipients.clone()
        };
        for recipient in &recipients {
            left.push_str(&self.paragraph(list, &[Piece::Text(&format!("- {recipient}"))]));
        }
        let strong = Look { bold: true, ..CENTER };
        let title = if own.title.is_empty() { lang.text("blank-signer") } else { own.title.clone() };
        let name = if own.name.is_empty() { lang.text("blank-name") } else { own.name.clone() };
        let mut right = String::new();
        for line in own.capacity.iter().chain([&title]) {
            right.push_str(&self.paragraph(Look { keep: true, ..strong }, &[Piece::Text(&line.to_uppercase())]));
        }
        // Room for the signature and the seal.
        right.push_str(&self.paragraph(Look { before: 1400, ..strong }, &[Piece::Text(&name)]));
        let gap = self.paragraph(Look { before: 120, size: 12, ..CENTER }, &[]);
        self.out.push_str(&gap);
        self.beside(&[(LEFT, left), (RIGHT, right)]);
        let end = self.paragraph(Look { size: 2, ..CENTER }, &[]);
        self.out.push_str(&end);
    }

    /// The whole: A4, margins of 20, 20, 30 and 20 mm, page numbers from the second page on.
    fn document(self) -> String {
        format!(
            "{HEAD}<w:document xmlns:w=\"{WORD}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>{}<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId3\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1701\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/><w:pgNumType w:start=\"1\"/><w:titlePg/></w:sectPr></w:body></w:document>",
            self.out
        )
    }
}

fn roman(n: usize) -> &'static str {
    const NUMBERS: [&str; 10] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
    NUMBERS.get(n.wrapping_sub(1)).copied().unwrap_or("")
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/><Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/><Override PartName=\"/word/settings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/><Override PartName=\"/word/header1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/><Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>";
const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>";
const OF_DOCUMENT: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings\" Target=\"settings.xml\"/><Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/header\" Target=\"header1.xml\"/></Relationships>";
const SETTINGS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:settings xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:defaultTabStop w:val=\"720\"/><w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>";

fn core(project: &Project) -> String {
    // Of no day: what it was made from is told by what is filled in.
    let day = Date::constant(2020, 1, 1);
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator><dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:created></cp:coreProperties>",
        escaped(&project.title),
        escaped(&project.office)
    )
}

/// Times New Roman everywhere, 14 points.
fn styles(lang: Lang) -> String {
    let tag = if lang == Lang::Vi { "vi-VN" } else { "en-GB" };
    let font = "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"Times New Roman\" w:cs=\"Times New Roman\"/>";
    format!(
        "{HEAD}<w:styles xmlns:w=\"{WORD}\"><w:docDefaults><w:rPrDefault><w:rPr>{font}<w:sz w:val=\"{BODY}\"/><w:szCs w:val=\"{BODY}\"/><w:lang w:val=\"{tag}\" w:eastAsia=\"{tag}\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"0\" w:line=\"259\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/><w:rPr>{font}</w:rPr></w:style><w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/></w:style><w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style></w:styles>"
    )
}

/// The page's number, in the middle of the top margin.
fn header() -> String {
    let run =
        |inner: &str| format!("<w:r><w:rPr><w:sz w:val=\"{BODY}\"/><w:szCs w:val=\"{BODY}\"/></w:rPr>{inner}</w:r>");
    let field = [
        run("<w:fldChar w:fldCharType=\"begin\"/>"),
        run("<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>"),
        run("<w:fldChar w:fldCharType=\"separate\"/>"),
        run("<w:t>2</w:t>"),
        run("<w:fldChar w:fldCharType=\"end\"/>"),
    ]
    .concat();
    format!("{HEAD}<w:hdr xmlns:w=\"{WORD}\"><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>{field}</w:p></w:hdr>")
}
