#include "tools/schema_diff/filter.h"

#include <algorithm>

#include "engine/base/strings.h"
#include "parsers/sql/equivalence.h"

namespace schemadiff::cli {

bool MatchesGlob(std::string_view name, std::string_view pattern) {
  // Greedy, with one point to come back to: the last star.
  size_t n = 0;
  size_t p = 0;
  size_t star = std::string_view::npos;
  size_t resume = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = n;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n])) {
      ++p, ++n;
      // A character may be several bytes.
      while (pattern[p - 1] == '?' && n < name.size() && (name[n] & 0xC0) == 0x80) ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

namespace {

// Notes every pattern that matches, not the first one alone.
template <typename Matches>
bool MatchesAny(const std::vector<std::string>& patterns, std::set<std::string, std::less<>>* used,
                Matches matches) {
  bool any = false;
  for (const std::string& pattern : patterns) {
    if (!matches(pattern)) continue;
    any = true;
    used->insert(pattern);
  }
  return any;
}

}  // namespace

bool Filter::ExcludedByName(const ObjectKey& key) const {
  // A comment goes with what it is on.
  const Kind kind = key.target == kNoKind ? key.kind : key.target;
  const bool is_schema = kind == KindOf<Schema>;
  const std::string_view schema = is_schema ? key.name : key.schema;
  bool excluded = false;
  if (!schemas_.empty()) {
    const bool chosen = !schema.empty() && MatchesAny(schemas_, &schemas_used_, [&](const auto& p) {
      return MatchesGlob(schema, p);
    });
    excluded = !chosen;
  }
  std::string qualified;
  for (const Name part : {key.schema, key.table, key.name}) {
    if (!part.empty()) StrAppend(&qualified, qualified.empty() ? "" : ".", part.str());
  }
  const bool named = MatchesAny(excludes_, &excludes_used_, [&](const std::string& pattern) {
    if (pattern.find('.') == std::string::npos) {
      return MatchesGlob(schema.empty() ? std::string_view(key.name) : schema, pattern);
    }
    return !is_schema && !key.schema.empty() && MatchesGlob(qualified, pattern);
  });
  if (excluded || named) return true;
  return std::ranges::any_of(tables_, [&](const auto& excluded_table) {
    const auto& [table_schema, table] = excluded_table;
    const bool in_schema = table_schema.empty() || key.schema == table_schema;
    return in_schema && (key.table == table || (kind == KindOf<Table> && key.name == table));
  });
}

void Filter::NotePatterns(bool live, Diagnostics* diagnostics) const {
  const auto note = [&](std::string_view option, const std::string& pattern) {
    Diagnostic diagnostic;
    diagnostic.level = DiagnosticLevel::kWarning;
    diagnostic.code = "filter.matches-nothing";
    diagnostic.message = StrCat("nothing matches ", option, " \"", pattern, "\"");
    diagnostics->Add(std::move(diagnostic));
  };
  for (const std::string& pattern : schemas_) {
    if (!schemas_used_.contains(pattern)) note("--schema", pattern);
  }
  for (const std::string& pattern : excludes_) {
    if (excludes_used_.contains(pattern)) continue;
    // Schemas that are left out of a database are not read.
    if (live && pattern.find('.') == std::string::npos) continue;
    note("--exclude", pattern);
  }
}

bool Filter::IsLeftOut(const Catalog& catalog, ObjectId id) const {
  const Kind kind = catalog.Get(id).key.kind;
  if (!privileges_ && (kind == KindOf<Grant> || kind == KindOf<DefaultPrivileges>)) return true;
  for (; id != kNoObject; id = catalog.Get(id).parent) {
    const Object& object = catalog.Get(id);
    if (ExcludedByName(object.key)) return true;
    // The sequence behind a serial or identity column goes with its table.
    if (const auto* sequence = object.TryAs<Sequence>(); sequence != nullptr) {
      const ColumnName& owner = sequence->owned_by;
      if (!owner.empty() && ExcludedByName(KeyFor<Table>(owner.schema, owner.table))) return true;
    }
  }
  return false;
}

void Filter::Learn(const Catalog& catalog) {
  if (IncludesAll()) return;
  for (ObjectId id = 0; id < catalog.end_id(); ++id) {
    if (catalog.IsLive(id) && IsLeftOut(catalog, id)) left_out_.insert(catalog.Get(id).key);
  }
}

void Filter::Learn(const Catalog& catalog, const std::vector<ObjectKey>& changed) {
  if (IncludesAll()) return;
  for (const ObjectKey& key : changed) {
    const ObjectId id = catalog.IdOf(key);
    if (id != kNoObject && IsLeftOut(catalog, id)) left_out_.insert(key);
  }
}

DiffOptions Filter::ForDiff() const {
  DiffOptions options;
  options.include = [this](const ObjectKey& key) { return Includes(key); };
  options.context.equivalent_text = EquivalentModuloNoOps;
  return options;
}

std::vector<ObjectId> Filter::Select(const Catalog& catalog) const {
  std::vector<ObjectId> ids = catalog.Sorted();
  std::erase_if(ids, [&](ObjectId id) { return !Includes(catalog.Get(id).key); });
  return ids;
}

void Filter::Reduce(Catalog* catalog) const {
  // Parts before what they are part of: a part is made after it, and so has the greater id.
  for (ObjectId id = catalog->end_id(); id-- > 0;) {
    if (!catalog->IsLive(id) || Includes(catalog->Get(id).key)) continue;
    while (!catalog->Children(id).empty()) {
      ObjectId part = id;
      while (!catalog->Children(part).empty()) part = catalog->Children(part).back();
      catalog->Drop(part);
    }
    catalog->Drop(id);
  }
}

Fingerprint Filter::FingerprintOf(const Catalog& catalog) const {
  Fingerprint sum;
  for (ObjectId id = 0; id < catalog.end_id(); ++id) {
    if (catalog.IsLive(id) && Includes(catalog.Get(id).key)) {
      sum.Add(Catalog::HashObject(catalog.Get(id)));
    }
  }
  return sum;
}

}  // namespace schemadiff::cli
