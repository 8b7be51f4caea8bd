#!/usr/bin/env python3
"""Checks that tools/demo shows what it should, and leaves nothing behind however it ends.

usage: demo_test.py ROOT
"""

import glob
import os
import re
import signal
import subprocess
import sys
import time
import unittest

ROOT = sys.argv.pop(1) if len(sys.argv) > 1 else "."
DEMO = os.path.join(ROOT, "tools", "demo")


def leftovers():
    """The directories of demos, and the processes that name one."""
    found = set(glob.glob("/tmp/schema-diff-demo-*"))
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            with open(path, "rb") as file:
                line = file.read().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if "schema-diff-demo-" in line:
            found.add(path + " " + line)
    return found


class Demo(unittest.TestCase):
    def setUp(self):
        self.before = leftovers()

    def left(self):
        # The watchdog may end a moment after the script.
        for _ in range(100):
            new = leftovers() - self.before
            if not new:
                return new
            time.sleep(0.1)
        return new

    def start(self, *arguments):
        return subprocess.Popen([DEMO, "--no-setup", *arguments], stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True, cwd=ROOT,
                                start_new_session=True)

    def test_shows_the_states_asked_for(self):
        demo = self.start("applied", "stamped")
        output, _ = demo.communicate(timeout=300)
        self.assertEqual(demo.returncode, 0, output)
        self.assertEqual(re.findall(r"-> exit code (\d)", output), ["0", "1"], output)
        for table in ("plugin_executions", "plugin_metrics", "plugin_alerts"):
            self.assertRegex(output, r"missing +table public\.%s" % table)
        self.assertFalse(self.left())

    def test_refuses_unknown_states(self):
        demo = self.start("nowhere")
        output, _ = demo.communicate(timeout=300)
        self.assertEqual(demo.returncode, 2, output)
        self.assertIn("unknown state: nowhere", output)

    def test_leaves_nothing_behind_when_ended(self):
        for sent, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)):
            with self.subTest(signal=sent.name):
                demo = self.start()
                for line in demo.stdout:
                    if re.search(r"PostgreSQL \d", line):
                        break  # the server runs, and the first database is being made
                demo.send_signal(sent)
                demo.communicate(timeout=300)
                self.assertEqual(demo.returncode, code)
                self.assertFalse(self.left())

    def test_keeps_the_server_when_asked(self):
        demo = self.start("--keep", "behind")
        output, _ = demo.communicate(timeout=300)
        self.assertEqual(demo.returncode, 0, output)
        psql = re.search(r"psql: +(\S+) -h (\S+) -U postgres", output)
        stop = re.search(r"to stop: +(.+)", output)
        self.assertTrue(psql and stop, output)
        rows = subprocess.run([psql[1], "-X", "-At", "-h", psql[2], "-U", "postgres", "-d",
                               "unity_behind", "-c", "SELECT version_num FROM alembic_version"],
                              capture_output=True, text=True, check=True).stdout
        self.assertEqual(rows, "a1b2c3d4e5f6\n")
        subprocess.run(stop[1], shell=True, check=True)
        self.assertFalse(self.left())


if __name__ == "__main__":
    unittest.main()
