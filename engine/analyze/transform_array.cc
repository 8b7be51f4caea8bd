// Arrays, rows, subscripts and fields.
#include "engine/analyze/transform.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {
namespace {

// What a subscript of such a type yields; 0 where it takes none, or follows rules of its own. Types
// of a fixed length with elements (point, box, name) take subscripts without being arrays.
TypeId SubscriptElement(TypeTable& types, TypeId type, int location) {
  if (const TypeId element = types.Element(type)) return element;
  if (const BuiltinType* builtin = types.builtins().FindType(type)) return builtin->element;
  const TypeInfo info = types.Get(type);
  const auto* scalar =
      types.catalog().FindPayload<ScalarType>(KeyFor<ScalarType>(info.schema, info.name));
  if (scalar == nullptr) return 0;
  // Any base type with elements did before there were functions for it.
  static const QualifiedName raw{"pg_catalog", "raw_array_subscript_handler"};
  if (types.major() < 14 || scalar->subscript == raw) {
    return scalar->element.name.empty() ? 0 : types.FromRef(scalar->element, nullptr);
  }
  if (scalar->subscript.name.empty()) return 0;
  throw NotModelled("subscripts of a type that has a function for them", location);
}

}  // namespace

Expr* Transformer::Array(const ast::A_ArrayExpr& node, TypeId array, TypeId element,
                         int32_t typmod) {
  bool nested = false;
  std::vector<Expr*> elements;
  for (const ast::Node* item : node.elements) {
    if (const auto* inner = ast::As<ast::A_ArrayExpr>(item)) {
      elements.push_back(Array(*inner, array, element, typmod));
      nested = true;
      continue;
    }
    Expr* value = Recurse(item);
    elements.push_back(value);
    nested = nested || types().Element(value->type) != 0;
  }
  const bool given = array != 0;
  TypeId target = nested ? array : element;
  if (!given) {
    if (elements.empty()) {
      throw PgError(sqlstate::kIndeterminateDatatype, "cannot determine type of empty array",
                    node.location);
    }
    target = SelectCommonType(context_, elements, "ARRAY");
    if (nested) {
      array = target;
      element = types().Element(array);
      if (element == 0) {
        throw PgError(
            sqlstate::kUndefinedObject,
            StrCat("could not find element type for data type ", types().FormatBare(array)),
            node.location);
      }
    } else {
      element = target;
      array = types().Array(element);
      if (array == 0) {
        throw PgError(
            sqlstate::kUndefinedObject,
            StrCat("could not find array type for data type ", types().FormatBare(element)),
            node.location);
      }
    }
  }
  Expr* result = context_.arena.New(ExprKind::kArray, array, -1, node.location);
  result->flag = nested;
  for (Expr* value : elements) {
    if (!given) {
      result->args.push_back(CoerceToCommon(context_, value, target, "ARRAY"));
      continue;
    }
    Expr* coerced = CoerceToTarget(context_, value, target, typmod, CoercionContext::kExplicit,
                                   Form::kExplicitCast, -1);
    if (coerced == nullptr) {
      throw PgError(sqlstate::kCannotCoerce,
                    StrCat("cannot cast type ", types().FormatBare(value->type), " to ",
                           types().FormatBare(target)),
                    value->location);
    }
    result->args.push_back(coerced);
  }
  result->typmod = SelectCommonTypmod(result->args, nested ? array : element);
  return result;
}

Expr* Transformer::Row(const ast::RowExpr& node) {
  Expr* row = context_.arena.New(ExprKind::kRow, type_id::kRecord, -1, node.location);
  row->form = Form::kImplicitCast;
  row->args = ExpressionList(node.args, /*allow_default=*/false);
  for (size_t i = 1; i <= row->args.size(); ++i) row->names.emplace_back(StrCat("f", i));
  return row;
}

Expr* Transformer::Indirection(const ast::A_Indirection& node) {
  Expr* result = Recurse(node.arg);
  const int location = result->location;
  std::vector<const ast::A_Indices*> indices;
  const auto flush = [&] {
    if (!indices.empty()) result = Subscripts(result, indices);
    indices.clear();
  };
  for (const ast::Node* item : node.indirection) {
    if (const auto* index = ast::As<ast::A_Indices>(item)) {
      indices.push_back(index);
      continue;
    }
    const auto* field = ast::As<ast::String>(item);
    if (field == nullptr) {
      throw PgError(sqlstate::kFeatureNotSupported, "row expansion via \"*\" is not supported here",
                    location);
    }
    flush();
    result = FieldOf(result, field->sval, location);
  }
  flush();
  return result;
}

Expr* Transformer::Subscripts(Expr* container, const std::vector<const ast::A_Indices*>& indices) {
  int32_t typmod = container->typmod;
  TypeId type = types().Base(container->type, &typmod);
  // The two vector types act as arrays of int2 and oid.
  if (type == type_id::kInt2Vector) type = types().Find("pg_catalog", "_int2");
  if (type == type_id::kOidVector) type = types().Find("pg_catalog", "_oid");
  const bool json = type == type_id::kJsonb && context_.major() >= 14;
  const TypeId element = json ? 0 : SubscriptElement(types(), type, container->location);
  if (element == 0 && !json) {
    if (types().IsOpaque(type)) {
      throw NotModelled("subscripts of an extension's type", container->location);
    }
    throw PgError(sqlstate::kDatatypeMismatch,
                  StrCat("cannot subscript type ", types().FormatBare(container->type),
                         " because it does not support subscripting"),
                  container->location);
  }
  Expr* result = context_.arena.New(ExprKind::kSubscript, element, typmod, container->location);
  result->extra = container;
  for (const ast::A_Indices* index : indices) result->flag = result->flag || index->is_slice;
  const auto subscript = [&](const ast::Node* node) -> Expr* {
    if (node == nullptr) return nullptr;
    Expr* value = Recurse(node);
    if (json) {
      // Both a key and an index can be meant; text where neither is certain.
      const bool text =
          CanCoerce(context_, value->type, type_id::kText, CoercionContext::kImplicit);
      const bool integer =
          CanCoerce(context_, value->type, type_id::kInt4, CoercionContext::kImplicit);
      if (value->type == type_id::kUnknown || (text && !integer)) {
        return CoerceToTarget(context_, value, type_id::kText, -1, CoercionContext::kImplicit,
                              Form::kImplicitCast, -1);
      }
      if (!integer) {
        throw PgError(
            sqlstate::kDatatypeMismatch,
            StrCat("subscript type ", types().FormatBare(value->type), " is not supported"),
            value->location);
      }
    }
    Expr* coerced = CoerceToTarget(context_, value, type_id::kInt4, -1,
                                   CoercionContext::kAssignment, Form::kImplicitCast, -1);
    if (coerced == nullptr) {
      throw PgError(sqlstate::kDatatypeMismatch, "array subscript must have type integer",
                    value->location);
    }
    return coerced;
  };
  if (json && result->flag) {
    throw PgError(sqlstate::kDatatypeMismatch, "jsonb subscript does not support slices",
                  container->location);
  }
  for (const ast::A_Indices* index : indices) {
    Subscript& part = result->subscripts.emplace_back();
    // Where one subscript is a slice, a plain one means 1:n.
    if (result->flag) {
      part.lower = index->is_slice ? subscript(index->lidx) : MakeIntConst(context_, 1);
    }
    part.upper = subscript(index->uidx);
  }
  if (json) {
    result->type = type_id::kJsonb;
    result->typmod = -1;
  } else if (result->flag) {
    result->type = type;
  }
  return result;
}

}  // namespace schemadiff::sema
