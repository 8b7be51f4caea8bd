// CREATE, ALTER and DROP OPERATOR. Facts from operatorcmds.c and pg_operator.c of the server's
// source.
#include "engine/replay/operator.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/replay/lookup.h"
#include "engine/replay/type_lookup.h"

namespace schemadiff::replay {
namespace {

// The value of an option as a name; the grammar makes a type name of some.
const ast::List* NamesIn(const ast::Node* value) {
  if (const auto* type = ast::As<ast::TypeName>(value)) return &type->names;
  if (const auto* list = ast::As<ast::ListNode>(value)) return &list->items;
  return nullptr;
}

// Nothing where the type is of a kind that catalogs do not hold.
std::optional<TypeRef> OperandType(const Context& cx, const ast::Node* node) {
  const auto* type = ast::As<ast::TypeName>(node);
  if (type == nullptr) return TypeRef();
  try {
    return ResolveType(cx, *type).ref;
  } catch (const NotModelled&) {
    return std::nullopt;
  }
}

bool SameType(const TypeRef& a, const TypeRef& b) {
  return a.schema == b.schema && a.name == b.name && a.array == b.array;
}

bool Same(const OperatorNote& a, const OperatorNote& b) {
  return a.schema == b.schema && a.name == b.name && a.types_known == b.types_known &&
         SameType(a.left, b.left) && SameType(a.right, b.right);
}

void Add(Context& cx, const OperatorNote& note) {
  auto& notes = cx.catalog.notes.operators;
  const bool known =
      std::ranges::any_of(notes, [&](const OperatorNote& other) { return Same(other, note); });
  if (!known) notes.push_back(note);
}

// The notes that a name with operand types, as DROP and ALTER OPERATOR have them, means.
template <typename Found>
void EachMeant(Context& cx, const ast::ObjectWithArgs& op, Found found) {
  const StatedName name(op.objname);
  OperatorNote wanted;
  wanted.name = name.name;
  if (op.objargs.size() == 2) {
    try {
      const auto left = OperandType(cx, op.objargs[0]);
      const auto right = OperandType(cx, op.objargs[1]);
      wanted.types_known = left && right;
      if (left && right) {
        wanted.left = *left;
        wanted.right = *right;
      }
    } catch (const PgError&) {
      return;  // such a type is no operand of any
    }
  }
  for (const Name schema : SearchPath(cx)) {
    wanted.schema = name.schema.empty() ? schema : Name(name.schema);
    const bool any = std::ranges::any_of(
        cx.catalog.notes.operators, [&](const OperatorNote& note) { return Same(note, wanted); });
    if (any) return found(wanted);
    if (!name.schema.empty()) return;
  }
}

}  // namespace

void NoteOperator(Context& cx, const ast::DefineStmt& stmt) {
  const StatedName name(stmt.defnames);
  OperatorNote note;
  note.schema = CreationSchema(cx, name);
  note.name = name.name;
  const ast::Node* left = nullptr;
  const ast::Node* right = nullptr;
  const ast::Node* commutator = nullptr;
  const ast::Node* negator = nullptr;
  for (const ast::Node* node : stmt.definition) {
    const auto& element = *ast::Cast<ast::DefElem>(node);
    if (element.defname == "leftarg") left = element.arg;
    if (element.defname == "rightarg") right = element.arg;
    if (element.defname == "commutator") commutator = element.arg;
    if (element.defname == "negator") negator = element.arg;
  }
  const auto left_type = OperandType(cx, left);
  const auto right_type = OperandType(cx, right);
  note.types_known = left_type && right_type;
  if (note.types_known) {
    note.left = *left_type;
    note.right = *right_type;
  }
  // Where those are not there they are made, with nothing but their names and operands.
  const auto add_other = [&](const ast::Node* value, bool swapped) {
    const ast::List* other = NamesIn(value);
    if (other == nullptr) return;
    OperatorNote made = note;
    const StatedName other_name(*other);
    if (!other_name.schema.empty()) made.schema = other_name.schema;
    made.name = other_name.name;
    if (swapped) std::swap(made.left, made.right);
    Add(cx, made);
  };
  add_other(commutator, true);
  add_other(negator, false);
  Add(cx, note);
}

void ForgetOperators(Context& cx, const ast::List& operators) {
  for (const ast::Node* node : operators) {
    const auto* op = ast::As<ast::ObjectWithArgs>(node);
    if (op == nullptr) continue;
    EachMeant(cx, *op, [&](const OperatorNote& wanted) {
      std::erase_if(cx.catalog.notes.operators,
                    [&](const OperatorNote& note) { return Same(note, wanted); });
    });
  }
}

void MoveOperator(Context& cx, const ast::ObjectWithArgs& op, Name schema) {
  EachMeant(cx, op, [&](const OperatorNote& wanted) {
    for (OperatorNote& note : cx.catalog.notes.operators) {
      if (Same(note, wanted)) note.schema = schema;
    }
  });
}

bool MayBeOwnOperator(const Context& cx, const ast::List& name) {
  const StatedName stated(name);
  return std::ranges::any_of(cx.catalog.notes.operators, [&](const OperatorNote& note) {
    return note.name == stated.name && (stated.schema.empty() || note.schema == stated.schema);
  });
}

}  // namespace schemadiff::replay
