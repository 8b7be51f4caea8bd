#include "engine/catalog/object.h"

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/pg/privileges.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

namespace {

std::string RoleText(Name role) {
  if (role == kPublic) return "PUBLIC";
  return role.empty() ? "its owner" : QuoteIdentifier(role, kNewestMajor);
}

}  // namespace

std::string ObjectKey::QualifiedText() const {
  std::string out;
  const Kind identified = target == kNoKind ? kind : target;
  if (identified == KindOf<Cast>) return StrCat("(", name, " AS ", signature, ")");
  if (identified == KindOf<Transform>) {
    return StrCat("FOR ", name, " LANGUAGE ", QuoteIdentifier(signature, kNewestMajor));
  }
  if (identified == KindOf<Operator>) {
    return StrCat(QuoteIdentifier(schema, kNewestMajor), ".", name, "(", signature, ")");
  }
  for (const Name part : {schema, table, name}) {
    if (part.empty()) continue;
    if (!out.empty()) out += '.';
    out += QuoteIdentifier(part, kNewestMajor);
  }
  if (identified == KindOf<OperatorClass> || identified == KindOf<OperatorFamily>) {
    StrAppend(&out, " USING ", QuoteIdentifier(signature, kNewestMajor));
  }
  if (identified == KindOf<Function> || identified == KindOf<Aggregate>) {
    StrAppend(&out, "(", signature.str(), ")");
  }
  return out;
}

std::string ObjectKey::ToString() const {
  // Any object of that name (Catalog::MarkUnknown).
  if (kind == kNoKind) return StrCat("whatever is named ", QualifiedText());
  std::string out(KindName(kind));
  if (kind == KindOf<DefaultPrivileges>) {
    StrAppend(&out, " on ", name.str());
    if (!schema.empty()) {
      StrAppend(&out, " in schema ", QuoteIdentifier(schema, kNewestMajor));
    }
    if (!signature.empty()) StrAppend(&out, " of ", RoleText(signature));
    return StrCat(out, " to ", role.empty() ? "their owner" : RoleText(role));
  }
  if (target != kNoKind) StrAppend(&out, " on ", KindName(target));
  StrAppend(&out, " ", QualifiedText());
  if (kind == KindOf<Grant>) StrAppend(&out, " to ", RoleText(role));
  return out;
}

Name RoutineSignature(const std::vector<Argument>& arguments) {
  std::string out;
  for (const Argument& argument : arguments) {
    if (argument.mode == ArgumentMode::kOut || argument.mode == ArgumentMode::kTable) continue;
    if (!out.empty()) out += ", ";
    out += FormatTypeWithoutModifiers(argument.type, kNewestMajor);
  }
  return out;
}

namespace {

std::string OperandText(const TypeRef& type) {
  return type.name.empty() ? "NONE" : FormatTypeWithoutModifiers(type, kNewestMajor);
}

}  // namespace

ObjectKey CastKey(const TypeRef& source, const TypeRef& target) {
  return {KindOf<Cast>, kNoKind, {}, {}, OperandText(source), OperandText(target)};
}

ObjectKey OperatorKey(Name schema, Name name, const TypeRef& left, const TypeRef& right) {
  return {KindOf<Operator>,
          kNoKind,
          schema,
          {},
          name,
          StrCat(OperandText(left), ", ", OperandText(right))};
}

ObjectKey TransformKey(const TypeRef& type, Name language) {
  return {KindOf<Transform>, kNoKind, {}, {}, OperandText(type), language};
}

ObjectKey ExtensionDependencyKey(const ObjectKey& target) {
  ObjectKey key = target;
  key.kind = KindOf<ExtensionDependency>;
  key.target = target.kind;
  return key;
}

ObjectKey CommentKey(const ObjectKey& target) {
  ObjectKey key = target;
  key.kind = KindOf<Comment>;
  key.target = target.kind;
  return key;
}

ObjectKey GrantKey(const ObjectKey& target, Name role) {
  ObjectKey key = target;
  key.kind = KindOf<Grant>;
  key.target = target.kind;
  key.role = role;
  return key;
}

ObjectKey IndexOfConstraintKey(const ObjectKey& constraint) {
  return KeyFor<Index>(constraint.schema, constraint.name);
}

ObjectKey TargetOf(const ObjectKey& comment) {
  ObjectKey key = comment;
  key.kind = comment.target;
  key.target = kNoKind;
  key.role = {};
  return key;
}

OriginId Object::OriginOf(size_t attribute) const {
  for (const auto& [index, known] : attribute_origins) {
    if (index == attribute) return known;
  }
  return origin;
}

}  // namespace schemadiff
