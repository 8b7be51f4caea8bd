#include "engine/replay/run_time_effects.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/catalog/dependency.h"
#include "engine/catalog/privileges.h"
#include "engine/pg/identifier.h"
#include "engine/replay/routine.h"
#include "engine/replay/settings.h"
#include "engine/replay/transaction.h"
#include "parsers/sql/lexer.h"
#include "parsers/sql/parser.h"

namespace schemadiff::replay {
namespace {

template <size_t N>
bool IsOneOf(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

// A quoted identifier as the catalog holds it; as it stands there, where it is none.
std::string QuotedName(std::string_view text) {
  if (text.starts_with('"') && text.size() > 2 && text.ends_with('"')) {
    std::string name;
    for (size_t i = 1; i + 1 < text.size(); ++i) {
      name += text[i];
      if (text[i] == '"') ++i;  // doubled
    }
    return TruncateIdentifier(name);
  }
  // With escapes.
  const ParsedFragment parsed = ParseExpression(text);
  const auto* column = parsed ? ast::As<ast::ColumnRef>(parsed.node) : nullptr;
  const auto* name = column == nullptr || column->fields.size() != 1
                         ? nullptr
                         : ast::As<ast::String>(column->fields.front());
  return std::string(name == nullptr ? text : name->sval);
}

// Whether what follows is the arguments of set_config() of which the first is no literal, perhaps
// within a literal, where its own quotes are doubled.
bool SetsAnySetting(SqlLexer lexer) {
  if (SqlToken token = lexer.Next(); lexer.Text(token) != "(") return false;
  const SqlToken name = lexer.Next();
  if (name.kind != SqlTokenKind::kString) return true;
  const SqlToken after = lexer.Next();
  return lexer.Text(after) != "," &&
         !(lexer.Text(name) == "''" && after.kind == SqlTokenKind::kWord);
}

// The words of the code, names as the catalog holds them, with those inside of its strings, which
// may be statements to be executed; a dot and a semicolon as words of their own.
void AddWords(std::string_view text, std::vector<std::string>* words) {
  SqlLexer lexer(text);
  for (SqlToken token = lexer.Next(); token.kind != SqlTokenKind::kEnd; token = lexer.Next()) {
    const std::string_view word = lexer.Text(token);
    switch (token.kind) {
      case SqlTokenKind::kWord:
        words->push_back(FoldIdentifier(word));
        if (words->back() == "set_config" && SetsAnySetting(lexer)) {
          words->emplace_back("search_path");
        }
        break;
      case SqlTokenKind::kQuoted:
        words->push_back(QuotedName(word));
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
        if (word == "." || word == ";") words->emplace_back(word);
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

namespace {

// Who may get or lose privileges by GRANT ... ON ... TO and REVOKE ... ON ... FROM. *any: whether
// there is such a statement.
StringSet GranteesIn(const std::vector<std::string>& words, bool* any) {
  static constexpr std::array<std::string_view, 9> kEnds = {
      ";", "with", "granted", "cascade", "restrict", "end", "exception", "if", "else"};
  *any = false;
  StringSet grantees;
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] != "grant" && words[i] != "revoke") continue;
    const std::string_view preposition = words[i] == "grant" ? "to" : "from";
    const auto begin = words.begin() + static_cast<ptrdiff_t>(i);
    const auto on = std::find(begin, words.end(), "on");
    auto grantee = std::find(on, words.end(), preposition);
    *any = *any || grantee != words.end();
    for (; grantee != words.end() && !IsOneOf(kEnds, *grantee); ++grantee)
      grantees.insert(*grantee);
  }
  return grantees;
}

}  // namespace

namespace {

// Whether SET at this place is a clause of CREATE FUNCTION, or of an ALTER.
bool IsClause(const std::vector<std::string>& words, size_t set) {
  static constexpr std::array<std::string_view, 10> kBefore = {
      ";", "begin", "then", "else", "loop", "execute", "perform", "return", "select", "commit"};
  for (size_t i = set; i-- > 0;) {
    if (words[i] == "create" || words[i] == "alter") return true;
    if (IsOneOf(kBefore, words[i])) return false;
  }
  return false;
}

bool SetsSearchPath(const std::vector<std::string>& words) {
  // SET LOCAL, or what format() puts together.
  constexpr size_t kFar = 3;
  const StringSet all(words.begin(), words.end());
  if (all.contains("update") && all.contains("pg_settings")) return true;
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    const std::string& verb = words[i];
    if (verb != "set" && verb != "set_config" && verb != "reset") continue;
    const auto begin = words.begin() + static_cast<ptrdiff_t>(i) + 1;
    const auto end = words.begin() + static_cast<ptrdiff_t>(std::min(words.size(), i + 1 + kFar));
    const bool path = std::find(begin, end, "search_path") != end ||
                      (verb == "set" && *begin == "schema") || (verb == "reset" && *begin == "all");
    if (path && (verb == "set_config" || !IsClause(words, i))) return true;
  }
  return false;
}

}  // namespace

bool MaySetSearchPath(const Context& cx, std::string_view code) {
  return SetsSearchPath(WordsOf(cx, code));
}

bool MayChangeSchema(const Context& cx, std::string_view code) {
  const std::vector<std::string> words = WordsOf(cx, code);
  if (SetsSearchPath(words)) return true;
  bool any = false;
  GranteesIn(words, &any);
  if (any) return true;
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

// What DROP ... CASCADE of these drops, too.
void AddDependents(const Context& cx, std::vector<ObjectKey>* keys) {
  std::set<ObjectId> reached;
  for (size_t i = 0; i < keys->size(); ++i) {
    const ObjectId id = cx.catalog.IdOf((*keys)[i]);
    if (id == kNoObject) continue;
    const auto reach = [&](ObjectId other) {
      if (reached.insert(other).second) keys->push_back(cx.catalog.Get(other).key);
    };
    for (const Dependency& dependent : cx.catalog.Dependents(id)) reach(dependent.object);
    for (const ObjectId part : cx.catalog.Children(id)) reach(part);
  }
}

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
    // A type or a relation may be made beside a routine of its name.
    if (AclClassOf(key.kind) != AclClass::kRoutine) found.insert(key.name.str());
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
  if (std::ranges::find(words, "cascade") != words.end()) AddDependents(cx, &keys);
  bool any = false;
  for (const std::string& name : NamesOfDdl(words, &any)) {
    if (!found.contains(name)) keys.push_back({kNoKind, kNoKind, {}, {}, name, {}});
  }
  bool grants = false;
  const StringSet grantees = GranteesIn(words, &grants);
  if (!grants) return keys;
  std::vector<ObjectKey> granted;
  for (const ObjectKey& key : keys) {
    if (key.kind == kNoKind || AclClassOf(key.kind) == AclClass::kNone) continue;
    for (const std::string& grantee : grantees) granted.push_back(GrantKey(key, Name(grantee)));
    granted.push_back(GrantKey(key, Name()));
  }
  // Where nothing else is done, the objects stay as they are.
  const bool only_grants = !any && std::ranges::none_of(words, IsDdlVerb);
  if (only_grants) return granted;
  keys.insert(keys.end(), granted.begin(), granted.end());
  return keys;
}

}  // namespace

std::vector<ObjectKey> MentionedBy(const Context& cx, std::string_view code) {
  return MentionedIn(cx, WordsOf(cx, code));
}

std::string CodeThatChangesSchema(const Context& cx, const StatedName& name,
                                  std::string_view arguments) {
  std::vector<ObjectId> routines;
  if (name.schema.empty() && !SearchPathKnown(cx)) {
    cx.catalog.ForEachOfKind(KindOf<Function>, [&](ObjectId id) {
      if (cx.catalog.Get(id).key.name == name.name) routines.push_back(id);
    });
  } else {
    bool perhaps_more = false;
    for (const Routine& routine : FindRoutines(cx, name, &perhaps_more)) {
      if (routine.object != kNoObject) routines.push_back(routine.object);
    }
  }
  for (const ObjectId id : routines) {
    const auto* function = cx.catalog.Get(id).TryAs<Function>();
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

void DoubtRolesOf(Context& cx, std::string_view code) {
  static constexpr std::array<std::string_view, 4> kWords = {"role", "user", "group", "grant"};
  if (cx.catalog.notes.roles.empty()) return;
  if (Mentions(code, [](std::string_view word) { return IsOneOf(kWords, word); })) {
    cx.catalog.notes.roles.clear();
  }
}

void NoteRunTimeEffects(Context& cx, std::string_view code, const std::string& what,
                        int32_t location, std::string_view why) {
  const std::string reason = StrCat(what, " is not known, and it mentions it");
  std::vector<std::string> touches;
  const std::vector<std::string> words = WordsOf(cx, code);
  if (SetsSearchPath(words)) DoubtSearchPath(cx, /*local=*/false);
  DoubtRolesOf(cx, code);
  for (const ObjectKey& key : MentionedIn(cx, words)) {
    touches.push_back(cx.MarkUnknown(key, reason));
    if (const ObjectId id = cx.catalog.IdOf(key); id != kNoObject && key.kind == KindOf<Table>) {
      MarkPartitions(cx, id, reason);
    }
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
