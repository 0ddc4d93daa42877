/*!
Web pages that are named as workbooks, as web systems save their reports: the rows of all tables, one table below the
other, and the text around them in the first column, as Excel shows them. Nothing is run, no link is followed.
*/

use std::collections::BTreeMap;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{HtmlString, StartTag, Token, Tokenizer};

use super::container::{Refusal, check_place};
use super::csv::{decode, push_text};
use super::read::Budget;
use super::runs::{Run, settle};
use super::workbook::{Area, CellRef, Look, Sheet};

/// Widest and highest span that browsers believe.
const WIDEST: u32 = 1000;
const HIGHEST: u32 = 65_534;
/// Deepest nesting that is told apart; what lies deeper counts with what holds it.
const DEEPEST: usize = 64;

/// Reads a web page as a sheet.
pub(super) fn read(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Sheet, Refusal> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let named = head.split_once("charset=").map(|(_, r)| {
        let r = r.trim_start_matches(['"', '\'', ' ']);
        r.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).next().unwrap_or("")
    });
    let text = decode(bytes, named);
    let mut page = Page::new(budget);
    let mut emitter = DefaultEmitter::default();
    // Scripts, styles and the like hold no markup.
    emitter.naively_switch_states(true);
    for Ok(token) in Tokenizer::new_with_emitter(text.as_str(), emitter) {
        match token {
            Token::StartTag(tag) => page.open(&tag)?,
            Token::EndTag(tag) => page.close(&String::from_utf8_lossy(&tag.name))?,
            Token::String(text) => page.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    page.end_table()?;
    page.end_line()?;
    Ok(page.sheet)
}

/// The options of a drop-down list.
#[derive(Default)]
struct Choice {
    options: Vec<(String, bool)>,
    several: bool,
}

impl Choice {
    /// What the list shows: the options that are selected, else the first.
    fn shown(&self) -> String {
        let mut chosen = self.options.iter().filter(|o| o.1).map(|o| o.0.trim());
        if self.several {
            return chosen.collect::<Vec<_>>().join(", ");
        }
        let first = self.options.first().map(|o| o.0.trim());
        chosen.next_back().or(first).unwrap_or("").to_owned()
    }
}

/// Text while it is gathered, with what is known of its parts.
#[derive(Default)]
struct Gathered {
    runs: Vec<Run>,
    /// Open elements that may strike or raise.
    styles: Vec<(String, bool, bool)>,
    choice: Option<Choice>,
}

impl Gathered {
    /// Adds text; white space counts once, as browsers show it.
    fn add(&mut self, text: &str) {
        if let Some(choice) = &mut self.choice {
            if let Some((option, _)) = choice.options.last_mut() {
                option.push_str(text);
            }
            return;
        }
        let (struck, raised) = self.styles.iter().fold((false, false), |a, s| (a.0 || s.1, a.1 || s.2));
        if self.runs.last().is_none_or(|r| (r.struck.is_some(), r.raised) != (struck, raised)) {
            self.runs.push(Run { text: String::new(), struck: struck.then_some(true), raised });
        }
        let Some(run) = self.runs.last_mut() else {
            return;
        };
        for c in text.chars() {
            if !matches!(c, ' ' | '\n' | '\t' | '\r' | '\x0c') {
                run.text.push(c);
            } else if !run.text.ends_with(' ') {
                run.text.push(' ');
            }
        }
    }

    fn end_choice(&mut self) {
        if let Some(choice) = self.choice.take() {
            self.add(&choice.shown());
        }
    }
}

/// The cell that is open.
struct Open {
    wide: u32,
    high: u32,
    hidden: bool,
    struck: bool,
    gathered: Gathered,
    /// Tables inside it that are open.
    tables: usize,
}

/// The page while it is read.
struct Page<'a, 'b> {
    sheet: Sheet,
    budget: &'a mut Budget<'b>,
    /// The row that comes next, or that is open.
    row: u64,
    col: u64,
    in_table: bool,
    in_row: bool,
    row_struck: bool,
    row_hidden: bool,
    /// Cells that reach down from above: first column to last column and the row behind their last.
    above: BTreeMap<u64, (u64, u64)>,
    cell: Option<Open>,
    /// Text outside of tables.
    line: Gathered,
    /// The element that hides what is inside it, and how many of its name are open.
    hiding: Option<(String, usize)>,
    /// Whether that element began within the open cell.
    hiding_in_cell: bool,
    /// A group of rows or a table that is hidden.
    group_hidden: bool,
    table_hidden: bool,
}

impl<'a, 'b> Page<'a, 'b> {
    fn new(budget: &'a mut Budget<'b>) -> Self {
        Page {
            sheet: Sheet::new("html"),
            budget,
            row: 0,
            col: 0,
            in_table: false,
            in_row: false,
            row_struck: false,
            row_hidden: false,
            above: BTreeMap::new(),
            cell: None,
            line: Gathered::default(),
            hiding: None,
            hiding_in_cell: false,
            group_hidden: false,
            table_hidden: false,
        }
    }

    fn open(&mut self, tag: &StartTag<()>) -> Result<(), Refusal> {
        let name = String::from_utf8_lossy(&tag.name);
        match name.as_ref() {
            "table" | "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" if !self.nested(&name) => {
                self.open_structure(&name, tag)
            }
            name => {
                self.open_inline(name, tag)?;
                Ok(())
            }
        }
    }

    /// Whether a tag of a table belongs to a table inside a cell.
    fn nested(&self, name: &str) -> bool {
        self.cell.as_ref().is_some_and(|c| c.tables > 0 || name == "table")
    }

    fn open_structure(&mut self, name: &str, tag: &StartTag<()>) -> Result<(), Refusal> {
        match name {
            "table" => {
                self.end_table()?;
                self.end_line()?;
                self.in_table = true;
                self.table_hidden = is_hidden(tag);
                // Between tables one row stays empty.
                if self.row > 0 {
                    self.row += 1;
                }
            }
            "tbody" | "thead" | "tfoot" => {
                self.end_row()?;
                self.group_hidden = is_hidden(tag);
            }
            "tr" => {
                self.end_row()?;
                self.begin_row(tag);
            }
            _ => {
                self.end_cell()?;
                if !self.in_row {
                    self.end_line()?;
                    self.begin_row(&StartTag::default());
                }
                self.cell = Some(Open {
                    wide: span(tag, "colspan", WIDEST),
                    high: span(tag, "rowspan", HIGHEST),
                    hidden: is_hidden(tag),
                    struck: is_struck(tag),
                    gathered: Gathered::default(),
                    tables: 0,
                });
            }
        }
        Ok(())
    }

    fn begin_row(&mut self, tag: &StartTag<()>) {
        (self.in_table, self.in_row, self.col) = (true, true, 0);
        self.row_struck = is_struck(tag);
        self.row_hidden = self.hiding.is_some() || self.table_hidden || self.group_hidden || is_hidden(tag);
    }

    fn open_inline(&mut self, name: &str, tag: &StartTag<()>) -> Result<(), Refusal> {
        if let Some((hiding, open)) = &mut self.hiding {
            *open += usize::from(hiding == name);
        } else if is_hidden(tag) && !is_void(name) {
            self.hiding = Some((name.to_owned(), 1));
            self.hiding_in_cell = self.cell.is_some();
        }
        if name == "table"
            && let Some(cell) = &mut self.cell
        {
            cell.tables += 1;
        }
        if breaks(name) {
            self.break_text()?;
        }
        if self.hiding.is_some() {
            return Ok(());
        }
        let gathered = self.gathered();
        match name {
            "select" => {
                gathered.end_choice();
                gathered.choice = Some(Choice { several: attribute(tag, "multiple").is_some(), ..Choice::default() });
            }
            "option" => {
                if let Some(choice) = &mut gathered.choice {
                    choice.options.push((String::new(), attribute(tag, "selected").is_some()));
                }
            }
            "input" => {
                let kind = attribute(tag, "type").unwrap_or_default().to_lowercase();
                if matches!(kind.as_str(), "" | "text" | "number" | "tel" | "date" | "month")
                    && let Some(value) = attribute(tag, "value")
                {
                    gathered.add(&value);
                }
            }
            "s" | "strike" | "del" | "sup" | "span" | "font" | "b" | "i" | "u" | "a" => {
                let struck = matches!(name, "s" | "strike" | "del") || is_struck(tag);
                let raised = name == "sup" || style(tag).contains("vertical-align:super");
                if gathered.styles.len() < DEEPEST {
                    gathered.styles.push((name.to_owned(), struck, raised));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Refusal> {
        if let Some((hiding, open)) = &mut self.hiding
            && hiding == name
        {
            *open -= 1;
            if *open == 0 {
                self.hiding = None;
            }
        }
        if matches!(name, "table" | "tr" | "td" | "th" | "tbody" | "thead" | "tfoot") {
            if let Some(cell) = self.cell.as_mut().filter(|c| c.tables > 0) {
                cell.tables -= usize::from(name == "table");
                return self.break_text();
            }
            return match name {
                "table" => self.end_table(),
                "td" | "th" => self.end_cell(),
                _ => {
                    self.end_row()?;
                    self.group_hidden &= name == "tr";
                    Ok(())
                }
            };
        }
        if breaks(name) {
            return self.break_text();
        }
        let gathered = self.gathered();
        match name {
            "select" => gathered.end_choice(),
            name => {
                if let Some(at) = gathered.styles.iter().rposition(|s| s.0 == name) {
                    gathered.styles.remove(at);
                }
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        // Between the cells of a row there is no place for text.
        if self.hiding.is_none() && (self.cell.is_some() || !self.in_table) {
            self.gathered().add(text);
        }
    }

    fn gathered(&mut self) -> &mut Gathered {
        match &mut self.cell {
            Some(cell) => &mut cell.gathered,
            None => &mut self.line,
        }
    }

    /// A new line: a space within a cell, a new row outside of tables.
    fn break_text(&mut self) -> Result<(), Refusal> {
        match &mut self.cell {
            Some(cell) if self.hiding.is_none() => cell.gathered.add(" "),
            Some(_) => {}
            None if !self.in_table => self.end_line()?,
            None => {}
        }
        Ok(())
    }

    /// Text outside of tables has a row of its own.
    fn end_line(&mut self) -> Result<(), Refusal> {
        let mut line = std::mem::take(&mut self.line);
        line.end_choice();
        let before = self.sheet.cells.len();
        self.push(0, line, false)?;
        self.row += u64::from(self.sheet.cells.len() > before);
        Ok(())
    }

    /// Puts gathered text into the current row.
    fn push(&mut self, col: u64, gathered: Gathered, struck: bool) -> Result<(), Refusal> {
        let settled = settle(&gathered.runs, struck);
        let before = self.sheet.cells.len();
        push_text(&mut self.sheet, self.row, col, &settled.text, self.budget)?;
        if self.sheet.cells.len() > before {
            let mut look = Look { struck, ..Look::plain() };
            settled.add_to(&mut look);
            let number = self.sheet.look_number(look);
            if let Some(cell) = self.sheet.cells.last_mut() {
                cell.look = number;
            }
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Refusal> {
        let Some(mut cell) = self.cell.take() else {
            return Ok(());
        };
        if std::mem::take(&mut self.hiding_in_cell) {
            self.hiding = None;
        }
        // A cell that is not shown takes no place.
        if cell.hidden {
            return Ok(());
        }
        cell.gathered.end_choice();
        self.pass_covered()?;
        let (wide, high) = (u64::from(cell.wide), u64::from(cell.high));
        let (row, col) = (self.row, self.col);
        self.push(col, cell.gathered, cell.struck || self.row_struck)?;
        self.col += wide;
        if wide > 1 || high > 1 {
            let (first_row, first_col) = check_place(row, col)?;
            let (last_row, last_col) = (first_row + cell.high - 1, first_col + cell.wide - 1);
            let first = CellRef { row: first_row, col: first_col };
            self.sheet.merges.push(Area { first, last: CellRef { row: last_row, col: last_col } });
        }
        if high > 1 {
            self.above.insert(col, (col + wide - 1, row + high));
        }
        Ok(())
    }

    /// Moves on to the next column that no cell from above covers.
    fn pass_covered(&mut self) -> Result<(), Refusal> {
        while let Some((_, &(last, until))) = self.above.range(..=self.col).next_back()
            && last >= self.col
            && until > self.row
        {
            // Each is paid for, so that a page cannot make others wait.
            self.budget.take()?;
            self.col = last + 1;
        }
        check_place(self.row, self.col)?;
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Refusal> {
        self.end_cell()?;
        if std::mem::take(&mut self.in_row) {
            let (row, _) = check_place(self.row, 0)?;
            if self.row_hidden {
                self.sheet.hidden_rows.push(row);
            }
            self.row += 1;
        }
        Ok(())
    }

    fn end_table(&mut self) -> Result<(), Refusal> {
        self.end_row()?;
        self.above.clear();
        (self.in_table, self.table_hidden, self.group_hidden) = (false, false, false);
        Ok(())
    }
}

/// Elements that begin a line of their own.
fn breaks(name: &str) -> bool {
    matches!(
        name,
        "br" | "p"
            | "div"
            | "li"
            | "ul"
            | "ol"
            | "hr"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "tr"
            | "td"
            | "th"
            | "table"
            | "caption"
            | "body"
            | "head"
            | "title"
            | "center"
            | "form"
            | "section"
            | "header"
            | "footer"
    )
}

/// Elements that have no end.
fn is_void(name: &str) -> bool {
    matches!(name, "br" | "hr" | "img" | "input" | "meta" | "link" | "col" | "area" | "base" | "embed" | "wbr")
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let key = HtmlString::from(name.as_bytes().to_vec());
    tag.attributes.get(&key).map(|v| String::from_utf8_lossy(v).into_owned())
}

/// The style that an element itself states, in small letters and without white space.
fn style(tag: &StartTag<()>) -> String {
    let style = attribute(tag, "style").unwrap_or_default();
    style.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

fn is_hidden(tag: &StartTag<()>) -> bool {
    let name: &[u8] = &tag.name;
    // What these hold is not shown on the page.
    matches!(name, b"script" | b"style" | b"title" | b"noscript" | b"template" | b"xml")
        || attribute(tag, "hidden").is_some()
        || style(tag).contains("display:none")
}

fn is_struck(tag: &StartTag<()>) -> bool {
    style(tag).contains("line-through")
}

/// A number of rows or columns, believed up to what browsers believe.
fn span(tag: &StartTag<()>, name: &str, most: u32) -> u32 {
    let value = attribute(tag, name).unwrap_or_default();
    let value = value.trim_start();
    let digits = value.len() - value.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match value.get(..digits).unwrap_or("") {
        "" => 1,
        d => d.parse().unwrap_or(most).clamp(1, most),
    }
}

#[cfg(test)]
mod tests {
    use super::super::container::Limits;
    use super::super::workbook::Value;
    use super::*;

    fn sheet(html: &str) -> Sheet {
        let limits = Limits::default();
        read(html.as_bytes(), &mut Budget::new(&limits)).unwrap()
    }

    fn cells(html: &str) -> Vec<String> {
        let text = |v: &Value| match v {
            Value::Text(t) => t.to_string(),
            Value::Number(n) => n.to_string(),
            v => format!("{v:?}"),
        };
        sheet(html).cells.iter().map(|c| format!("{}={}", c.at(), text(&c.value))).collect()
    }

    // Rows, cells, spans and character references.
    #[test]
    fn spans_and_references() {
        let html = "<table><tr><th rowspan=2>A</th><th colspan=\"2\">B</th></tr><tr><td>1</td><td>2&amp;3&ndash;&agrave;</td></tr></table>";
        assert_eq!(cells(html), ["A1=A", "B1=B", "B2=1", "C2=2&3–à"]);
        assert_eq!(sheet(html).merges.len(), 2);
        assert_eq!(cells("<table><tr><td>a<tr><td>b<p>c<br>d</table>"), ["A1=a", "A2=b c d"]);
    }

    // A table in a cell is text of that cell.
    #[test]
    fn nested_tables() {
        assert_eq!(
            cells(
                "<table><tr><td><table><tr><td>1</td><td>2</td></tr></table></td><td>x</td></tr><tr><td>y</td></tr></table>"
            ),
            ["A1=1 2", "B1=x", "A2=y"]
        );
    }

    // Of a drop-down list the option that is shown counts.
    #[test]
    fn drop_downs() {
        assert_eq!(
            cells(
                "<table><tr><td><select><option>10<option selected>12</select><td><select><option>a</option><option>b</option></select><td><input value=7><td><input type=hidden value=8></table>"
            ),
            ["A1=12", "B1=a", "C1=7"]
        );
    }

    // Struck text and footnote marks are left out, hidden things too.
    #[test]
    fn marks_and_hidden() {
        let s = sheet(
            "<table><tr><td>100<sup>1</sup><td><s>12</s>15<td>m<sup>2</sup><td style='text-decoration: line-through'>9<td style='display:none'>x<td><span hidden>7</span>8</table>",
        );
        let looks: Vec<Look> = s.cells.iter().map(|c| s.look(c)).collect();
        assert_eq!(
            s.cells.iter().map(|c| c.value.clone()).collect::<Vec<_>>()[..2],
            [Value::Number(100.0), Value::Number(15.0)]
        );
        assert_eq!(s.cells[2].text(), Some("m2"));
        assert!(looks[0].footnote && looks[1].struck_part && looks[2].is_plain() && looks[3].struck);
        assert_eq!((s.cells[4].col, s.cells[4].value.clone()), (4, Value::Number(8.0)));
        let s = sheet(
            "<table><tr hidden><td>1</td></tr><tr><td>2</td></tr></table><div style='display:none'><table><tr><td>3</td></tr></table></div>",
        );
        assert_eq!(s.hidden_rows, [0, 3]);
    }

    // Tables stand one below the other, text around them has rows of its own, scripts are passed over.
    #[test]
    fn several_tables() {
        assert_eq!(
            cells(
                "<html><head><title>t</title><style>td{}</style></head><body><h1>Báo cáo</h1><script>'<td>'</script><!-- <td>no --><table><tr><td>1</td></tr></table>\n<table><tr><td>2</td></tr></table></body></html>"
            ),
            ["A1=Báo cáo", "A3=1", "A5=2"]
        );
    }

    // Spans that lie and pages without end keep to the limits.
    #[test]
    fn hostile_pages() {
        assert_eq!(cells("<table><tr><td colspan=99999999999 rowspan=-3>a<td>b</table>"), ["A1=a", "ALM1=b"]);
        let limits = Limits { cells: 100, ..Limits::default() };
        let many = "<tr><td>1".repeat(101);
        assert!(matches!(read(many.as_bytes(), &mut Budget::new(&limits)), Err(Refusal::TooLarge { .. })));
        let wide = "<table><tr>".to_owned() + &"<td colspan=1000>".repeat(20);
        assert!(matches!(read(wide.as_bytes(), &mut Budget::new(&limits)), Err(Refusal::TooLarge { .. })));
        let deep = "<table><tr><td>".repeat(20_000) + &"<s>".repeat(20_000) + "x";
        assert_eq!(cells(&deep).len(), 1);
        let down = "<table><tr>".to_owned() + &"<td rowspan=9999>".repeat(200) + &"<tr><td>".repeat(200);
        assert!(matches!(read(down.as_bytes(), &mut Budget::new(&limits)), Err(Refusal::TooLarge { .. })));
    }
}
