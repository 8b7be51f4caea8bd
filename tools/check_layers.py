#!/usr/bin/env python3
"""Checks that the tree keeps the order of its layers, and some rules about its text.

usage: tools/check_layers.py [ROOT]

Each folder may include the headers of the folders named for it in LAYERS, and of what those may
include in turn; each third-party library belongs to the folders named in LIBRARIES. Prints one
line per violation and exits with 1 if there is any, 2 if there is nothing to check.
"""

import os
import re
import subprocess
import sys

# What each folder may include besides itself. ANY: everything.
ANY = None
LAYERS = {
    "engine/base": [],
    "engine/pg": ["engine/base"],
    "engine/catalog": ["engine/pg"],
    "parsers/sql": ["engine/base"],
    "parsers/alembic": ["parsers/sql"],
    "parsers/histories": ["parsers/alembic"],
    "engine/analyze": ["engine/catalog", "parsers/sql"],
    "engine/replay": ["engine/analyze"],
    "engine/introspect": ["engine/analyze"],
    "engine/diff": ["engine/catalog"],
    "engine/report": ["engine/diff"],
    "engine/fix": ["engine/diff"],
    "rules": ["engine/diff", "engine/replay", "engine/introspect"],
    "tools": ANY,
    "tests": ANY,
    "bench": ANY,
}

# Headers of third-party libraries -> the folders that may include them.
LIBRARIES = {
    r"pg_query\.h|protobuf/pg_query": ["parsers/sql", "bench"],
    r"simdjson": ["parsers/sql"],
    r"nlohmann/": ["engine/catalog", "engine/report", "tests", "tools"],
    r"xxhash": ["engine/base"],
    r"pqxx/": ["engine/introspect"],
    r"libpq-fe\.h": ["engine/introspect", "tests/support", "tools", "bench"],
    r"CLI/": ["tools"],
    r"benchmark/": ["bench"],
    r"g(test|mock)/": ["tests"],
}

# The tree must not depend on the machine where it was written, nor on one package registry's
# address. Written so that this file does not match itself.
FORBIDDEN = [
    (re.compile(r"(?<![\w.])/w[o]rk/|(?<![\w.}])/o[p]t/(?!homebrew)"), "a path of one machine"),
    (re.compile(r"registry\.npm[j]s\.org|pyp[i]\.org/simple|files\.pythonh[o]sted"),
     "a package registry's address"),
]

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')
SOURCES = (".h", ".cc", ".inc")
TEXTS = SOURCES + (".py", ".md", ".txt", ".cmake", ".sh", ".json", ".toml", ".yaml", ".yml", ".sql")


def tracked_files(root):
    """Paths of the tree's own files, relative to root."""
    git = subprocess.run(
        ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, check=False)
    if git.returncode == 0:
        return sorted(p for p in os.fsdecode(git.stdout).split("\0")
                      if p and os.path.isfile(os.path.join(root, p)))
    found = []
    for directory, folders, files in os.walk(root):
        folders[:] = [f for f in folders if f not in ("build", ".git", ".cache", "__pycache__")]
        found += [os.path.relpath(os.path.join(directory, f), root) for f in files]
    return sorted(found)


def layer_of(path):
    """The layer that a path belongs to: the longest one that is a prefix of it."""
    matches = [layer for layer in LAYERS if path.startswith(layer + "/")]
    return max(matches, key=len) if matches else None


def reachable(layer):
    """All layers that `layer` may include, itself among them; ANY if all."""
    seen, waiting = set(), [layer]
    while waiting:
        current = waiting.pop()
        if LAYERS[current] is ANY:
            return ANY
        if current not in seen:
            seen.add(current)
            waiting += LAYERS[current]
    return seen


def check_include(root, path, quoted, system):
    """Yields what is wrong with one #include line of `path`."""
    layer = layer_of(path)
    name = quoted or system
    for pattern, owners in LIBRARIES.items():
        if re.match(pattern, name) and not any(path.startswith(o + "/") for o in owners):
            yield f"<{name}> may be included in {', '.join(owners)} only"
    if system:
        return
    target = layer_of(name)
    if target is None:
        generated = name.startswith("generated/")
        if not generated:
            yield f'"{name}" is not written as a path from the root of the tree'
        return
    if not os.path.exists(os.path.join(root, name)) and not name.endswith(".inc"):
        yield f'"{name}" does not exist'
    allowed = reachable(layer) if layer else ANY
    if allowed is not ANY and target not in allowed:
        yield f'{layer} may not include "{name}"'


def check_file(root, path):
    """Yields (line, message) for each violation in one file."""
    try:
        with open(os.path.join(root, path), encoding="utf-8") as file:
            lines = file.read().splitlines()
    except UnicodeDecodeError:
        return
    for number, line in enumerate(lines, 1):
        for pattern, what in FORBIDDEN:
            if pattern.search(line):
                yield number, f"names {what}"
        if path.endswith(SOURCES):
            match = INCLUDE.match(line)
            if match:
                for message in check_include(root, path, match[1], match[2]):
                    yield number, message
    if path.endswith(".h") and "#pragma once" not in lines:
        yield 1, "has no #pragma once"


def is_script(root, path):
    """Whether the file begins with a shebang."""
    with open(os.path.join(root, path), "rb") as file:
        return file.read(2) == b"#!"


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "..")
    sources = violations = 0
    for path in tracked_files(root):
        if not path.endswith(TEXTS) and not is_script(root, path):
            continue
        sources += path.endswith(SOURCES)
        for line, message in check_file(root, path):
            violations += 1
            print(f"{path}:{line}: {message}")
    if sources == 0:
        print(f"no source file under {root}")
        return 2
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
