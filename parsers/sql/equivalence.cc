#include "parsers/sql/equivalence.h"

#include <cstdint>
#include <cstring>

#include "parsers/sql/ast.h"
#include "parsers/sql/ast_tables.h"
#include "parsers/sql/parser.h"

namespace schemadiff {
namespace {

bool IsStringType(const ast::TypeName* type) {
  if (type == nullptr || !type->typmods.empty() || type->setof || type->pct_type) return false;
  if (type->names.empty()) return false;
  const auto* name = ast::As<ast::String>(type->names.back());
  if (name == nullptr) return false;
  if (type->names.size() == 2) {
    const auto* schema = ast::As<ast::String>(type->names.front());
    if (schema == nullptr || schema->sval != "pg_catalog") return false;
  }
  return name->sval == "text" || name->sval == "varchar" || name->sval == "bpchar";
}

const ast::Node* Unwrap(const ast::Node* node) {
  while (const auto* cast = ast::As<ast::TypeCast>(node)) {
    if (!IsStringType(cast->typeName)) break;
    node = cast->arg;
  }
  return node;
}

template <typename T>
T Load(const ast::Node* node, const ast::FieldInfo& field) {
  T value;
  std::memcpy(&value, reinterpret_cast<const char*>(node) + field.offset, sizeof value);
  return value;
}

// Compares field by field through the decoder's own table, so that no node type is forgotten.
class TreeComparison {
 public:
  bool Same(const ast::Node* a, const ast::Node* b) {
    a = Unwrap(a);
    b = Unwrap(b);
    if (a == nullptr || b == nullptr) return a == b;
    if (a->tag != b->tag || depth_ > kMaxDepth) return false;
    const auto* column = ast::As<ast::ColumnRef>(a);
    const auto* other = ast::As<ast::ColumnRef>(b);
    if (column != nullptr && (column->fields.size() == 1) != (other->fields.size() == 1)) {
      return Same(column->fields.back(), other->fields.back());
    }
    ++depth_;
    const ast::NodeInfo& info = ast::GetNodeInfo(a->tag);
    bool same = true;
    for (uint16_t i = 0; same && i < info.field_count; ++i) same = SameField(a, b, info.fields[i]);
    --depth_;
    return same;
  }

 private:
  static constexpr int kMaxDepth = 1000;

  bool SameField(const ast::Node* a, const ast::Node* b, const ast::FieldInfo& field) {
    const auto equal = [&]<typename T>(T) { return Load<T>(a, field) == Load<T>(b, field); };
    switch (field.kind) {
      case ast::FieldKind::kLocation:
        return true;
      case ast::FieldKind::kBool:
        return equal(bool{});
      case ast::FieldKind::kInt32:
      case ast::FieldKind::kInt32OrNode:
        return equal(int32_t{});
      case ast::FieldKind::kUint32:
        return equal(uint32_t{});
      case ast::FieldKind::kInt64:
        return equal(int64_t{});
      case ast::FieldKind::kUint64:
        return equal(uint64_t{});
      case ast::FieldKind::kEnum:
      case ast::FieldKind::kEnumOrText:
        return equal(uint8_t{});
      case ast::FieldKind::kString:
        return equal(std::string_view{});
      case ast::FieldKind::kNode:
      case ast::FieldKind::kMessage:
        return Same(Load<const ast::Node*>(a, field), Load<const ast::Node*>(b, field));
      case ast::FieldKind::kList: {
        const auto one = Load<ast::List>(a, field);
        const auto two = Load<ast::List>(b, field);
        if (one.size() != two.size()) return false;
        for (size_t i = 0; i < one.size(); ++i) {
          if (!Same(one[i], two[i])) return false;
        }
        return true;
      }
    }
    return false;
  }

  int depth_ = 0;
};

bool SameTree(const ParsedFragment& a, const ParsedFragment& b) {
  return a && b && TreeComparison().Same(a.node, b.node);
}

}  // namespace

bool EquivalentModuloNoOps(std::string_view a, std::string_view b) {
  const ParsedFragment expression = ParseExpression(a);
  if (expression) return SameTree(expression, ParseExpression(b));
  // pg_get_viewdef ends with a semicolon.
  const auto query = [](std::string_view text) {
    const size_t end = text.find_last_not_of("; \n\t");
    return ParseQuery(text.substr(0, end == std::string_view::npos ? 0 : end + 1));
  };
  return SameTree(query(a), query(b));
}

}  // namespace schemadiff
