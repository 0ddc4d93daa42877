#!/usr/bin/env python3
"""Writes src/text/words-en.txt, the English words that a misspelling must not be, and its licence.

Source: the Debian packages wamerican-large and wbritish-large (SCOWL):

    apt-get install -y wamerican-large wbritish-large
    python3 tests/makers/make_words_en.py

A word is kept if it has five letters or more, all of them a to z as it stands in a list: proper nouns (which the
lists have with a capital only), possessives, hyphenated and accented words fall out. One word a line, each once,
sorted by bytes, so that the program can search it by halves. Two runs with the same packages give the same bytes.

Only words of six letters or more are forgiven a slip, but one letter less makes five of six: scales, sales.

With --names the proper nouns stay in as well, in lower case (Cooper and Hooper are then both words).
"""
import re
import sys
from pathlib import Path

SOURCES = [Path("/usr/share/dict") / f"{country}-english-large" for country in ("american", "british")]
LICENCES = [Path("/usr/share/doc") / f"{package}-large" / "copyright" for package in ("wamerican", "wbritish")]
TEXT = Path(__file__).resolve().parents[2] / "src" / "text"
LIMIT = 1_600_000


def main(with_names: bool) -> None:
    for path in SOURCES + LICENCES:
        if not path.is_file():
            sys.exit(f"{path} is missing: apt-get install -y wamerican-large wbritish-large")
    form = re.compile("[A-Za-z][a-z]{4,}" if with_names else "[a-z]{5,}")
    lines = [line for path in SOURCES for line in path.read_text(encoding="utf-8").splitlines()]
    words = sorted({line.lower() for line in lines if form.fullmatch(line)})
    data = "".join(f"{word}\n" for word in words).encode("ascii")
    if len(data) > LIMIT:
        sys.exit(f"{len(data)} bytes, over the limit of {LIMIT}")
    licence, other = (path.read_text(encoding="utf-8") for path in LICENCES)
    if licence != other:
        licence += "\n" + other
    (TEXT / "words-en.txt").write_bytes(data)
    (TEXT / "words-en.LICENSE").write_text(
        "words-en.txt is taken from the Debian packages wamerican-large and wbritish-large (version 2020.12.07)\n"
        "by tests/makers/make_words_en.py. Their copyright file, in full:\n\n" + licence,
        encoding="utf-8",
    )
    print(f"{len(words)} words, {len(data)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:] == ["--names"])
