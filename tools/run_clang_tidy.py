#!/usr/bin/env python3
"""Runs clang-tidy over the project's own files of a compile database, in parallel.

usage: tools/run_clang_tidy.py [--jobs N] [--clang-tidy PROGRAM] BUILD_DIRECTORY [FILE...]

A file that passed is remembered in BUILD_DIRECTORY/clang-tidy, and looked at again only when it,
a header of ours that it includes, its command line, a .clang-tidy or the program changed. Prints
the warnings; exits with 1 if there are any, or a FILE that the database does not have; with 2 if
there is nothing to check.
"""

import argparse
import concurrent.futures
import functools
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), ".."))
FOLDERS = ("engine", "parsers", "rules", "tools", "tests", "bench")
BLOCK = re.compile(r"^(?=/[^\n]*: (?:warning|error): )", re.MULTILINE)
INCLUDE = re.compile(rb'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


@functools.lru_cache(maxsize=None)
def read(path):
    """The file's digest and the files of ours that it includes."""
    with open(path, "rb") as file:
        data = file.read()
    includes = [os.path.join(ROOT, os.fsdecode(name)) for name in INCLUDE.findall(data)]
    return hashlib.sha256(data).digest(), [i for i in includes if os.path.exists(i)]


def closure(path):
    """The file and all headers of ours that it includes, directly or not."""
    seen, waiting = set(), [path]
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            waiting += read(current)[1]
    return sorted(seen)


def configurations(path):
    """The .clang-tidy files that hold for `path`."""
    found, directory = [], os.path.dirname(path)
    while directory.startswith(ROOT):
        candidate = os.path.join(directory, ".clang-tidy")
        if os.path.exists(candidate):
            found.append(candidate)
        directory = os.path.dirname(directory)
    return found


def key(entry, path, version):
    """Changes whenever clang-tidy might find something else."""
    digest = hashlib.sha256(version)
    digest.update(entry.get("command", " ".join(entry.get("arguments", []))).encode())
    for dependency in configurations(path) + closure(path):
        digest.update(dependency.encode() + read(dependency)[0])
    return digest.hexdigest()


class Headers:
    """Precompiles, for clang, the libraries' headers among those that the build precompiles.

    The project's own headers stay out: as parts of a precompiled header they would not be checked.
    """

    def __init__(self, clang, cache):
        self.clang, self.cache = clang, cache
        self.lock, self.made = threading.Lock(), {}

    def arguments(self, command):
        """The compiler's arguments of a command of the database, with our precompiled header."""
        words, kept, header = iter(shlex.split(command)[1:]), [], None
        for word in words:
            if word == "-include":
                header = next(words)
            elif word in ("-o", "-c"):
                next(words)
            elif word not in ("-Winvalid-pch", "-fpch-preprocess") and not word.startswith("-MF"):
                kept.append(word)
        if header is None or self.clang is None:
            return kept
        with self.lock:
            if header not in self.made:
                self.made[header] = self.precompile(header, kept)
        return ["-include-pch", self.made[header], *kept] if self.made[header] else kept

    def precompile(self, header, arguments):
        with open(header, encoding="utf-8") as file:
            lines = [line for line in file if line.startswith("#include <")]
        name = hashlib.sha256((header + "".join(lines)).encode()).hexdigest()[:16]
        source, out = (os.path.join(self.cache, name + suffix) for suffix in (".hxx", ".pch"))
        with open(source, "w", encoding="utf-8") as file:
            file.writelines(lines)
        result = subprocess.run([self.clang, *arguments, "-Wno-everything", "-x", "c++-header",
                                 source, "-o", out], check=False, capture_output=True)
        return out if result.returncode == 0 else None


def check(program, headers, cache, version, entry):
    """The warnings for one file of the database; empty if it is clean."""
    path = entry["file"]
    stamp = os.path.join(cache, key(entry, path, version))
    if os.path.exists(stamp):
        return ""
    result = subprocess.run([program, "--quiet", path, "--", *headers.arguments(entry["command"])],
                            capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
                            cwd=entry["directory"])
    if result.returncode == 0 and "warning:" not in result.stdout:
        with open(stamp, "w", encoding="utf-8") as file:
            file.write(path + "\n")
        return ""
    # Standard error counts suppressed warnings of system headers; it matters when all else is
    # silent.
    return result.stdout.strip() or result.stderr.strip() or f"{path}: clang-tidy failed"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--clang-tidy", default="clang-tidy")
    parser.add_argument("build")
    parser.add_argument("files", nargs="*")
    arguments = parser.parse_args()
    with open(os.path.join(arguments.build, "compile_commands.json"), encoding="utf-8") as file:
        database = json.load(file)
    wanted = {os.path.realpath(f) for f in arguments.files}
    entries = {}
    for entry in database:
        path = os.path.realpath(os.path.join(entry["directory"], entry["file"]))
        ours = path.startswith(tuple(os.path.join(ROOT, f) + os.sep for f in FOLDERS))
        if ours and os.path.exists(path) and (not wanted or path in wanted):
            entries[path] = {**entry, "file": path}
    unknown = sorted(wanted - entries.keys())
    for path in unknown:
        print(f"{path}: not in {arguments.build}/compile_commands.json: configure anew",
              file=sys.stderr)
    if not entries:
        print("no file to check", file=sys.stderr)
        return 1 if unknown else 2
    cache = os.path.join(arguments.build, "clang-tidy")
    os.makedirs(cache, exist_ok=True)
    version = subprocess.run([arguments.clang_tidy, "--version"], capture_output=True,
                             check=True).stdout
    clean = not unknown
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        # The largest first: they take longest.
        order = sorted(entries.values(), key=lambda e: -os.path.getsize(e["file"]))
        clang = shutil.which(arguments.clang_tidy.replace("clang-tidy", "clang++"))
        headers = Headers(clang, os.path.realpath(cache))
        run = functools.partial(check, arguments.clang_tidy, headers, cache, version)
        reported = set()
        for output in pool.map(run, order):
            # A header's warnings come with each file that includes it: print them once.
            for block in BLOCK.split(output):
                if block and block not in reported:
                    print(block.rstrip(), flush=True)
                reported.add(block)
            clean = clean and not output
    print(f"clang-tidy: {len(entries)} files, {'clean' if clean else 'warnings'}", file=sys.stderr)
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
