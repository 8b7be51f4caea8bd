#!/usr/bin/env python3
"""Prints each benchmark's result beside its floor of the same run.

usage: bench/ratios.py RESULTS.json

Reads what Google Benchmark writes; of repeated runs, the medians count. Exits with 1 if a benchmark
failed, 3 if a mark was missed.
"""

import json
import statistics
import sys

# Name, its floor, the mark (how many times the floor it may take), the sizes that the mark is
# for (None: all).
RATIOS = [
    ("Parse", ("RawParse",), None, None),
    ("Replay", ("RawParse",), 3.0, (10000,)),
    ("IntrospectServer", ("CopyFloor",), 1.3, (10000,)),
    ("IntrospectOverTwo", ("CopyFloor",), 1.0, (10000,)),
    ("IntrospectServer", ("PgDump",), None, None),
    ("Check", ("PgDump", "RawParse"), 0.5, (1000,)),
]
KIB_PER_TABLE = 20.0
# Sizes, and how many times as much a table may cost in the larger one, beside the same of the floor.
FLAT = (1000, 100000)
FLAT_MARK = 1.5


def load(path):
    """({(name, tables): {"ms": ..., counter: ...}}, the failed ones)."""
    with open(path, encoding="utf-8") as file:
        entries = json.load(file)["benchmarks"]
    runs, failed = {}, []
    for entry in entries:
        if entry.get("run_type") == "aggregate":
            continue
        name, tables = entry["name"].split("/")[:2]
        if entry.get("error_occurred"):
            failed.append(f"{name} of {tables} tables: {entry.get('error_message', '')}")
        else:
            runs.setdefault((name, int(tables)), []).append(entry)
    results = {}
    for key, repeated in runs.items():
        results[key] = {"ms": statistics.median(e["real_time"] for e in repeated)}
        for counter in ("KiB_per_table",):
            if counter in repeated[0]:
                results[key][counter] = statistics.median(e[counter] for e in repeated)
    return results, failed


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    results, failed = load(sys.argv[1])
    missed = False
    print(f"{'benchmark':<18}{'tables':>8}{'ms':>10}  {'floor':<22}{'ms':>10}{'ratio':>8}{'mark':>8}")
    for name, floors, mark, sizes in RATIOS:
        for tables in sorted(t for n, t in results if n == name):
            if any((floor, tables) not in results for floor in floors):
                continue
            time = results[name, tables]["ms"]
            floor = sum(results[f, tables]["ms"] for f in floors)
            marked = mark is not None and (sizes is None or tables in sizes)
            bad = marked and time / floor > mark
            missed = missed or bad
            print(f"{name:<18}{tables:>8}{time:>10.1f}  {' + '.join(floors):<22}{floor:>10.1f}"
                  f"{time / floor:>8.2f}{f'< {mark:g}' if marked else '':>8}"
                  f"{'  MISSED' if bad else ''}")
    for name, tables in sorted(results):
        memory = results[name, tables].get("KiB_per_table")
        if memory is not None:
            bad = memory > KIB_PER_TABLE
            missed = missed or bad
            print(f"{name:<18}{tables:>8}{memory:>10.1f}  KiB per table{f'< {KIB_PER_TABLE:g}':>35}"
                  f"{'  MISSED' if bad else ''}")
    few, many = FLAT
    if ("Replay", many) in results and ("Replay", few) in results:
        growth = results["Replay", many]["ms"] / results["Replay", few]["ms"] * few / many
        bad = growth > FLAT_MARK
        missed = missed or bad
        print(f"a table in {many}, beside one in {few}:{growth:>35.2f}{f'< {FLAT_MARK:g}':>8}"
              f"{'  MISSED' if bad else ''}")
    for failure in failed:
        print(f"FAILED: {failure}")
    return 1 if failed else 3 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
