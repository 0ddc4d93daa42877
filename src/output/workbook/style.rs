/*!
Fonts, colours and number formats, in one place.

Number formats name the locale of the workbook's language where that is Vietnamese; how thousands and decimals are
marked in the end is Excel's own setting on the reader's machine, which in a Vietnamese office is the dot and the comma.
*/

use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, FormatBorder, XlsxError};

use crate::locale::Lang;

/// The font of office documents (decree 30/2020/NĐ-CP).
const FONT: &str = "Times New Roman";
/// Whole numbers.
pub const WHOLE: &str = "#,##0";
/// Numbers with decimals.
pub const DECIMAL: &str = "#,##0.00";
/// Percentages as they are reported: 95 for 95 %.
pub const PERCENT: &str = "#,##0.0\" %\"";
/// Nothing arose: a zero that shows as a dash.
pub const NIL: &str = "\"-\";\"-\";\"-\"";
/// A change: always with its sign.
pub const CHANGE: &str = "+#,##0;-#,##0;0";
/// A change in points.
pub const CHANGE_POINTS: &str = "+#,##0.0;-#,##0.0;0";

const DARK: Color = Color::RGB(0x1F3864);
const HEAD: Color = Color::RGB(0xDCE6F1);
const SUM: Color = Color::RGB(0xF2F2F2);
const GREY: Color = Color::RGB(0xEDEDED);

/// The font on its own.
pub fn base() -> Format {
    Format::new().set_font_name(FONT).set_font_size(11)
}

/// Formats that sheets share.
pub struct Styles {
    lang: Lang,
    /// A sheet's title.
    pub title: Format,
    /// A sheet's title over several lines.
    pub title_wrapped: Format,
    /// A line under the title.
    pub subtitle: Format,
    /// Lines under the title.
    pub subtitle_wrapped: Format,
    /// The body above the office.
    pub agency: Format,
    /// The office.
    pub agency_own: Format,
    /// The title of what is signed.
    pub heading: Format,
    /// A line under it.
    pub heading_note: Format,
    /// Who signs.
    pub heading_small: Format,
    /// That something is missing.
    pub banner: Format,
    /// A heading of a block.
    pub section: Format,
    /// A column heading.
    pub head: Format,
    /// A column heading on its side.
    pub head_tall: Format,
    /// Text in a cell.
    pub text: Format,
    /// Text in the middle of a cell.
    pub center: Format,
    /// A link.
    pub link: Format,
    /// A cell of something that does not apply.
    pub void: Format,
    /// A cell of something that is missing.
    pub missing: Format,
    /// The name of a unit that has not sent.
    pub missing_name: Format,
    /// A figure that the office corrected.
    corrected: Color,
    /// Text of a total row.
    pub total_text: Format,
    /// A note under a table.
    pub note: Format,
    /// Error.
    pub error: Format,
    /// Warning.
    pub warning: Format,
    /// Good.
    pub good: Format,
}

impl Styles {
    /// Makes the formats.
    pub fn new(lang: Lang) -> Styles {
        let cell = || {
            base()
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::RGB(0xBFBFBF))
                .set_align(FormatAlign::VerticalCenter)
        };
        Styles {
            lang,
            title: base().set_font_size(15).set_bold().set_font_color(DARK),
            title_wrapped: base()
                .set_font_size(15)
                .set_bold()
                .set_font_color(DARK)
                .set_text_wrap()
                .set_align(FormatAlign::Top),
            subtitle: base().set_italic().set_font_color(Color::RGB(0x595959)),
            subtitle_wrapped: base()
                .set_italic()
                .set_font_color(Color::RGB(0x595959))
                .set_text_wrap()
                .set_align(FormatAlign::Top),
            agency: base().set_align(FormatAlign::Center),
            agency_own: base().set_bold().set_align(FormatAlign::Center),
            heading: base()
                .set_font_size(14)
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap(),
            heading_note: base().set_italic().set_align(FormatAlign::Center),
            heading_small: base().set_font_size(12).set_bold().set_align(FormatAlign::Center),
            banner: cell()
                .set_bold()
                .set_background_color(Color::RGB(0xFFC7CE))
                .set_font_color(Color::RGB(0x9C0006))
                .set_text_wrap(),
            section: base().set_font_size(12).set_bold().set_font_color(DARK),
            head: cell().set_bold().set_background_color(HEAD).set_align(FormatAlign::Center).set_text_wrap(),
            head_tall: cell()
                .set_bold()
                .set_background_color(HEAD)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap(),
            text: cell().set_text_wrap(),
            center: cell().set_align(FormatAlign::Center),
            link: cell()
                .set_font_color(Color::RGB(0x0563C1))
                .set_underline(rust_xlsxwriter::FormatUnderline::Single)
                .set_text_wrap(),
            void: cell().set_background_color(GREY),
            missing: cell()
                .set_background_color(Color::RGB(0xFDE9E7))
                .set_font_color(Color::RGB(0x9C0006))
                .set_align(FormatAlign::Center),
            missing_name: cell()
                .set_background_color(Color::RGB(0xFDE9E7))
                .set_font_color(Color::RGB(0x9C0006))
                .set_text_wrap(),
            corrected: Color::RGB(0xFFF2CC),
            total_text: cell().set_bold().set_background_color(SUM).set_text_wrap(),
            note: base().set_font_size(10).set_italic().set_text_wrap().set_align(FormatAlign::Top),
            error: cell()
                .set_background_color(Color::RGB(0xFFC7CE))
                .set_font_color(Color::RGB(0x9C0006))
                .set_align(FormatAlign::Center),
            warning: cell()
                .set_background_color(Color::RGB(0xFFEB9C))
                .set_font_color(Color::RGB(0x7F6000))
                .set_align(FormatAlign::Center),
            good: cell()
                .set_background_color(Color::RGB(0xE2EFDA))
                .set_font_color(Color::RGB(0x375623))
                .set_align(FormatAlign::Center),
        }
    }

    /// A number format in the workbook's language: each of its sections names the locale.
    pub fn localized(&self, format: &str) -> String {
        let locale = self.lang.text("number-locale-excel");
        let named = |s: &str| if s.contains('#') { format!("{locale}{s}") } else { s.to_owned() };
        format.split(';').map(named).collect::<Vec<_>>().join(";")
    }

    /// A number in a cell.
    pub fn number(&self, format: &str) -> Format {
        self.center.clone().set_align(FormatAlign::Right).set_num_format(self.localized(format))
    }

    /// A format on the ground of figures that the office corrected.
    pub fn corrected(&self, format: &Format) -> Format {
        format.clone().set_background_color(self.corrected)
    }

    /// A number of a total row.
    pub fn total(&self, format: &str) -> Format {
        self.total_text.clone().set_align(FormatAlign::Right).set_num_format(self.localized(format))
    }

    /// A number in a table without borders.
    pub fn bare(&self, format: &str) -> Format {
        base().set_num_format(self.localized(format))
    }

    /// A day.
    pub fn date(&self) -> Format {
        self.center.clone().set_num_format(self.lang.text("date-format-excel"))
    }
}

/// A day as Excel's own date.
pub fn excel_day(day: jiff::civil::Date) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs())
}
