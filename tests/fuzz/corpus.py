#!/usr/bin/env python3
"""Makes what the fuzz targets begin with: corpora and a dictionary, from the cases of the tests.

usage: corpus.py DIRECTORY

DIRECTORY/sql has one file for each case, DIRECTORY/plpgsql one for each code in dollar quotes (and
that of the tests of DO), DIRECTORY/words.dict the words that they are made of.
"""
import collections
import hashlib
import pathlib
import re
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
DOLLAR = re.compile(r"(\$\w*\$)(.*?)\1", re.DOTALL)
WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]{1,30}")


def write(directory: pathlib.Path, text: str) -> None:
    name = hashlib.sha1(text.encode()).hexdigest()[:16]
    (directory / name).write_text(text)


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    to = pathlib.Path(sys.argv[1])
    for name in ("sql", "plpgsql"):
        (to / name).mkdir(parents=True, exist_ok=True)
    words = collections.Counter()
    for path in sorted((TESTS / "cases").rglob("*.sql")):
        text = path.read_text()
        write(to / "sql", text)
        words.update(WORD.findall(text))
        for _, code in DOLLAR.findall(text):
            if re.search(r"\bbegin\b", code, re.IGNORECASE):
                write(to / "plpgsql", code)
    # The strings of the tests hold blocks as well.
    for path in sorted((TESTS / "unit" / "replay").glob("*.cc")):
        for code in re.findall(r"\$\$(.*?)\$\$", path.read_text(), re.DOTALL):
            code = re.sub(r'"\s*\n\s*"', "", code).replace("\\n", "\n").replace('\\"', '"')
            if re.search(r"\bbegin\b", code, re.IGNORECASE):
                write(to / "plpgsql", code)
    signs = ["$$", "::", ":=", "/*", "*/", "--", "\\\\connect ", "\\\\set ", "\\\\if ", "E'", "U&'"]
    often = [word for word, count in words.most_common(1500) if count > 2]
    with open(to / "words.dict", "w") as dictionary:
        for word in signs + often:
            dictionary.write(f'"{word}"\n')
    return 0


if __name__ == "__main__":
    sys.exit(main())
