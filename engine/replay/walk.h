// Walking parse trees without knowing their nodes.
#pragma once

#include <string_view>
#include <vector>

#include "engine/base/name.h"
#include "parsers/sql/ast.h"
#include "parsers/sql/ast_tables.h"

namespace schemadiff::replay {

/// Calls visit(const ast::Node&) for each direct child of a node.
template <typename Visit>
void ForEachChild(const ast::Node& node, Visit visit) {
  const ast::NodeInfo& info = ast::GetNodeInfo(node.tag);
  const char* base = reinterpret_cast<const char*>(&node);
  for (const ast::FieldInfo* field = info.fields; field != info.fields + info.field_count;
       ++field) {
    if (field->kind == ast::FieldKind::kList) {
      for (const ast::Node* child : *reinterpret_cast<const ast::List*>(base + field->offset)) {
        if (child != nullptr) visit(*child);
      }
    } else if (field->kind == ast::FieldKind::kNode || field->kind == ast::FieldKind::kMessage) {
      const auto* child = *reinterpret_cast<const ast::Node* const*>(base + field->offset);
      if (child != nullptr) visit(*child);
    }
  }
}

/// All ColumnRefs of a tree, subqueries included, in the order of the tree.
std::vector<const ast::ColumnRef*> CollectColumnRefs(const ast::Node* root);

/// All RangeVars of a tree.
std::vector<const ast::RangeVar*> CollectRangeVars(const ast::Node* root);

/// The last name of a reference to a column; empty for `*`.
std::string_view ColumnRefName(const ast::ColumnRef& ref);

/// The texts of a list of String nodes.
std::vector<std::string_view> Strings(const ast::List& list);

/// "a.b.c", unquoted, as error messages name what a statement names (NameListToString).
std::string NameListToString(const ast::List& list);

}  // namespace schemadiff::replay
