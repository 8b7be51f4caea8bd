#!/usr/bin/env python3
"""Tests of tools/check_layers.py on small trees."""

import os
import subprocess
import sys
import tempfile
import unittest

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../tools/check_layers.py")


def check(files):
    """Runs the script on a tree of the given files; its exit code and lines."""
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write(text)
        result = subprocess.run([sys.executable, SCRIPT, root], capture_output=True, text=True,
                                check=False, env={**os.environ, "GIT_CEILING_DIRECTORIES": root})
        return result.returncode, result.stdout.splitlines()


class CheckLayersTest(unittest.TestCase):
    def test_order_is_kept(self):
        self.assertEqual(check({
            "engine/base/a.h": "#pragma once\n#include <string>\n",
            "engine/replay/b.cc": '#include "engine/base/a.h"\n',
        }), (0, []))

    def test_upward_include(self):
        self.assertEqual(check({
            "engine/diff/d.h": "#pragma once\n",
            "engine/base/a.cc": '\n#include "engine/diff/d.h"\n',
        }), (1, ['engine/base/a.cc:2: engine/base may not include "engine/diff/d.h"']))

    def test_third_party_header_in_the_wrong_place(self):
        self.assertEqual(check({"engine/diff/d.cc": "#include <pg_query.h>\n"}), (
            1, ["engine/diff/d.cc:1: <pg_query.h> may be included in parsers/sql, bench only"]))

    def test_relative_and_missing_includes(self):
        code, lines = check({"engine/base/a.cc": '#include "b.h"\n#include "engine/base/c.h"\n'})
        self.assertEqual(code, 1)
        self.assertEqual(lines, [
            'engine/base/a.cc:1: "b.h" is not written as a path from the root of the tree',
            'engine/base/a.cc:2: "engine/base/c.h" does not exist'])

    def test_machine_path_and_guard(self):
        code, lines = check({"tools/a.h": "// see " + "/wo" + "rk/notes\n"})
        self.assertEqual((code, lines), (1, ["tools/a.h:1: names a path of one machine",
                                             "tools/a.h:1: has no #pragma once"]))

    def test_nothing_to_check(self):
        self.assertEqual(check({"README.md": "text\n"})[0], 2)


if __name__ == "__main__":
    unittest.main()
