#!/usr/bin/env python3
"""Compares the SQL that we read from Alembic projects with what Alembic itself prints.

usage: compare_offline_sql.py --dump DUMP_SQL [--verbose] [--python-from VARIABLE] PROJECT...

Runs `alembic upgrade heads --sql` (and, for projects with one head, `alembic downgrade`) in this
process, with the Alembic and SQLAlchemy of the interpreter that runs the script, on each project
(a directory with an alembic.ini), and compares it revision by revision and statement by
statement with DUMP_SQL's output. Exits with 0 where all agree, 1 where something differs, 2 on
bad usage and 77 (skipped) where Alembic is not installed. With --python-from, an environment
variable names the interpreter to use instead; it is skipped where the variable is not set.

A line `# needs: sqlalchemy 2.0, alembic 1.12` in a project's alembic.ini names the versions that
its files need; with older ones it is skipped, and said so.

What may differ, and why:
  white space     ours is laid out for reading; outside of quotes it means nothing
  alembic_version Alembic's bookkeeping; we do not print it
  order of runs   of CREATE INDEX, and of ALTER TABLE ... ADD, within one call: SQLAlchemy keeps
                  the indexes and constraints of a table in sets, whose order is random
  backslashes     before 2.1 SQLAlchemy's offline mode doubles them in constants, as if
                  standard_conforming_strings were off; on a connection it does not, nor do we
  STORED          2.1 leaves it out of computed columns offline, and writes it on servers before 18
  SERIAL          2.1 no longer numbers a sole NUMERIC key by itself
"""

import argparse
import difflib
import io
import json
import os
import re
import subprocess
import sys


def split_statements(sql):
    """The statements of an SQL text, white space outside of quotes collapsed."""
    statements, current, at = [], [], 0

    def finish():
        text = re.sub(r"\s+([,)])", r"\1", "".join(current))
        text = re.sub(r"\(\s+", "(", text).strip()
        if text:
            statements.append(text)
        current.clear()

    while at < len(sql):
        dollar = re.compile(r"\$\w*\$").match(sql, at)
        if sql[at] in "'\"":
            end = sql.find(sql[at], at + 1)
            end = len(sql) if end < 0 else end + 1
            current.append(sql[at:end])
            at = end
        elif sql.startswith("--", at):
            end = sql.find("\n", at)
            at = len(sql) if end < 0 else end
        elif dollar:
            end = sql.find(dollar.group(), dollar.end())
            end = len(sql) if end < 0 else end + len(dollar.group())
            current.append(sql[at:end])
            at = end
        elif sql[at] == ";":
            finish()
            at += 1
        elif sql[at].isspace():
            current.append(" ")
            while at < len(sql) and sql[at].isspace():
                at += 1
        else:
            current.append(sql[at])
            at += 1
    finish()
    return statements


UNORDERED = re.compile(
    r"CREATE (UNIQUE )?INDEX |ALTER TABLE \S+ ADD (CONSTRAINT|FOREIGN|UNIQUE|CHECK)")


def sort_runs(statements):
    out, run = [], []
    for statement in statements:
        if UNORDERED.match(statement):
            run.append(statement)
            continue
        out += sorted(run) + [statement]
        run = []
    return out + sorted(run)


BOOKKEEPING = re.compile(r"(CREATE TABLE|INSERT INTO|UPDATE|DELETE FROM|DROP TABLE) "
                         r"(\w+\.)?alembic_version\b")


def version(text):
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def unmet_needs(project, versions):
    with open(os.path.join(project, "alembic.ini"), encoding="utf-8") as file:
        needs = re.search(r"^# needs: (.*)$", file.read(), re.M)
    for need in needs.group(1).split(",") if needs else []:
        package, wanted = need.split()
        if versions[package] < version(wanted):
            return need.strip()
    return None


def alembic_sql(project, direction):
    """{revision: [statement, ...]} as Alembic prints them in its offline mode."""
    from alembic import command
    from alembic.config import Config
    from alembic.ddl import impl

    printed = []
    original = impl.DefaultImpl.static_output
    impl.DefaultImpl.static_output = lambda self, text: printed.append(text)
    here = os.getcwd()
    os.chdir(project)
    try:
        config = Config("alembic.ini", stdout=io.StringIO(), output_buffer=io.StringIO())
        config.attributes["configure_logger"] = False
        if direction == "up":
            command.upgrade(config, "heads", sql=True)
        else:
            command.downgrade(config, "head:base", sql=True)
    finally:
        os.chdir(here)
        impl.DefaultImpl.static_output = original
    by_revision, current = {}, None
    for text in printed:
        step = re.match(r"-- Running (upgrade|downgrade) (.*?) -> (.*)$", text)
        if step:
            # A merge has several revisions on its left or right side.
            revision = step.group(3 if direction == "up" else 2)
            current = by_revision.setdefault(revision, [])
        elif current is not None:
            current.append(text)
    # The transaction around everything ends after the last revision.
    if current is not None and current and current[-1] == "COMMIT;":
        current.pop()
    return {revision: [statement for text in texts for statement in split_statements(text)
                       if not BOOKKEEPING.match(statement)]
            for revision, texts in by_revision.items()}


def our_sql(dump, project, direction):
    arguments = [dump] + (["--down"] if direction == "down" else []) + ["alembic:" + project]
    result = subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            universal_newlines=True)
    if result.returncode != 0:
        raise SystemExit("%s: %s" % (project, result.stderr))
    out, unread = {}, []
    for line in result.stdout.splitlines():
        revision = json.loads(line)
        out[revision["revision"]] = split_statements(";\n".join(
            text.replace("\t", "    ") for text in revision["sql"]))
        unread += ["%s: %s" % (revision["revision"], reason) for reason in revision["unread"]]
    return out, unread


def normalize(statements, versions):
    out = []
    for statement in statements:
        statement = statement.replace("\\\\", "\\")
        if versions["sqlalchemy"] >= (2, 1):
            statement = re.sub(r"\) STORED\b", ")", statement)
            statement = re.sub(r"\b(\w+) (NUMERIC(\(\d+(, \d+)?\))?|SERIAL) NOT NULL",
                               r"\1 <number> NOT NULL", statement)
        out.append(statement)
    return sort_runs(out)


def compare(dump, project, direction, versions, verbose):
    theirs = alembic_sql(project, direction)
    ours, unread = our_sql(dump, project, direction)
    problems = ["not fully read: " + reason for reason in unread]
    for revision in sorted(set(theirs) | set(ours)):
        expected = normalize(theirs.get(revision, []), versions)
        actual = normalize(ours.get(revision, []), versions)
        if expected == actual:
            continue
        problems.append("%s (%s):" % (revision, direction))
        problems += ["    " + line for line in difflib.unified_diff(
            expected, actual, "alembic", "ours", lineterm="", n=0)]
    count = sum(len(statements) for statements in theirs.values())
    if verbose or problems:
        print("%s, %s: %d revisions, %d statements, %s" % (
            project, direction, len(theirs), count, "DIFFERENT" if problems else "same"))
        print("\n".join(problems))
    return not problems


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dump", required=True)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--python-from")
    parser.add_argument("projects", nargs="+")
    options = parser.parse_args()
    if options.python_from:
        python = os.environ.get(options.python_from)
        if not python:
            print("skipped: %s is not set" % options.python_from)
            return 77
        arguments = [argument for argument in sys.argv
                     if argument not in ("--python-from", options.python_from)]
        os.execv(python, [python] + arguments)
    try:
        import alembic
        import sqlalchemy
    except ImportError as error:
        print("skipped: %s" % error)
        return 77
    sys.dont_write_bytecode = True
    versions = {"alembic": version(alembic.__version__),
                "sqlalchemy": version(sqlalchemy.__version__)}
    if versions["sqlalchemy"] < (2, 0):
        # Unity's files are of SQLAlchemy 2, whose generic UUID is written like the dialect's.
        from sqlalchemy.dialects import postgresql
        sqlalchemy.UUID = postgresql.UUID
    same = True
    compared = 0
    for project in options.projects:
        need = unmet_needs(project, versions)
        if need:
            print("%s: skipped, needs %s" % (project, need))
            continue
        compared += 1
        same &= compare(options.dump, os.path.normpath(project), "up", versions, options.verbose)
        if single_head(project):
            same &= compare(options.dump, os.path.normpath(project), "down", versions,
                            options.verbose)
    print("alembic %s, sqlalchemy %s: %d projects %s" % (
        alembic.__version__, sqlalchemy.__version__, compared, "agree" if same else "DIFFER"))
    return 0 if same and compared else 1


def single_head(project):
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    here = os.getcwd()
    os.chdir(project)
    try:
        scripts = ScriptDirectory.from_config(Config("alembic.ini"))
        return len(scripts.get_heads()) == 1 and len(scripts.get_bases()) == 1
    finally:
        os.chdir(here)


if __name__ == "__main__":
    sys.exit(main())
