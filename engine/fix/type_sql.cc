// Statements for schemas, extensions and types.
#include "engine/base/strings.h"
#include "engine/fix/statements.h"

namespace schemadiff::fix {

std::string CreateSchema(const Context& context, const Object& object) {
  if (object.key.name == "public") return {};  // every database is made with it
  return StrCat("CREATE SCHEMA ", context.Quote(object.key.name));
}

std::string CreateExtension(const Context& context, const Object& object) {
  if (object.key.name == "plpgsql") return {};  // likewise
  const auto& extension = object.As<Extension>();
  std::string out = StrCat("CREATE EXTENSION IF NOT EXISTS ", context.Quote(object.key.name));
  if (!extension.schema.empty() && extension.schema != "pg_catalog") {
    StrAppend(&out, " WITH SCHEMA ", context.Quote(extension.schema));
  }
  if (extension.version.value) StrAppend(&out, " VERSION ", Literal(*extension.version.value));
  return out;
}

namespace {
std::string OwnName(const Context& context, const Object& object) {
  return context.Quote(QualifiedName{object.key.schema, object.key.name});
}
}  // namespace

std::string CreateEnum(const Context& context, const Object& object) {
  return StrCat("CREATE TYPE ", OwnName(context, object), " AS ENUM (",
                StrJoin(object.As<EnumType>().labels, ", ",
                        [](std::string* out, const std::string& label) { *out += Literal(label); }),
                ")");
}

std::vector<std::string> CreateDomain(const Context& context, ObjectId id) {
  const Object& object = context.catalog.Get(id);
  const auto& domain = object.As<Domain>();
  std::string out =
      StrCat("CREATE DOMAIN ", OwnName(context, object), " AS ", context.Type(domain.base_type));
  if (!domain.collation.empty()) StrAppend(&out, " COLLATE ", context.Quote(domain.collation));
  if (!domain.default_value.empty()) StrAppend(&out, " DEFAULT ", domain.default_value.text());
  bool named_not_null = false;
  std::vector<std::string> not_valid;
  for (const ObjectId child : context.catalog.Children(id)) {
    const Object& part = context.catalog.Get(child);
    const auto* constraint = part.TryAs<Constraint>();
    if (constraint == nullptr) continue;
    if (!constraint->validated) {
      not_valid.push_back(StrCat("ALTER DOMAIN ", OwnName(context, object), " ADD CONSTRAINT ",
                                 context.Quote(part.key.name), " CHECK (", constraint->check.text(),
                                 ") NOT VALID"));
      continue;
    }
    StrAppend(&out, " CONSTRAINT ", context.Quote(part.key.name));
    if (constraint->type == ConstraintType::kNotNull) {
      named_not_null = true;
      out += " NOT NULL";
    } else {
      StrAppend(&out, " CHECK (", constraint->check.text(), ")");
    }
  }
  if (domain.not_null && !named_not_null) out += " NOT NULL";
  not_valid.insert(not_valid.begin(), std::move(out));
  return not_valid;
}

std::string CreateCompositeType(const Context& context, ObjectId id) {
  const Object& object = context.catalog.Get(id);
  std::string attributes;
  for (const ObjectId child : context.catalog.Children(id)) {
    const Object& part = context.catalog.Get(child);
    const auto* column = part.TryAs<Column>();
    if (column == nullptr) continue;
    StrAppend(&attributes, attributes.empty() ? "" : ", ", context.Quote(part.key.name), " ",
              context.Type(column->type));
    if (!column->collation.empty()) {
      StrAppend(&attributes, " COLLATE ", context.Quote(column->collation));
    }
  }
  return StrCat("CREATE TYPE ", OwnName(context, object), " AS (", attributes, ")");
}

std::string CreateRangeType(const Context& context, const Object& object) {
  const auto& range = object.As<RangeType>();
  std::string out = StrCat("CREATE TYPE ", OwnName(context, object),
                           " AS RANGE (subtype = ", context.Type(range.subtype));
  const auto put = [&](std::string_view option, const QualifiedName& name) {
    if (!name.empty()) StrAppend(&out, ", ", option, " = ", context.Quote(name));
  };
  put("subtype_opclass", range.subtype_opclass);
  put("collation", range.collation);
  put("canonical", range.canonical);
  put("subtype_diff", range.subtype_diff);
  if (context.major >= 14) put("multirange_type_name", range.multirange);
  return out + ")";
}

}  // namespace schemadiff::fix
