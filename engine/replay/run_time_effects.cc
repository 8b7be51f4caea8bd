#include "engine/replay/run_time_effects.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/replay/routine.h"
#include "parsers/sql/lexer.h"

namespace schemadiff::replay {
namespace {

template <size_t N>
bool IsOneOf(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

// The words of the code, names as the catalog holds them, with those inside of its strings, which
// may be statements to be executed; a dot as a word of its own.
void AddWords(std::string_view text, std::vector<std::string>* words) {
  SqlLexer lexer(text);
  for (SqlToken token = lexer.Next(); token.kind != SqlTokenKind::kEnd; token = lexer.Next()) {
    const std::string_view word = lexer.Text(token);
    switch (token.kind) {
      case SqlTokenKind::kWord:
        words->push_back(FoldIdentifier(word));
        break;
      case SqlTokenKind::kQuoted:
        if (word.size() > 2) words->emplace_back(word.substr(1, word.size() - 2));
        break;
      case SqlTokenKind::kString:
        if (word.size() > 2) AddWords(word.substr(1, word.size() - 2), words);
        break;
      case SqlTokenKind::kDollar:
        if (const size_t tag = word.find('$', 1) + 1; tag > 0 && word.size() > 2 * tag) {
          AddWords(word.substr(tag, word.size() - 2 * tag), words);
        }
        break;
      default:
        if (word == ".") words->emplace_back(word);
        break;
    }
  }
}

bool IsDdlVerb(std::string_view word) {
  static constexpr std::array<std::string_view, 3> kVerbs = {"create", "alter", "drop"};
  return IsOneOf(kVerbs, word);
}

// The names that follow CREATE, ALTER or DROP and a kind. *any: whether there is such a kind.
std::vector<std::string> NamesOfDdl(const std::vector<std::string>& words, bool* any) {
  *any = false;
  static constexpr std::array<std::string_view, 22> kBetween = {
      "or",           "replace",   "unique", "materialized", "temp",   "temporary",
      "unlogged",     "recursive", "if",     "not",          "exists", "only",
      "concurrently", "global",    "local",  "constraint",   "table",  "foreign",
      "event",        "aggregate", "access", "method"};
  static constexpr std::array<std::string_view, 14> kKinds = {
      "view",    "index",  "sequence", "type",      "domain",  "function",  "procedure",
      "trigger", "policy", "schema",   "extension", "routine", "collation", "cast"};
  std::vector<std::string> names;
  for (size_t i = 0; i < words.size(); ++i) {
    if (!IsDdlVerb(words[i])) continue;
    size_t at = i + 1;
    while (at < words.size() && (IsOneOf(kBetween, words[at]) || IsOneOf(kKinds, words[at]))) ++at;
    if (at == i + 1) continue;  // CREATE of what is none of these
    *any = true;
    while (at + 2 < words.size() && words[at + 1] == ".") at += 2;
    if (at < words.size() && words[at] != ".") names.push_back(words[at]);
  }
  return names;
}

// The words of the code, and of all functions that it may come to call.
std::vector<std::string> WordsOf(const Context& cx, std::string_view code) {
  std::vector<std::string> words;
  AddWords(code, &words);
  std::set<ObjectId> read;
  for (size_t done = 0; done < words.size();) {
    const StringSet mentioned(words.begin() + static_cast<ptrdiff_t>(done), words.end());
    done = words.size();
    cx.catalog.ForEachOfKind(KindOf<Function>, [&](ObjectId id) {
      const Object& object = cx.catalog.Get(id);
      if (!mentioned.contains(object.key.name.str()) || !read.insert(id).second) return;
      const auto& function = object.As<Function>();
      std::vector<std::string> more;
      AddWords(function.body, &more);
      AddWords(function.sql_body.text(), &more);
      words.insert(words.end(), more.begin(), more.end());
    });
  }
  return words;
}

}  // namespace

bool MayChangeSchema(const Context& cx, std::string_view code) {
  const std::vector<std::string> words = WordsOf(cx, code);
  bool any = false;
  NamesOfDdl(words, &any);
  // Statements can be put together of pieces that say little.
  return any || (std::ranges::any_of(words, IsDdlVerb) &&
                 std::ranges::find(words, "execute") != words.end());
}

namespace {

bool Executes(const Context& cx, std::string_view code) {
  const std::vector<std::string> words = WordsOf(cx, code);
  return std::ranges::find(words, "execute") != words.end();
}

}  // namespace

bool Mentions(std::string_view code, const std::function<bool(std::string_view)>& is_such) {
  std::vector<std::string> words;
  AddWords(code, &words);
  return std::ranges::any_of(words, is_such);
}

namespace {

std::vector<ObjectKey> MentionedIn(const Context& cx, const std::vector<std::string>& words) {
  const StringSet mentioned(words.begin(), words.end());
  std::vector<ObjectKey> keys;
  StringSet found;
  for (const ObjectId id : cx.catalog.Sorted()) {
    const ObjectKey key = cx.catalog.Get(id).key;
    if (key.kind == KindOf<Column> || key.target != kNoKind || key.kind == KindOf<Schema> ||
        !mentioned.contains(key.name.str())) {
      continue;
    }
    keys.push_back(key);
    found.insert(key.name.str());
  }
  // What belongs to a table goes with it.
  const std::set<ObjectKey> direct(keys.begin(), keys.end());
  const auto goes_with = [&](const QualifiedName& table, const ObjectKey& key) {
    if (!direct.contains(key) && direct.contains(KeyFor<Table>(table.schema, table.name))) {
      keys.push_back(key);
    }
  };
  cx.catalog.ForEachOfKind(KindOf<Sequence>, [&](ObjectId id) {
    const Object& object = cx.catalog.Get(id);
    const ColumnName& owner = object.As<Sequence>().owned_by;
    goes_with({owner.schema, owner.table}, object.key);
  });
  cx.catalog.ForEachOfKind(KindOf<Index>, [&](ObjectId id) {
    const Object& object = cx.catalog.Get(id);
    goes_with(object.As<Index>().table, object.key);
  });
  bool any = false;
  for (const std::string& name : NamesOfDdl(words, &any)) {
    if (!found.contains(name)) keys.push_back({kNoKind, kNoKind, {}, {}, name, {}});
  }
  return keys;
}

}  // namespace

std::vector<ObjectKey> MentionedBy(const Context& cx, std::string_view code) {
  return MentionedIn(cx, WordsOf(cx, code));
}

std::string CodeThatChangesSchema(const Context& cx, const StatedName& name,
                                  std::string_view arguments) {
  bool perhaps_more = false;
  for (const Routine& routine : FindRoutines(cx, name, &perhaps_more)) {
    if (routine.object == kNoObject) continue;
    const auto* function = cx.catalog.Get(routine.object).TryAs<Function>();
    if (function == nullptr) continue;
    std::string code = StrCat(function->body, "\n", function->sql_body.text());
    if (MayChangeSchema(cx, code)) return code;
    // What it executes may be what it is given.
    if (!arguments.empty() && Executes(cx, code) && MayChangeSchema(cx, arguments)) return code;
  }
  return {};
}

namespace {

// Marks as unknown all constraints, indexes, triggers or policies, where the code changes or drops
// such, whatever their names are.
void MarkPartsOfDdl(Context& cx, const std::vector<std::string>& words, const std::string& reason) {
  static constexpr std::array<std::string_view, 6> kVerbs = {"alter",    "drop",   "rename",
                                                             "validate", "enable", "disable"};
  std::set<Kind> kinds;
  for (size_t i = 1; i < words.size(); ++i) {
    if (!IsOneOf(kVerbs, words[i - 1])) continue;
    if (words[i] == "constraint") kinds.insert(KindOf<Constraint>);
    if (words[i] == "index") kinds.insert(KindOf<Index>);
    if (words[i] == "trigger") kinds.insert(KindOf<Trigger>);
    if (words[i] == "policy") kinds.insert(KindOf<Policy>);
  }
  for (const Kind kind : kinds) {
    std::vector<ObjectKey> keys;
    cx.catalog.ForEachOfKind(kind, [&](ObjectId id) { keys.push_back(cx.catalog.Get(id).key); });
    for (const ObjectKey& key : keys) cx.MarkUnknown(key, reason);
  }
}

}  // namespace

void NoteRunTimeEffects(Context& cx, std::string_view code, const std::string& what,
                        int32_t location, std::string_view why) {
  const std::string reason = StrCat(what, " is not known, and it mentions it");
  std::vector<std::string> touches;
  const std::vector<std::string> words = WordsOf(cx, code);
  for (const ObjectKey& key : MentionedIn(cx, words)) {
    touches.push_back(cx.MarkUnknown(key, reason));
  }
  // A statement that is put together may name anything.
  if (std::ranges::find(words, "execute") != words.end()) {
    MarkPartsOfDdl(cx, words, StrCat(what, " is not known, and it may change or drop it"));
    cx.catalog.notes.open_ended.push_back(
        StrCat("the code that runs at ", cx.statement().location().ToString()));
  }
  cx.Report(DiagnosticLevel::kError, "replay.unsupported-statement",
            StrCat(what, " is not known", why.empty() ? "" : ": ", why), location, {},
            std::move(touches));
}

}  // namespace schemadiff::replay
