#include "engine/introspect/builder.h"

#include <array>

#include "engine/introspect/failure.h"
#include "engine/pg/type_name.h"

namespace schemadiff::introspect {

namespace {

[[noreturn]] void ThrowChanged() {
  throw Failure(absl::AbortedError(
      "the schema changed while it was read: an object was dropped by someone else; try again"));
}

}  // namespace

Name RelationInfo::AttributeName(int64_t number) const {
  if (number < 1 || static_cast<size_t>(number) > attributes.size()) return {};
  return attributes[static_cast<size_t>(number) - 1].name;
}

std::vector<Name> RelationInfo::AttributeNames(const std::vector<int64_t>& numbers) const {
  std::vector<Name> names;
  for (const int64_t number : numbers) {
    if (number != 0) names.push_back(AttributeName(number));
  }
  return names;
}

int Builder::CatalogNumber(std::string_view catalog_name) {
  constexpr std::array<std::string_view, 30> kCatalogs = {"pg_class",
                                                          "pg_type",
                                                          "pg_proc",
                                                          "pg_constraint",
                                                          "pg_trigger",
                                                          "pg_policy",
                                                          "pg_event_trigger",
                                                          "pg_namespace",
                                                          "pg_extension",
                                                          "pg_language",
                                                          "pg_am",
                                                          "pg_collation",
                                                          "pg_conversion",
                                                          "pg_cast",
                                                          "pg_operator",
                                                          "pg_opfamily",
                                                          "pg_opclass",
                                                          "pg_transform",
                                                          "pg_ts_parser",
                                                          "pg_ts_template",
                                                          "pg_ts_dict",
                                                          "pg_rewrite",
                                                          "pg_publication",
                                                          "pg_publication_rel",
                                                          "pg_subscription",
                                                          "pg_statistic_ext",
                                                          "pg_foreign_data_wrapper",
                                                          "pg_foreign_server",
                                                          "pg_user_mapping",
                                                          "pg_ts_config"};
  for (size_t i = 0; i < kCatalogs.size(); ++i) {
    if (kCatalogs[i] == catalog_name) return static_cast<int>(i);
  }
  return -1;
}

ObjectId Builder::ObjectOf(std::string_view catalog_name, Oid oid) const {
  const auto found = objects_.find({CatalogNumber(catalog_name), oid});
  return found == objects_.end() ? kNoObject : found->second;
}

const RelationInfo* Builder::FindRelation(Oid oid) const {
  const auto found = relations.find(oid);
  return found == relations.end() ? nullptr : &found->second;
}

QualifiedName Builder::RelationName(Oid oid) const {
  if (oid == 0) return {};
  const RelationInfo* relation = FindRelation(oid);
  if (relation == nullptr) {
    throw Failure(absl::InternalError(
        StrCat("something refers to the relation with OID ", oid, ", which was not read")));
  }
  return relation->qualified();
}

const TypeRef& Builder::Type(std::string_view formatted) {
  const auto found = types_.find(formatted);
  if (found != types_.end()) return found->second;
  TypeRef type;
  if (formatted.find("???") != std::string_view::npos) ThrowChanged();
  if (!formatted.empty() && formatted != "-") {
    if (std::optional<TypeRef> parsed = ParseFormattedType(formatted)) {
      type = *parsed;
    } else {
      throw Failure(absl::InternalError(
          StrCat("the server names a type in a form that is not known: ", formatted)));
    }
  }
  return types_.emplace(std::string(formatted), type).first->second;
}

void Builder::Note(DiagnosticLevel level, std::string_view code, std::string message,
                   std::vector<std::string> touches) {
  diagnostics.Add(
      {level, StrCat("introspect.", code), {}, std::move(message), {}, {}, std::move(touches)});
}

std::string Printed(std::string_view stored, std::string_view call) {
  return StrCat("CASE WHEN ", stored, " IS NOT NULL THEN coalesce(", call, ", '') END");
}

Expression ExpressionFrom(Row& row) {
  if (row.IsNull()) {
    row.Skip();
    return {};
  }
  std::string text = row.String();
  if (text.empty()) ThrowChanged();
  return Expression::Canonical(std::move(text));
}

void AddOptions(const std::vector<std::string>& texts, std::string_view prefix, Options* options) {
  for (const std::string& text : texts) {
    const size_t equals = text.find('=');
    options->Set(Name(StrCat(prefix, std::string_view(text).substr(0, equals))),
                 equals == std::string::npos ? std::string() : text.substr(equals + 1));
  }
}

void AddAttributeOptions(const std::vector<std::string>& texts, Options* options) {
  if (texts.empty()) return;
  AddOptions(texts, "", options);
  options->Reset("pg_attver");
}

QualifiedName ParseQualifiedName(std::string_view text) {
  if (text.empty() || text == "-") return {};
  std::vector<std::string> parts(1);
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && quoted && i + 1 < text.size() && text[i + 1] == '"') {
      parts.back() += c;
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == '.' && !quoted) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  if (parts.size() == 1) return {"pg_catalog", Name(parts[0])};
  return {Name(parts[0]), Name(parts[1])};
}

std::string QualifiedNameSql(std::string_view namespace_column, std::string_view name_column) {
  return StrCat("quote_ident((SELECT nspname FROM pg_namespace WHERE oid = ", namespace_column,
                ")) || '.' || quote_ident(", name_column, ")");
}

}  // namespace schemadiff::introspect
