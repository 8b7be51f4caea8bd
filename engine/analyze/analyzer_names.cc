// The parts of Analyzer that look up names.
#include <algorithm>

#include "engine/analyze/analyzer_impl.h"
#include "engine/analyze/coerce.h"
#include "engine/analyze/deparse.h"
#include "engine/analyze/names.h"
#include "engine/analyze/routines.h"
#include "engine/base/strings.h"

namespace schemadiff {

TypeRef Analyzer::ResolveType(const ast::TypeName& name) {
  sema::Arena arena;
  sema::Context context = impl_->MakeContext(arena);
  int32_t typmod = -1;
  const TypeId type = sema::ResolveTypeName(context, name, &typmod);
  return impl_->types.ToRef(type, typmod);
}

bool Analyzer::TypeExists(const TypeRef& type) {
  return impl_->types.Find(type.schema, type.name) != 0;
}

QualifiedName Analyzer::ResolveCollation(const ast::List& name, int location) {
  sema::Arena arena;
  sema::Context context = impl_->MakeContext(arena);
  return sema::ResolveCollation(context, name, location);
}

std::optional<FoundRelation> Analyzer::FindRelation(std::string_view schema,
                                                    std::string_view name) {
  sema::Arena arena;
  sema::Context context = impl_->MakeContext(arena);
  const sema::RelationInfo found = sema::FindRelation(context, {schema, name});
  if (found.name.empty()) return std::nullopt;
  return FoundRelation{found.name, found.kind};
}

QualifiedName Analyzer::TypeCollation(const TypeRef& type) {
  return impl_->types.Collation(impl_->types.FromRef(type, nullptr));
}

QualifiedName Analyzer::DefaultOperatorClass(std::string_view method, const TypeRef& type) {
  sema::Arena arena;
  sema::Context context = impl_->MakeContext(arena);
  const TypeId id = impl_->types.Base(impl_->types.FromRef(type, nullptr));
  std::string_view extension_class;
  const Name extension_schema =
      impl_->types.extensions().FindOperatorClass(method, {}, id, &extension_class);
  if (!extension_schema.empty()) return {extension_schema, Name(extension_class)};
  if (impl_->types.IsOpaque(id)) {
    throw NotModelled(StrCat("the operator classes of type ", impl_->types.FormatBare(id)));
  }
  const BuiltinOperatorClass* best = nullptr;
  bool best_preferred = false;
  for (const BuiltinOperatorClass& row : context.builtins.OperatorClasses(method)) {
    if (!row.is_default) continue;
    if (row.input == id) {
      best = &row;
      break;
    }
    if (!sema::IsBinaryCoercible(context, id, row.input)) continue;
    const bool preferred = impl_->types.IsPreferred(row.input) &&
                           impl_->types.Category(row.input) == impl_->types.Category(id);
    if (best == nullptr || (preferred && !best_preferred)) {
      best = &row;
      best_preferred = preferred;
    }
  }
  return best == nullptr ? QualifiedName{} : QualifiedName{"pg_catalog", Name(best->name)};
}

QualifiedName Analyzer::ResolveOperatorClass(std::string_view method, const ast::List& name,
                                             int location) {
  sema::Arena arena;
  sema::Context context = impl_->MakeContext(arena);
  const sema::WrittenName written = sema::NameFromList(context, name, location);
  if (written.schema.empty() || written.schema == "pg_catalog") {
    for (const BuiltinOperatorClass& row : context.builtins.OperatorClasses(method)) {
      if (row.name == written.name) return {"pg_catalog", Name(row.name)};
    }
  }
  std::string_view found;
  const Name schema = impl_->types.extensions().FindOperatorClass(method, written.name, 0, &found);
  if (!schema.empty() &&
      (written.schema.empty()
           ? std::find(context.path.begin(), context.path.end(), schema) != context.path.end()
           : schema == written.schema)) {
    return {schema, Name(found)};
  }
  sema::ThrowNotFound(context, sqlstate::kUndefinedObject,
                      StrCat("operator class \"", written.name,
                             "\" does not exist for access method \"", method, "\""),
                      location);
}

std::string Analyzer::OperatorName(const ast::List& name, const TypeRef& operands) {
  sema::Arena arena;
  sema::Context context = impl_->MakeContext(arena);
  const TypeId type = context.types.FromRef(operands, nullptr);
  const sema::WrittenName written = sema::NameFromList(context, name, -1);
  const BuiltinOperator* op = sema::RequireOperator(context, written, type, type, -1);
  return sema::Deparser(context).OperatorName(*op, type, type);
}

bool Analyzer::ForeignKeyComparable(const TypeRef& referencing, const TypeRef& referenced) {
  sema::Arena arena;
  sema::Context context = impl_->MakeContext(arena);
  sema::TypeTable& types = impl_->types;
  const TypeId fk = types.FromRef(referencing, nullptr);
  const TypeId pk = types.FromRef(referenced, nullptr);
  if (fk == pk) return true;
  if (types.IsOpaque(types.Base(fk)) || types.IsOpaque(types.Base(pk))) {
    throw NotModelled(
        StrCat("whether ", types.FormatBare(fk), " can refer to ", types.FormatBare(pk)));
  }
  // The equality operator of the key's operator class, across the two types ...
  const sema::SortOperators sort = sema::FindSortOperators(context, pk);
  if (sort.equal == nullptr) return false;
  const TypeId fk_base = types.Base(fk);
  std::string_view last;
  for (const BuiltinOperatorClass& row : context.builtins.OperatorClasses("btree")) {
    if (row.family == last) continue;
    last = row.family;
    bool own = false;
    bool cross = false;
    for (const BuiltinFamilyOperator& member :
         context.builtins.FamilyOperators("btree", row.family)) {
      own = own || member.op == sort.equal->id;
      cross = cross ||
              (member.strategy == 3 && member.left == sort.equal->left && member.right == fk_base);
    }
    if (own && cross) return true;
  }
  // ... or the same operator after an implicit conversion of the referencing value.
  return sema::CanCoerce(context, fk, sort.equal->left, sema::CoercionContext::kImplicit);
}

Name Analyzer::IndexColumnName(const ast::Node& expression) const {
  const Name name = sema::FigureColumnName(&expression, impl_->types.major());
  return name == "?column?" ? Name() : name;
}

}  // namespace schemadiff
