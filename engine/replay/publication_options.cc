// Facts from publicationcmds.c (parse_publication_options, AlterPublicationOptions) of the server's
// source.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/publication.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {
namespace {

constexpr std::array<std::string_view, 4> kActions = {"insert", "update", "delete", "truncate"};

// A list of identifiers as SplitIdentifierString reads it; nothing where it is malformed.
std::optional<std::vector<std::string>> SplitIdentifierList(std::string_view text) {
  std::vector<std::string> names;
  size_t at = 0;
  const auto skip_blanks = [&] {
    while (at < text.size() &&
           std::string_view(" \t\n\r\f\v").find(text[at]) != std::string_view::npos)
      ++at;
  };
  skip_blanks();
  if (at == text.size()) return names;
  while (true) {
    if (text[at] == '"') {
      std::string name;
      for (++at;; ++at) {
        if (at == text.size()) return std::nullopt;
        if (text[at] == '"' && (at + 1 == text.size() || text[at + 1] != '"')) break;
        if (text[at] == '"') ++at;
        name += text[at];
      }
      ++at;
      names.push_back(std::move(name));
    } else {
      const size_t end = std::min(text.find_first_of(", \t\n\r\f\v", at), text.size());
      if (end == at) return std::nullopt;
      names.push_back(FoldIdentifier(text.substr(at, end - at)));
      at = end;
    }
    skip_blanks();
    if (at == text.size()) return names;
    if (text[at] != ',') return std::nullopt;
    ++at;
    skip_blanks();
    if (at == text.size()) return std::nullopt;
  }
}

// What the list names, in the usual order.
std::vector<std::string> ActionsOf(const std::string& text) {
  const std::optional<std::vector<std::string>> words = SplitIdentifierList(text);
  if (!words) {
    throw PgError(sqlstate::kSyntaxError, "invalid list syntax in parameter \"publish\"");
  }
  for (const std::string& word : *words) {
    if (std::ranges::find(kActions, word) != kActions.end()) continue;
    throw PgError(sqlstate::kSyntaxError,
                  StrCat("unrecognized value for publication option \"publish\": \"", word, "\""));
  }
  std::vector<std::string> actions;
  for (const std::string_view action : kActions) {
    if (std::ranges::find(*words, action) != words->end()) actions.emplace_back(action);
  }
  return actions;
}

PublishedGenerated GeneratedFrom(const ast::DefElem& element) {
  const std::string given = element.arg == nullptr ? std::string() : DefString(element);
  const std::string text = AsciiToLower(given);
  if (text == "none") return PublishedGenerated::kNone;
  if (text == "stored") return PublishedGenerated::kStored;
  throw PgError(
      sqlstate::kSyntaxError,
      StrCat("invalid value for publication parameter \"", element.defname, "\": \"", given, "\""),
      element.location);
}

}  // namespace

bool ApplyPublicationOptions(const Context& cx, const ast::List& options,
                             Publication* publication) {
  std::vector<std::string_view> seen;
  for (const ast::Node* node : options) {
    const auto& element = *ast::Cast<ast::DefElem>(node);
    const std::string_view name = element.defname;
    const bool generated = cx.major() >= 18 && name == "publish_generated_columns";
    if (name != "publish" && name != "publish_via_partition_root" && !generated) {
      throw PgError(sqlstate::kSyntaxError,
                    StrCat("unrecognized publication parameter: \"", name, "\""));
    }
    if (std::ranges::find(seen, name) != seen.end()) ThrowConflictingOption(element);
    seen.push_back(name);
    if (name == "publish") {
      publication->publish = ActionsOf(DefString(element));
    } else if (generated) {
      publication->generated_columns = GeneratedFrom(element);
    } else {
      publication->via_root = DefBool(element);
    }
  }
  return std::ranges::find(seen, "publish_via_partition_root") != seen.end();
}

void AlterPublicationOptions(Context& cx, ObjectId id, const ast::List& options) {
  Catalog& catalog = cx.catalog;
  Publication after = catalog.Get(id).As<Publication>();
  const Publication before = after;
  const bool root_given = ApplyPublicationOptions(cx, options, &after);
  if (cx.major() >= 15 && !before.all_tables && root_given && !after.via_root) {
    for (const Dependency& dependent : catalog.Dependents(id)) {
      const Object& member = catalog.Get(dependent.object);
      const auto* published = member.TryAs<PublishedTable>();
      if (published == nullptr || !IsPartitioned(catalog.Get(member.parent)) ||
          (published->filter.empty() && published->columns.empty())) {
        continue;
      }
      throw PgError(
          sqlstate::kInvalidParameterValue,
          StrCat("cannot set parameter \"publish_via_partition_root\" to false for publication \"",
                 catalog.Get(id).key.name, "\""));
    }
  }
  const OriginId origin = cx.Origin();
  if (after.publish != before.publish) {
    catalog.Set(id, &Publication::publish, std::move(after.publish), origin);
  }
  if (after.via_root != before.via_root) {
    catalog.Set(id, &Publication::via_root, after.via_root, origin);
  }
  if (after.generated_columns != before.generated_columns) {
    catalog.Set(id, &Publication::generated_columns, after.generated_columns, origin);
  }
}

bool IsPublished(const Catalog& catalog, ObjectId table) {
  return std::ranges::any_of(catalog.Children(table), [&](ObjectId part) {
    return catalog.Get(part).key.kind == KindOf<PublishedTable>;
  });
}

}  // namespace schemadiff::replay
