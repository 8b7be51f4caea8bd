// A change of names that is about to happen, to print stored expressions as they read after it.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/name.h"
#include "engine/catalog/object.h"
#include "engine/catalog/values.h"

namespace schemadiff {

/// What is renamed or moved: exactly one of the members is set. The server stores references by
/// object, so that what it prints follows each change of a name; here, text is stored, and is
/// printed anew.
struct Renaming {
  /// All objects of a schema.
  struct SchemaName {
    Name from, to;
  };
  /// A relation along with its row type, or (`type`) a type, or (`routine`, by its key) a routine
  /// or operator, or (`kind`) a collation, an operator class or a text search object.
  struct ObjectName {
    QualifiedName from, to;
    bool type = false;
    bool relation = false;
    ObjectKey routine;
    Kind kind = kNoKind;
  };
  /// A column of a relation or an attribute of a composite type.
  struct PartName {
    QualifiedName relation;
    Name from, to;
  };
  /// A label of an enum type.
  struct Label {
    QualifiedName type;
    std::string from, to;
  };
  SchemaName schema;
  ObjectName object;
  PartName column;
  PartName constraint;  ///< of a relation
  Label label;

  QualifiedName Relation(const QualifiedName& name) const {
    if (object.relation && name == object.from) return object.to;
    return {Schema(name.schema), name.name};
  }
  QualifiedName Type(const QualifiedName& name) const {
    if ((object.relation || object.type) && name == object.from) return object.to;
    return {Schema(name.schema), name.name};
  }
  QualifiedName Other(Kind kind, const QualifiedName& name) const {
    if (kind == object.kind && name == object.from) return object.to;
    return {Schema(name.schema), name.name};
  }
  QualifiedName Routine(const ObjectKey& key, const QualifiedName& name) const {
    if (!object.relation && !object.type && !object.from.empty() && key == object.routine) {
      return object.to;
    }
    return {Schema(name.schema), name.name};
  }
  Name Column(const QualifiedName& relation, Name name) const {
    return !column.from.empty() && relation == column.relation && name == column.from ? column.to
                                                                                      : name;
  }
  Name Constraint(const QualifiedName& relation, Name name) const {
    return !constraint.from.empty() && relation == constraint.relation && name == constraint.from
               ? constraint.to
               : name;
  }
  const std::string& EnumLabel(const QualifiedName& type, const std::string& text) const {
    return !label.type.empty() && type == label.type && text == label.from ? label.to : text;
  }

 private:
  Name Schema(Name name) const {
    return !schema.from.empty() && name == schema.from ? schema.to : name;
  }
};

}  // namespace schemadiff
