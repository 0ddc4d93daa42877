//! Makes projects of any size with their workbooks: raw XML, compressed as Excel does, the same bytes every time.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Cursor, Write as _};
use std::path::Path;

use rayon::prelude::*;

/// The two forms: indicators down for one unit, or things down and indicators across.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// So many indicators, one a row, with number, label, unit of measure and figure.
    Indicators(usize),
    /// So many rows of so many columns, the first of which names the thing.
    Table(usize, usize),
}

impl Shape {
    fn code(self) -> char {
        if matches!(self, Shape::Indicators(_)) { 'i' } else { 't' }
    }
}

/// A project to make: each unit sends each form once, and some send the first one again.
#[derive(Debug, Clone)]
pub struct Plan {
    pub name: &'static str,
    pub what: &'static str,
    pub units: usize,
    pub forms: Vec<Shape>,
    pub again: usize,
}

impl Plan {
    pub fn workbooks(&self) -> usize {
        self.units * self.forms.len() + self.again
    }
}

const PERIOD: &str = "2024-03";
const FIGURES: [&str; 17] = [
    "Doctors",
    "Nurses",
    "Midwives",
    "Beds",
    "Visits",
    "Admissions",
    "Transfers",
    "Births",
    "Deaths",
    "Vaccinations",
    "Home calls",
    "Insured",
    "Uninsured",
    "Tests",
    "Surgeries",
    "Complaints",
    "Meetings",
];

/// A small generator of pseudo-random numbers (splitmix64): the data need not be good, but always the same.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % n
    }
}

/// Makes the project in a folder, unless it stands there already.
pub fn make(plan: &Plan, folder: &Path) -> io::Result<()> {
    let done = folder.join("made");
    let stamp = format!("2 {plan:?}");
    if fs::read_to_string(&done).is_ok_and(|s| s == stamp) {
        return Ok(());
    }
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder.join("forms"))?;
    fs::write(folder.join("tonghop.toml"), PROJECT)?;
    fs::write(folder.join("units.csv"), register(plan.units))?;
    for (f, shape) in plan.forms.iter().enumerate() {
        fs::write(folder.join(format!("forms/m{:02}.toml", f + 1)), form(f, *shape))?;
    }
    (0..plan.units).into_par_iter().try_for_each(|unit| {
        let place = folder.join(format!("submissions/{PERIOD}/{unit:05}"));
        fs::create_dir_all(&place)?;
        for (f, shape) in plan.forms.iter().enumerate() {
            let name = format!("m{:02}-{}", f + 1, shape.code());
            fs::write(place.join(format!("{name}.xlsx")), workbook(unit, f, *shape, 0)?)?;
            if f == 0 && unit < plan.again {
                fs::write(place.join(format!("{name} v2.xlsx")), workbook(unit, f, *shape, 1)?)?;
            }
        }
        io::Result::Ok(())
    })?;
    fs::write(done, stamp)
}

const PROJECT: &str = r#"title = "Returns of the month"
province = "P"
language = "en"
regime = "calendar"
[[kind]]
code = "province"
[[kind]]
code = "region"
[[kind]]
code = "commune"
"#;

/// Communes under regions, a hundred each.
fn register(units: usize) -> String {
    let mut out = String::from("code,name,kind,designation,parent\nP,All,province,,\n");
    for region in 0..units.div_ceil(100) {
        let _ = writeln!(out, "R{region:02},Region {region:02},region,,P");
    }
    for unit in 0..units {
        let _ = writeln!(out, "C{unit:05},Commune {unit:05},commune,,R{:02}", unit / 100);
    }
    out
}

fn title(form: usize) -> String {
    const ABOUT: [&str; 12] = [
        "health",
        "schools",
        "roads",
        "land",
        "water",
        "forests",
        "fairs",
        "courts",
        "elections",
        "taxes",
        "housing",
        "harvest",
    ];
    format!("Monthly return {:02} on {}", form + 1, ABOUT[form % ABOUT.len()])
}

fn form(number: usize, shape: Shape) -> String {
    let mut out = format!("code = \"m{:02}\"\ntitle = \"{}\"\nfrequency = \"month\"\n", number + 1, title(number));
    match shape {
        Shape::Indicators(rows) => {
            out.push_str("layout = \"indicator-rows\"\n[reporters]\nkinds = [\"commune\"]\n[columns]\n");
            out.push_str(
                "label = [\"Indicator\"]\ncode = [\"No.\"]\nmeasure = [\"Unit of measure\"]\nvalue = [\"Figure\"]\n",
            );
            for i in 0..rows {
                let _ = write!(
                    out,
                    "[[indicator]]\ncode = \"{0}\"\nname = \"{1}\"\nunit = \"cases\"\ntype = \"count\"\n",
                    i + 1,
                    label(number, i)
                );
            }
        }
        Shape::Table(_, columns) => {
            out.push_str("layout = \"unit-rows\"\n[reporters]\nkinds = [\"commune\"]\n[rows]\nregistered = false\n");
            out.push_str("[columns]\nrow = [\"Facility\"]\n");
            for c in 0..columns - 1 {
                let _ = write!(
                    out,
                    "[[indicator]]\ncode = \"{}\"\nname = \"{1}\"\nheader = [\"{1}\"]\ntype = \"count\"\n",
                    c + 1,
                    FIGURES[c % FIGURES.len()]
                );
            }
        }
    }
    out
}

fn label(form: usize, row: usize) -> String {
    const WHAT: [&str; 10] =
        ["requests", "permits", "visits", "repairs", "loans", "grants", "fines", "courses", "surveys", "reports"];
    const HOW: [&str; 6] = ["received", "settled in time", "settled late", "refused", "withdrawn", "still open"];
    format!("Number of {} {} under heading {}", WHAT[row / 6 % 10], HOW[row % 6], form + 1)
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Texts, each once, and the sheet that names them by number.
#[derive(Default)]
struct Sheet {
    texts: Vec<String>,
    xml: String,
}

impl Sheet {
    fn row(&mut self, row: usize, cells: &[(char, Result<u64, String>)]) {
        let _ = write!(self.xml, "<row r=\"{row}\">");
        for (column, value) in cells {
            let _ = match value {
                Ok(n) => write!(self.xml, "<c r=\"{column}{row}\" s=\"1\"><v>{n}</v></c>"),
                Err(text) => {
                    let at = self.texts.iter().rposition(|t| t == text).filter(|_| self.texts.len() < 100);
                    let at = at.unwrap_or_else(|| {
                        self.texts.push(text.clone());
                        self.texts.len() - 1
                    });
                    write!(self.xml, "<c r=\"{column}{row}\" t=\"s\"><v>{at}</v></c>")
                }
            };
        }
        self.xml.push_str("</row>");
    }
}

fn workbook(unit: usize, form: usize, shape: Shape, version: u64) -> io::Result<Vec<u8>> {
    let mut random = Random((unit as u64) << 20 | (form as u64) << 8 | version);
    let text = |t: &str| Err(t.to_owned());
    let mut sheet = Sheet::default();
    sheet.row(1, &[('A', Err(format!("{} March 2024", title(form))))]);
    sheet.row(2, &[('A', Err(format!("Reporting unit: Commune {unit:05}")))]);
    let last = match shape {
        Shape::Indicators(rows) => {
            sheet.row(
                4,
                &[('A', text("No.")), ('B', text("Indicator")), ('C', text("Unit of measure")), ('D', text("Figure"))],
            );
            for i in 0..rows {
                let figure = Ok(random.below(5000));
                sheet.row(
                    5 + i,
                    &[('A', Ok(i as u64 + 1)), ('B', Err(label(form, i))), ('C', text("cases")), ('D', figure)],
                );
            }
            format!("D{}", 4 + rows)
        }
        Shape::Table(rows, columns) => {
            let letter = |c: usize| char::from(b'A' + c as u8);
            let mut heads = vec![('A', text("Facility"))];
            heads.extend((1..columns).map(|c| (letter(c), text(FIGURES[(c - 1) % FIGURES.len()]))));
            sheet.row(4, &heads);
            for r in 0..rows {
                let mut cells = vec![('A', Err(format!("Facility {unit:05}-{r}")))];
                cells.extend((1..columns).map(|c| (letter(c), Ok(random.below(5000)))));
                sheet.row(5 + r, &cells);
            }
            format!("{}{}", letter(columns - 1), 4 + rows)
        }
    };
    let texts: String = sheet.texts.iter().map(|t| format!("<si><t>{t}</t></si>")).collect();
    let count = sheet.texts.len();
    let package = "http://schemas.openxmlformats.org/package/2006";
    let types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                r#"{HEAD}<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="{types}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="{types}.sharedStrings+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#
            ),
        ),
        (
            "_rels/.rels",
            format!(
                r#"{HEAD}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="{package}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#
            ),
        ),
        (
            "docProps/core.xml",
            format!(
                r#"{HEAD}<cp:coreProperties xmlns:cp="{package}/metadata/core-properties" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dcterms:modified xsi:type="dcterms:W3CDTF">2024-04-02T0{}:00:00Z</dcterms:modified></cp:coreProperties>"#,
                version + 1
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets><sheet name="Return" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"{HEAD}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{REL}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                r##"{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0"/></numFmts><fonts count="1"><font><sz val="11"/><name val="Times New Roman"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf fontId="0"/><xf numFmtId="164" fontId="0" applyNumberFormat="1"/></cellXfs></styleSheet>"##
            ),
        ),
        (
            "xl/sharedStrings.xml",
            format!(r#"{HEAD}<sst xmlns="{MAIN}" count="{count}" uniqueCount="{count}">{texts}</sst>"#),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                r#"{HEAD}<worksheet xmlns="{MAIN}"><dimension ref="A1:{last}"/><sheetData>{}</sheetData></worksheet>"#,
                sheet.xml
            ),
        ),
    ];
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .compression_level(Some(6));
    for (name, data) in parts {
        zip.start_file(name, options).map_err(io::Error::other)?;
        zip.write_all(data.as_bytes())?;
    }
    Ok(zip.finish().map_err(io::Error::other)?.into_inner())
}
