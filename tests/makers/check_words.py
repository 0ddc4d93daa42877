#!/usr/bin/env python3
"""Checks tests/words/different.tsv and slips.tsv against the rule "meaning, not likeness".

    python3 tests/makers/check_words.py         # exit status 1 if a line is in the wrong file
    python3 tests/makers/check_words.py --why   # also says why for every line

The rule, written here apart from the program (from the spelling tables of src/text/legacy.rs and the list
src/text/words-en.txt, both read from their files). Two labels are the same if their words are, after normalisation.
Else the written one is a slip of the declared one only if
- it has the same number of words, and all but one are the same;
- that one is known: a Vietnamese syllable in a Vietnamese label, a listed word of six letters or more in an English
  one (names, abbreviations, numerals and codes that no list knows are not forgiven anything);
- what is written is no word: no Vietnamese syllable, not in the list, no single letter, nothing with a digit or of
  Roman numerals, and not made of the declared word by another beginning (un-, re-, north-) or ending (-er, -ee) that
  turns its meaning;
- it is one wrong, missing, added or doubled letter or two neighbours exchanged away (English of ten letters or more:
  two of these), or it is a Telex key that stayed a letter (tiêsp, hôj);
- no letter is added or dropped at its beginning, unless the first is doubled.

A letter with its marks counts as one. Words are compared both so, and with the tone as a letter of its own at the
end. The checks are wide for different.tsv (either form) and narrow for slips.tsv (both forms, but for Telex).
"""
import csv
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORDS = set((ROOT / "src/text/words-en.txt").read_text(encoding="ascii").split())
RUST = (ROOT / "src/text/legacy.rs").read_text(encoding="utf-8")
PLACES = {"row", "column", "upper", "unit"}
LEAST = {"different.tsv": (220, {"column": 60, "upper": 25, "unit": 40, "row": 1}), "slips.tsv": (120, dict.fromkeys(PLACES, 1))}

MARKS = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
TELEX_TONES = {"f": 1, "r": 2, "x": 3, "s": 4, "j": 5}
TELEX_SHAPES = {"aa": "â", "ee": "ê", "oo": "ô", "dd": "đ", "aw": "ă", "ow": "ơ", "uw": "ư"}

# Beginnings and endings that make another word of an English one.
BEGINNINGS = set(
    "a an ab ad ante anti auto be bi by co counter cross de dec des di dia dis down e east em en epi ex extra fore "
    "great half hemi hetero high homo hyper hypo il im in inc inter intra intro ir iso left life live low lower macro "
    "mal max mega micro mid mini mis mono multi neo new no non north nor off old on one out over para peri poly post "
    "pre pro quadri re right self semi short south step still sub super tele trans tri two ultra un under uni up "
    "upper west with".split()
)
ENDINGS = set(
    "able al an ance ant ate ation ations ed ee ees ence ent er ers es ess est ful ible ic ied ies ing ings ion ions "
    "ise ised ish ism ist ists ity ive ize ized less like ly man men ment ments ness or ors ous s ship some th ty "
    "ward wise woman women y".split()
)
# Endings that are mistaken for each other and mean the same.
ALIKE_ENDINGS = [{"ance", "ence"}, {"ant", "ent"}, {"able", "ible"}, {"er", "or"}, {"ers", "ors"}, {"ise", "ize"}, {"ised", "ized"}]


def rust_strings(name: str) -> list[str]:
    body = re.search(rf"const {name}: \[&str; \d+\] = \[(.*?)\];", RUST, re.S).group(1)
    return [re.sub(r"\\\n\s*", "", text) for text in re.findall(r'"((?:[^"\\]|\\.|\\\n)*)"', body, re.S)]


ONSETS = rust_strings("ONSETS")
RIMES = {rime for row in rust_strings("RIMES") for rime in row.split()}
PLACE_WORDS = set(rust_strings("PLACE_WORDS"))
VOWELS = "aăâeêioôơuưy"


def split_tone(letter: str) -> tuple[str, int]:
    """A letter without its tone, and the tone (0 for the level one)."""
    parts = unicodedata.normalize("NFD", letter)
    tone = next((MARKS[mark] for mark in parts if mark in MARKS), 0)
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in MARKS)), tone


def fits(onset: str, rime: str) -> bool:
    first = rime[:1]
    if not first:
        return False
    front = first in "eêiy"
    ok = {
        "c": not front,
        "ng": not front,
        "k": front,
        "gh": front and first != "y",
        "ngh": front and first != "y",
        "g": not front or (first == "i" and rime not in ("ia", "iu")),
        "gi": first not in "iêy",
        "qu": first not in "ouư",
    }.get(onset, True)
    if first != "y":
        return ok
    if rime == "y":
        return ok and onset in ("", "h", "k", "l", "m", "n", "qu", "s", "t", "th", "v")
    if rime in ("yêm", "yêng", "yêu"):
        return ok and onset == ""
    if rime in ("yên", "yêt"):
        return ok and onset in ("", "qu")
    return ok and onset == "qu"


def may_carry_tone(rime: str, at: int) -> bool:
    vowels = re.match(f"[{VOWELS}]*", rime).group()
    is_open = vowels == rime
    marked = [i for i, c in enumerate(vowels) if not c.isascii()]
    if marked:
        return at == marked[-1]
    if len(vowels) == 2 and is_open and rime in ("oa", "oe", "uy"):
        return at < 2
    return at == (0 if len(vowels) == 1 or (len(vowels) == 2 and is_open) else 1)


def is_syllable(word: str) -> bool:
    """is_vietnamese_syllable of legacy.rs."""
    if not word or len(word) > 7:
        return False
    if word in PLACE_WORDS:
        return True
    pairs = [split_tone(letter) for letter in word]
    level = "".join(letter for letter, _ in pairs)
    tones = [(tone, at) for at, (_, tone) in enumerate(pairs) if tone]
    if len(tones) > 1:
        return False
    for onset in ONSETS:
        rime = level[len(onset) :]
        if not level.startswith(onset) or not fits(onset, rime) or rime not in RIMES:
            continue
        stop = rime.endswith(("p", "t", "c", "ch"))
        if not tones:
            if not stop:
                return True
            continue
        tone, at = tones[0]
        if (not stop or tone in (4, 5)) and at >= len(onset) and may_carry_tone(rime, at - len(onset)):
            return True
    return False


def same_key(word: str) -> str:
    """A word with its tone as a digit at the end, and i for y after a consonant."""
    pairs = [split_tone(letter) for letter in word]
    level = "".join(letter for letter, _ in pairs)
    level = re.sub(r"^([bcdđghklmnpqrstvx]+)y$", r"\1i", level)
    return level + "".join(str(tone) for _, tone in pairs if tone)


def words_of(label: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", label).lower())


def distance(a: str, b: str) -> int:
    """Wrong, missing and added letters and exchanged neighbours."""
    rows = [list(range(len(b) + 1))]
    for i in range(1, len(a) + 1):
        row = [i]
        for j in range(1, len(b) + 1):
            best = min(rows[-1][j - 1] + (a[i - 1] != b[j - 1]), rows[-1][j] + 1, row[-1] + 1)
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def is_telex(declared: str, written: str) -> bool:
    """Whether one Telex key of the declared word stayed a letter."""
    for at, letter in enumerate(written):
        rest = written[:at] + written[at + 1 :]
        if at and letter in TELEX_TONES and not re.search(r"\d", same_key(rest)):
            if same_key(rest) + str(TELEX_TONES[letter]) == same_key(declared):
                return True
        pair = "".join(split_tone(c)[0] for c in written[at : at + 2])
        if pair in TELEX_SHAPES:
            tones = "".join(c for c in same_key(written) if c.isdigit())
            level = "".join(split_tone(c)[0] for c in written)
            if level[:at] + TELEX_SHAPES[pair] + level[at + 2 :] + tones == same_key(declared):
                return True
    return False


def moves_first_letter(declared: str, written: str) -> bool:
    """Whether a letter is added or dropped at the beginning, other than the first one doubled."""
    for long, short in ((written, declared), (declared, written)):
        extra = len(long) - len(short)
        for cut in range(1, extra + 2):
            tail = long[cut:]
            # What is left after the cut has to be nearer to the other word than the whole was.
            if long[0] != short[0] and distance(tail, short) <= distance(long, short) - cut:
                return True
    return False


def is_stem(part: str) -> bool:
    """Whether part is what an ending is put to: visit-, vaccinat(e)-, referr-; shorter words are not listed."""
    forms = {part, part + "e", part + "y", part[:-1] if part[-1] == part[-2] else part}
    return any(len(form) < 5 or form in WORDS for form in forms)


def other_word(declared: str, written: str) -> str:
    """Why what is written is the declared English word with another beginning or ending; empty if it is not."""
    for size in range(3, min(len(declared), len(written)) + 1):
        if declared[-size:] == written[-size:]:
            old, new = declared[:-size], written[:-size]
            if old != new and (not old or old in BEGINNINGS) and (not new or new in BEGINNINGS):
                return f"beginning {old or 'none'}/{new or 'none'}"
        if declared[:size] == written[:size]:
            old, new = declared[size:], written[size:]
            # Quantity, quantitty: the last letter before the ending is there twice.
            doubled = new == declared[size - 1] + old or old == declared[size - 1] + new
            ends = (not old or old in ENDINGS) and (not new or new in ENDINGS)
            if old != new and not doubled and ends and {old, new} not in ALIKE_ENDINGS and is_stem(declared[:size]):
                return f"ending {old or 'none'}/{new or 'none'}"
    return ""


def is_vietnamese(words: list[str]) -> bool:
    return any(not word.isascii() for word in words) or all(is_syllable(w) or w.isdigit() for w in words)


def judge(declared: str, written: str) -> tuple[str, str]:
    """("same" | "slip" | "slip?" | "other", why); "slip?" is one in one of the two forms of the words only."""
    a, b = words_of(declared), words_of(written)
    if [same_key(w) for w in a] == [same_key(w) for w in b]:
        return "same", "the same words"
    if len(a) != len(b):
        return "other", "another number of words"
    changed = [(x, y) for x, y in zip(a, b) if same_key(x) != same_key(y)]
    if len(changed) > 1:
        return "other", "several words"
    x, y = changed[0]
    vietnamese = is_vietnamese(a)
    if re.search(r"\d", x + y) or (re.fullmatch("[ivxlcdm]+", x) and re.fullmatch("[ivxlcdm]+", y)):
        return "other", "number"
    if min(len(x), len(y)) < 2:
        return "other", "single letter"
    if is_syllable(y) or y in WORDS:
        return "other", "written is a word"
    if vietnamese:
        if not is_syllable(x):
            return "other", "declared is no syllable"
        limit = 1
    else:
        if len(x) < 6:
            return "other", "short"
        if x not in WORDS:
            return "other", "declared is not listed"
        limit = 2 if len(x) >= 10 else 1
    if (vietnamese or re.search(r"[^\x00-\x7f]", x)) and is_telex(x, y):
        return "slip", "Telex"
    forms = (distance(x, y), distance(same_key(x), same_key(y)))
    if min(forms) > limit:
        return "other", f"{min(forms)} letters"
    if moves_first_letter(x, y):
        return "other", "first letter"
    if not vietnamese and (why := other_word(x, y)):
        return "other", why
    return ("slip" if max(forms) <= limit else "slip?"), f"{min(forms)} of {len(x)} letters"


def main(explain: bool) -> int:
    faults = 0
    assert sorted(WORDS) == (ROOT / "src/text/words-en.txt").read_text().split(), "words-en.txt is not sorted"
    for name, wanted in (("different.tsv", {"other"}), ("slips.tsv", {"slip"})):
        path = ROOT / "tests/words" / name
        text = path.read_text(encoding="utf-8")
        if text != unicodedata.normalize("NFC", text):
            faults += 1
            print(f"{name}: not NFC")
        lines, places, reasons, languages = text.splitlines(), Counter(), Counter(), Counter()
        if len(set(tuple(line.split("\t")[:3]) for line in lines)) != len(lines):
            faults += 1
            print(f"{name}: a line is there twice")
        for number, line in enumerate(lines, 1):
            cells = line.split("\t")
            if len(cells) != 4 or cells[0] not in PLACES or not all(c and c == c.strip() for c in cells):
                faults += 1
                print(f"{name}:{number}: not four filled fields")
                continue
            place, declared, written, _ = cells
            # A pair that means different things does so both ways round.
            results = [judge(declared, written)] + ([judge(written, declared)] if name == "different.tsv" else [])
            for verdict, why in results:
                if verdict not in wanted:
                    faults += 1
                    print(f"{name}:{number}: {verdict} ({why}): {declared} / {written}")
            places[place] += 1
            reasons[results[0][1]] += 1
            languages["vi" if is_vietnamese(words_of(declared)) else "en"] += 1
            if explain:
                print(f"{name}:{number}: {results[0][1]}: {declared} / {written}")
        least, by_place = LEAST[name]
        if len(lines) < least or any(places[p] < n for p, n in by_place.items()):
            faults += 1
            print(f"{name}: too few lines")
        print(f"{name}: {len(lines)} lines, {dict(places)}, {dict(languages)}")
        print("  " + ", ".join(f"{why} {n}" for why, n in reasons.most_common()))
    print("all as it should be" if not faults else f"{faults} faults")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main("--why" in sys.argv))
