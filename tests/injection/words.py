"""The register of kinds, and the words that mistakes are made of."""
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from model import Place, Table, fold

Plant = Callable[[Table], Place | None]


@dataclass(frozen=True)
class Kind:
    """A kind of mistake. `expect` says what is right of the facts and of what is said:
    told: the facts cannot stay as they were in silence; say: they stay as they were, but somebody must be told;
    same: they stay as they were, told or not, as a reader would have it; harmless: they stay as they were and nobody is accused.
    `evidence` is false where nothing in the file (and no past) can show the mistake; `heard` are findings that are an answer though they are infos."""
    name: str
    group: str
    expect: str
    plant: Plant
    layouts: tuple[str, ...]
    evidence: bool
    heard: tuple[str, ...] = ()

    @property
    def sort(self) -> str:
        """Mistakes in figures and records, or in the layout of the sheet."""
        return "figures" if self.group in FIGURES else "layout"


FIGURES = ("scale", "digit", "swap", "cum", "stale", "copy", "answer", "stock", "zero", "ratio", "sum", "record")
KINDS: dict[str, Kind] = {}
ALL = ("indicator-rows", "unit-rows", "records")
UNITS = ("unit-rows",)


def kind(name: str, expect: str, layouts: tuple[str, ...] = ALL, evidence: bool = True, heard: tuple[str, ...] = ()) -> Callable[[Plant], Plant]:
    def add(plant: Plant) -> Plant:
        if name in KINDS:
            raise ValueError(f"two kinds are named {name}")
        KINDS[name] = Kind(name, name.split("-")[0], expect, plant, layouts, evidence, heard)
        return plant
    return add


WORDS: dict[str, dict[str, str]] = {
    "vi": {"unit_line": "Đơn vị báo cáo: ", "measure_line": "Đơn vị tính: ", "thousand": "nghìn", "million": "triệu đồng",
           "other": "Số gia súc, gia cầm", "unknown": "Huyện Diễn Châu", "fragment": "Huyện", "added": "dự kiến", "scope": "của cấp xã",
           "lastyear": "năm trước", "ofwhich": "Trong đó: nữ", "subtotal": "Cộng nhóm 1", "total": "Tổng cộng", "carried": "Cộng mang sang",
           "brought": "Mang sang", "average": "Bình quân", "previous": "Kỳ trước", "plan": "Kế hoạch", "example": "Ví dụ: Xã A",
           "group": "Vùng miền núi", "newrow": "Xã Tân Thành Bắc", "odd": "Cả đơn vị gộp lại", "plainname": "Trung tâm",
           "growth": "Tăng, giảm so với kỳ trước", "sameperiod": "Cùng kỳ năm trước", "ratio": "Tỷ lệ (%)",
           "note": "Ghi chú: số liệu do bộ phận một cửa cung cấp.", "second": "BIỂU THEO DÕI RIÊNG VỀ CÔNG TÁC TÔN GIÁO",
           "cumulative": "Lũy kế từ đầu năm", "estimate": "Ước thực hiện năm", "about": "khoảng", "draft": "nháp", "plan_head": "Kế hoạch",
           "actual_head": "Thực hiện", "remark": "Ghi thêm", "prev_title": "Quý IV năm 2018", "prev_year": "Quý I năm 2018",
           "month_title": "Tháng 3 năm 2019", "range": "Từ ngày 15/12/2018 đến ngày 14/3/2019", "short": "Q1/2019", "prev_sheet": "Quý IV-2018",
           "prev_file": "Q4-2018", "yes_odd": "Có nhưng đang hỏng", "target": "Chỉ tiêu giao",
           "in_thousands": "Ghi chú: số liệu tính theo nghìn.",
           "issued": "(Ban hành kèm theo Công văn số 112/STTTT)", "partial": "Trong đó: hộ nghèo"},
    "en": {"unit_line": "Reporting unit: ", "measure_line": "Unit of measure: ", "thousand": "thousand", "million": "million dollars",
           "other": "Cattle and poultry", "unknown": "Eastwold District", "fragment": "District", "added": "expected", "scope": "of villages",
           "lastyear": "last year", "ofwhich": "of which rural", "subtotal": "Subtotal", "total": "Grand total", "carried": "Carried forward",
           "brought": "Brought forward", "average": "Average", "previous": "Previous month", "plan": "Plan", "example": "Example: Clinic A",
           "group": "Northern area", "newrow": "Riverside Clinic", "odd": "The whole district together", "plainname": "Central",
           "growth": "Change on previous month", "sameperiod": "Same month last year", "ratio": "Share (%)",
           "note": "Note: figures were supplied by the records office.", "second": "SEPARATE LIST OF CLOSED FACILITIES",
           "cumulative": "Year to date", "estimate": "Estimate for the year", "about": "about", "draft": "draft", "plan_head": "Planned",
           "actual_head": "Actual", "remark": "Comments", "prev_title": "Month: February 2024", "prev_year": "Month: March 2023",
           "month_title": "First quarter of 2024", "range": "1 March 2024 to 31 March 2024", "short": "Month: 2024-03", "prev_sheet": "Feb 2024",
           "prev_file": "2024-02", "yes_odd": "Yes but flooded", "target": "Target", "in_thousands": "Note: figures in thousands.", "issued": "(Circular 12 of the Ministry)",
           "partial": "of which referred"},
}
OPPOSITES = {
    "vi": [("kỳ này", "kỳ trước"), ("kết quả thực hiện", "kế hoạch thực hiện"), ("thực hiện", "kế hoạch"), ("kết quả", "kế hoạch"), ("số liệu", "số hiệu"),
           ("điện tử", "giấy"), ("không có", "có"), ("có", "chưa có"), ("đã", "chưa"), ("tổng số", "trong đó"), ("phát hành", "thu hồi"),
           ("tham dự", "vắng mặt"), ("được trang bị", "không được trang bị"), ("mới", "cũ"), ("chào mua", "đã mua"), ("công khai", "chưa công khai"),
           ("trung ương", "địa phương"), ("phổ biến", "không phổ biến"), ("trên", "ngoài"), ("tin, bài", "ảnh"), ("cán bộ", "lao động hợp đồng")],
    "en": [("under", "over"), ("over", "under"), ("outpatient", "inpatient"), ("first", "last"), ("fourth", "third"), ("live births", "miscarriages"),
           ("stillbirths", "live births"), ("all births", "home births"), ("antenatal", "postnatal"), ("open", "closed"), ("female", "male"), ("male", "female"),
           ("beds", "broken beds"), ("deliveries", "discharges")]}
NEIGHBOURS = [("male", "mile"), ("female", "fennel"), ("births", "berths"), ("beds", "beads"), ("under", "udder"), ("over", "oven"), ("fourth", "forth"),
              ("first", "fist"), ("open", "oven"), ("day", "bay"), ("live", "love"), ("all", "ill"), ("visit", "vista"), ("care", "cake"), ("visits", "visas")]
MARKS = "\u0300\u0301\u0303\u0309\u0323"


def swap_word(text: str, pairs: list[tuple[str, str]]) -> str | None:
    """The text with the first of the pairs' words that stands in it replaced, in the case of the text."""
    for old, new in pairs:
        if found := re.search(rf"(?<!\w){re.escape(old)}(?!\w)", text, re.I):
            new = new.upper() if found.group().isupper() else new.capitalize() if found.group()[0].isupper() else new
            return text[:found.start()] + new + text[found.end():]
    return None


def real_word(text: str, lang: str, rng: Random) -> str | None:
    """A word replaced by another word that is a letter or a tone away: in Vietnamese another tone on a syllable is always one that is said."""
    if lang == "en":
        return swap_word(text, rng.sample(NEIGHBOURS, len(NEIGHBOURS)))
    syllables = [m for m in re.finditer(r"[^\W\d_]{2,}", unicodedata.normalize("NFC", text)) if not m.group().isupper() or text.isupper()]
    for m in rng.sample(syllables, len(syllables)):
        plain = unicodedata.normalize("NFD", m.group())
        tone = next((x for x in plain if x in MARKS), "")
        closed = re.search(r"(c|ch|p|t)$", plain, re.I)
        free = [x for x in (MARKS[1] + MARKS[4] if closed else MARKS) if x != tone]
        if tone and not (closed and len(free) < 1):
            new = unicodedata.normalize("NFC", plain.replace(tone, rng.choice(free)))
            nfc = unicodedata.normalize("NFC", text)
            return nfc[:m.start()] + new + nfc[m.end():]
    return None


def typo(text: str, lang: str, rng: Random) -> str | None:
    """A slip of the hand that makes no word: a letter doubled inside a long English word, or at the head of a Vietnamese syllable."""
    spots = [m.start() + 3 for m in re.finditer(r"[A-Za-z]{7,}", text)] if lang == "en" else \
        [m.start() for m in re.finditer(r"(?<!\w)[bcdghklmnprstvxBCDGHKLMNPRSTVX](?=\w\w)", unicodedata.normalize("NFC", text))]
    short = [range(*m.span()) for m in re.finditer(r"[^\W\d_]+", text) if m.group().isupper() and not text.isupper()]
    spots = [i for i in spots if text[i].lower() not in "aeiou" and not any(i in s for s in short)]  # no slips in abbreviations
    if not spots:
        return None
    i = rng.choice(spots)
    return text[:i] + text[i] + text[i:]


def number_changed(text: str) -> str | None:
    found = re.search(r"\d+", text)
    return text[:found.start()] + str(int(found.group()) + 1) + text[found.end():] if found else None


def word_left_out(text: str, rng: Random) -> str | None:
    words = text.split(" ")
    if len(words) < 3:
        return None
    i = rng.randrange(1, len(words) - 1)
    return " ".join(words[:i] + words[i + 1:])


def other_than(t: Table, text: str | None, old: str) -> str | None:
    """The text, if it is none that the form declares and not the old one again."""
    return text if text and fold(text) != fold(old) and fold(text) not in t.project.words(t.form) else None
