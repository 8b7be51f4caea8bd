#include "parsers/alembic/evaluator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/alembic/revision_source.h"

namespace schemadiff::alembic {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Case {
  const char* expression;
  const char* text;
};

// Each expression, evaluated by CPython 3.11, gives the text beside it.
class EvaluatedExpression : public ::testing::TestWithParam<Case> {};

TEST_P(EvaluatedExpression, GivesWhatPythonGives) {
  EXPECT_EQ(Evaluated(GetParam().expression), GetParam().text) << GetParam().expression;
}

INSTANTIATE_TEST_SUITE_P(
    Arithmetic, EvaluatedExpression,
    ::testing::Values(
        Case{"7 // 2, -7 // 2, 7 % -3, -7 % 3", "(3, -4, -2, 2)"},
        Case{"2 ** 10, 2 ** -1, (-1) ** 3", "(1024, 0.5, -1)"},
        Case{"1 / 4, 1e16, 1e-5, 0.1 + 0.2, 100.0",
             "(0.25, 1e+16, 1e-05, 0.30000000000000004, 100.0)"},
        Case{"~5, 6 & 3, 6 | 3, 6 ^ 3, 1 << 4, -8 >> 1", "(-6, 2, 7, 5, 16, -4)"},
        Case{"not 0, 1 and 2, 0 or 'x', None or []", "(True, 2, 'x', [])"},
        Case{"1 < 2 < 3, 1 == 1.0, 'a' in 'cab', 2 not in [1]", "(True, True, True, True)"},
        Case{"round(2.5), round(3.14159, 2), abs(-3), divmod if False else 1", "(2, 3.14, 3, 1)"},
        Case{"int('12'), int('ff', 16), float('1.5'), int(2.9)", "(12, 255, 1.5, 2)"}));

INSTANTIATE_TEST_SUITE_P(
    Strings, EvaluatedExpression,
    ::testing::Values(
        Case{"'a,b,,c'.split(','), ' a  b '.split()", "(['a', 'b', '', 'c'], ['a', 'b'])"},
        Case{"'a.b.c'.rsplit('.', 1), 'a.b.c'.split('.', 1)", "(['a.b', 'c'], ['a', 'b.c'])"},
        Case{"'x'.join(['1', '2', '3'])", "1x2x3"},
        Case{"' a '.strip() + 'xxbxx'.strip('x') + '|' + 'ab'.lstrip('a')", "ab|b"},
        Case{"'aXbX'.replace('X', '-'), 'aXbX'.replace('X', '', 1)", "('a-b-', 'abX')"},
        Case{"'Ab'.upper() + 'Ab'.lower() + 'aB c'.title() + 'aB'.capitalize() + 'aB'.swapcase()",
             "ABabAb CAbAb"},
        Case{"'abc'[1], 'abc'[-1], 'abc'[::-1], 'abcdef'[1:4:2]", "('b', 'c', 'cba', 'bd')"},
        Case{"'abc'.startswith(('x', 'a')), 'abc'.endswith('c')", "(True, True)"},
        Case{"'a-b'.partition('-'), 'ab'.partition('-')", "(('a', '-', 'b'), ('ab', '', ''))"},
        Case{"'abc'.find('c'), 'abc'.find('x'), 'aba'.count('a'), 'abc'.index('b')",
             "(2, -1, 2, 1)"},
        Case{"'7'.zfill(3), 'a'.ljust(3, '.'), 'a'.rjust(3), 'a'.center(4, '*')",
             "('007', 'a..', '  a', '*a**')"},
        Case{"'a\\nb\\r\\nc'.splitlines()", "['a', 'b', 'c']"},
        Case{"'prefix_x'.removeprefix('prefix_'), 'x.py'.removesuffix('.py')", "('x', 'x')"},
        Case{"'abc'.isdigit(), '12'.isdigit(), 'aB'.islower(), 'ab'.isidentifier()",
             "(False, True, False, True)"},
        Case{"len('h\\u00e9llo'), 'h\\u00e9llo'[1:3]", "(5, 'él')"},
        Case{"'a' * 3 + 'b' 'c'", "aaabc"},
        Case{"repr('it\\'s'), repr('\\n\\t\\x00')", R"(('"it\'s"', "'\\n\\t\\x00'"))"}));

INSTANTIATE_TEST_SUITE_P(
    Formatting, EvaluatedExpression,
    ::testing::Values(
        Case{"f'{1:05d}|{2.5:.2f}|{\"x\":>3}|{\"x\":^5}|{\"x\":*<4}'", "00001|2.50|  x|  x  |x***"},
        Case{"f'{1234567:,} {1234567:_} {255:x} {255:#X} {5:b} {0.25:%}'",
             "1,234,567 1_234_567 ff 0XFF 101 25.000000%"},
        Case{"f'{3:+d} {-3: d} {3: d} {1e10:g} {0.0001:e}'", "+3 -3  3 1e+10 1.000000e-04"},
        Case{"f'{1!r} {\"a\"!r} {None} {True} {[1, \"a\"]} {(1,)} {{}}'",
             "1 'a' None True [1, 'a'] (1,) {}"},
        Case{"f'{1 + 1=}'", "1 + 1=2"}, Case{"f'{3.14159:{\"8\"}.{2}f}'", "    3.14"},
        Case{"'%s %d %5.1f %x %% %r %-4s|' % ('a', 3, 2.25, 255, 'q', 'z')",
             "a 3   2.2 ff % 'q' z   |"},
        Case{"'%(a)s-%(b)03d' % {'a': 1, 'b': 2}", "1-002"}, Case{"'%s' % 'x' + '%s' % (1,)", "x1"},
        Case{"'{} {0}'.replace('0', '').format(1, 2)", "1 2"},
        Case{"'{0} {1} {0} {name} {d[k]} {l[0]}'.format(1, 2, name='n', d={'k': 'v'}, l=[9])",
             "1 2 1 n v 9"},
        Case{"'{:>5}|{!r}|{:{w}}|{{}}'.format('a', 'b', 'c', w=3)", "    a|'b'|c  |{}"},
        Case{"format(3.5, '.3f') + str(1.0) + str(None)", "3.5001.0None"}));

INSTANTIATE_TEST_SUITE_P(
    Containers, EvaluatedExpression,
    ::testing::Values(
        Case{"[1, 2] + [3], (1,) * 3, [0] * 2", "([1, 2, 3], (1, 1, 1), [0, 0])"},
        Case{"[x * 2 for x in range(5) if x % 2]", "[2, 6]"},
        Case{"{k: v for k, v in zip('ab', (1, 2))}", "{'a': 1, 'b': 2}"},
        Case{"[(a, b) for a in 'xy' for b in range(2)]",
             "[('x', 0), ('x', 1), ('y', 0), ('y', 1)]"},
        Case{"sorted([3, 1, 2], reverse=True), sorted('bca', key=lambda c: -ord(c))",
             "([3, 2, 1], ['c', 'b', 'a'])"},
        Case{"list(reversed([1, 2])), list(enumerate('ab', 1)), list(range(5, 0, -2))",
             "([2, 1], [(1, 'a'), (2, 'b')], [5, 3, 1])"},
        Case{"min(3, 1), max([1, 5]), sum([1, 2, 3]), any([0, 1]), all([1, 0])",
             "(1, 5, 6, True, False)"},
        Case{"dict(a=1, **{'b': 2}), dict([('x', 1)]), {**{'a': 1}, 'a': 2}",
             "({'a': 1, 'b': 2}, {'x': 1}, {'a': 2})"},
        Case{"list({'b': 1, 'a': 2}), {'a': 1}.get('z', 9), list({'a': 1}.items())",
             "(['b', 'a'], 9, [('a', 1)])"},
        Case{"{1, 2} | {2, 3}, {1, 2} - {2}, {1} <= {1, 2}, sorted({3, 1} ^ {1, 2})",
             "({1, 2, 3}, {1}, True, [2, 3])"},
        Case{"{1: 'a', 1.0: 'b', True: 'c'}", "{1: 'c'}"},
        Case{"list(map(str, [1, 2])), list(filter(None, [0, 1, '']))", "(['1', '2'], [1])"},
        Case{"[1, 2, 3][-2:], (1, 2, 3)[1:], [1, 2, 3][::-1], [4, 5].index(5)",
             "([2, 3], (2, 3), [3, 2, 1], 1)"},
        Case{"(lambda a, b=2, *c, d, **e: (a, b, c, d, e))(1, d=4, f=5)",
             "(1, 2, (), 4, {'f': 5})"},
        Case{"isinstance('a', str), isinstance(1, (str, int)), isinstance(True, int)",
             "(True, True, True)"},
        Case{"[y := 3, y + 1]", "[3, 4]"}));

TEST(Evaluator, StatementsOfFunctions) {
  const Upgraded result = Upgrade(
      "parts = []\n"
      "for name, length in [('a', 1), ('b', 2)]:\n"
      "    if name == 'a':\n"
      "        continue\n"
      "    parts.append(f'{name}{length}')\n"
      "else:\n"
      "    parts += ['else']\n"
      "i = 0\n"
      "while True:\n"
      "    i += 1\n"
      "    if i > 3: break\n"
      "head, *rest = 1, 2, 3\n"
      "d = {'x': 1}\n"
      "d['y'] = 2\n"
      "del d['x']\n"
      "d.update(z=3)\n"
      "op.execute(f'{parts} {i} {head} {rest} {d}')\n");
  EXPECT_EQ(result.Only(), "['b2', 'else'] 4 1 [2, 3] {'y': 2, 'z': 3}");
}

TEST(Evaluator, FunctionsClosuresAndGenerators) {
  const Upgraded result = Upgrade(
      "op.execute(str(make(2)(3)))\n"
      "op.execute(' '.join(words('a', 'b', sep='-')))\n"
      "op.execute(str(counter()))\n",
      "def make(n):\n"
      "    def times(x):\n"
      "        return n * x\n"
      "    return times\n"
      "def words(*names, sep):\n"
      "    for name in names:\n"
      "        yield name + sep\n"
      "total = 0\n"
      "def counter():\n"
      "    global total\n"
      "    total += 1\n"
      "    inner = 5\n"
      "    def bump():\n"
      "        nonlocal inner\n"
      "        inner += 1\n"
      "    bump()\n"
      "    return total, inner\n");
  EXPECT_THAT(result.sql, ElementsAre("6", "a- b-", "(1, 6)"));
}

TEST(Evaluator, Exceptions) {
  const Upgraded result = Upgrade(
      "try:\n"
      "    {}['k']\n"
      "except (IndexError, LookupError) as error:\n"
      "    op.execute('caught')\n"
      "finally:\n"
      "    op.execute('finally')\n"
      "try:\n"
      "    raise Mine('x')\n"
      "except ValueError:\n"
      "    op.execute('mine')\n"
      "try:\n"
      "    int('x')\n"
      "except KeyError:\n"
      "    pass\n",
      "class Mine(ValueError): pass\n");
  EXPECT_THAT(result.sql, ElementsAre("caught", "finally", "mine"));
  EXPECT_THAT(result.unread,
              ElementsAre("upgrade() raises ValueError: invalid literal for int(): 'x'"));
}

TEST(Evaluator, ClassesAndEnumerations) {
  const Upgraded result = Upgrade(
      "op.execute(str([m.value for m in Status]))\n"
      "op.execute(f\"{Status.OPEN.value} {Status['DONE'].name} {Status('done').name} "
      "{Level.LOW.value}\")\n"
      "op.execute(Text.A + '!')\n"
      "op.execute(Point(1, y=2).sum + str(Point.origin().x))\n"
      "op.execute(str(Row('t', 3).size))\n",
      "import enum\n"
      "from typing import NamedTuple\n"
      "class Status(enum.Enum):\n"
      "    OPEN = 'open'\n"
      "    DONE = 'done'\n"
      "    ALIAS = 'open'\n"
      "class Level(enum.Enum):\n"
      "    LOW = enum.auto()\n"
      "class Text(str, enum.Enum):\n"
      "    A = 'aa'\n"
      "class Point:\n"
      "    def __init__(self, x, y=0):\n"
      "        self.x = x\n"
      "        self.y = y\n"
      "    @property\n"
      "    def sum(self):\n"
      "        return str(self.x + self.y)\n"
      "    @classmethod\n"
      "    def origin(cls):\n"
      "        return cls(0)\n"
      "class Row(NamedTuple):\n"
      "    name: str\n"
      "    size: int = 1\n");
  EXPECT_THAT(result.sql, ElementsAre("['open', 'done']", "open DONE DONE 1", "aa!", "30", "3"));
}

TEST(Evaluator, StandardLibrary) {
  EXPECT_EQ(Evaluated("textwrap.dedent('''\n    a\n      b\n\n    c''')"), "\na\n  b\n\nc");
  EXPECT_EQ(Evaluated("json.dumps({'a': [1, None, True, 'é\"']}, sort_keys=True)", "import json"),
            "{\"a\": [1, null, true, \"\\u00e9\\\"\"]}");
  EXPECT_EQ(Evaluated("list(itertools.product('ab', [1]))", "import itertools"),
            "[('a', 1), ('b', 1)]");
  EXPECT_EQ(Evaluated("functools.partial(lambda a, b: a + b, 'x')('y')", "import functools"), "xy");
  EXPECT_EQ(Evaluated("OrderedDict([('a', 1)])", "from collections import OrderedDict"),
            "{'a': 1}");
}

TEST(Evaluator, LoggingAndPrintingDoNothing) {
  const Upgraded result =
      Upgrade("log.info('x %s', 1)\nprint('y')\nwarnings.warn('z')\nop.execute('SELECT 1')",
              "import logging, warnings\nlog = logging.getLogger(__name__)");
  EXPECT_THAT(result.sql, ElementsAre("SELECT 1"));
  EXPECT_THAT(result.diagnostics, IsEmpty());
}

// What cannot be known.

TEST(Evaluator, UnknownValuesThatReachSqlAreTold) {
  const Upgraded result = Upgrade("op.execute('CREATE TABLE ' + os.environ['NAME'] + ' ()')");
  ASSERT_EQ(result.diagnostics.size(), 1u);
  EXPECT_EQ(result.diagnostics[0].code, "alembic.cannot-evaluate");
  EXPECT_EQ(result.diagnostics[0].level, DiagnosticLevel::kError);
  EXPECT_EQ(result.diagnostics[0].location.ToString(), "versions/x.py:12:5");
  EXPECT_EQ(result.diagnostics[0].message,
            "the SQL that is executed depends on 'os.environ', which is not evaluated");
  EXPECT_THAT(result.unread, ElementsAre(result.diagnostics[0].message));
}

TEST(Evaluator, OtherStatementsAreStillRead) {
  const Upgraded result =
      Upgrade("op.execute('A')\nop.drop_table(os.environ['X'])\nop.execute('B')");
  EXPECT_THAT(result.sql, ElementsAre("A", "B"));
  EXPECT_EQ(result.unread.size(), 1u);
}

TEST(Evaluator, UnknownValuesThatReachNothingAreSilent) {
  const Upgraded result =
      Upgrade("x = os.getenv('X')\ny = [x, uuid.uuid4()]\nop.execute('A')", "import uuid");
  EXPECT_THAT(result.diagnostics, IsEmpty());
}

TEST(Evaluator, KnownOperandsDecideOverUnknownOnes) {
  const Upgraded result = Upgrade(
      "if False and os.environ['X']:\n    op.execute('A')\n"
      "if os.environ['X'] and False:\n    op.execute('B')\n"
      "if True or os.environ['X']:\n    op.execute('C')\n");
  EXPECT_THAT(result.sql, ElementsAre("C"));
  EXPECT_THAT(result.diagnostics, IsEmpty());
}

TEST(Evaluator, CallsOfCodeThatIsNotReadAreTold) {
  const Upgraded result = Upgrade("add_columns('t')\nx = add_columns\nop.execute('A')",
                                  "from app.helpers import add_columns");
  EXPECT_THAT(result.sql, ElementsAre("A"));
  ASSERT_EQ(result.diagnostics.size(), 1u);
  EXPECT_EQ(result.diagnostics[0].message,
            "this calls 'add_columns' of 'app.helpers', which is not read: what it does to the "
            "database is not known");
}

TEST(Evaluator, HugeLoopsEnd) {
  const Upgraded result = Upgrade("for i in range(10 ** 12):\n    pass\nop.execute('A')");
  EXPECT_THAT(result.unread, ElementsAre("the file computes longer than the reader allows"));
  EXPECT_THAT(result.sql, IsEmpty());
  EXPECT_THAT(Upgrade("while True:\n    x = 1").unread,
              ElementsAre("the file computes longer than the reader allows"));
}

TEST(Evaluator, HugeDataEnds) {
  const auto reason = ElementsAre("the file builds up more data than the reader allows");
  EXPECT_THAT(Upgrade("x = 'a' * 10 ** 12").unread, reason);
  EXPECT_THAT(Upgrade("x = [0] * 10 ** 12").unread, reason);
  EXPECT_THAT(Upgrade("x = 'a'\nwhile True:\n    x += x").unread, reason);
}

TEST(Evaluator, EndlessRecursionEnds) {
  EXPECT_THAT(Upgrade("f(1)", "def f(x):\n    return f(x)\n").unread,
              ElementsAre("function calls are nested too deeply"));
  EXPECT_THAT(Upgrade("x = []\nx.append(x)\nop.execute(str(x))").unread,
              ElementsAre("a value is nested too deeply"));
  EXPECT_THAT(Upgrade("x = ()\nfor i in range(100000):\n    x = (x,)\ny = {x: 1}").unread,
              ElementsAre("a tuple is nested too deeply"));
}

TEST(Evaluator, NumbersBeyondSixtyFourBitsAreUnknown) {
  EXPECT_THAT(Evaluated("2 ** 64"), HasSubstr("too large to be read"));
  EXPECT_THAT(Evaluated("99999999999999999999"), HasSubstr("too large to be read"));
  EXPECT_EQ(Evaluated("-9223372036854775807 - 1"), "-9223372036854775808");
}

}  // namespace
}  // namespace schemadiff::alembic
