#include "engine/replay/walk.h"

#include <string>

#include "engine/base/strings.h"

namespace schemadiff::replay {
namespace {

template <typename T>
void Collect(const ast::Node& node, std::vector<const T*>* out) {
  if (const auto* found = ast::As<T>(&node)) out->push_back(found);
  ForEachChild(node, [out](const ast::Node& child) { Collect<T>(child, out); });
}

}  // namespace

std::vector<const ast::ColumnRef*> CollectColumnRefs(const ast::Node* root) {
  std::vector<const ast::ColumnRef*> out;
  if (root != nullptr) Collect(*root, &out);
  return out;
}

std::vector<const ast::RangeVar*> CollectRangeVars(const ast::Node* root) {
  std::vector<const ast::RangeVar*> out;
  if (root != nullptr) Collect(*root, &out);
  return out;
}

std::string_view ColumnRefName(const ast::ColumnRef& ref) {
  const auto* last = ast::As<ast::String>(ref.fields.back());
  return last == nullptr ? std::string_view() : last->sval;
}

std::vector<std::string_view> Strings(const ast::List& list) {
  std::vector<std::string_view> out;
  out.reserve(list.size());
  for (const ast::Node* node : list) {
    if (const auto* text = ast::As<ast::String>(node)) out.push_back(text->sval);
  }
  return out;
}

std::string NameListToString(const ast::List& list) { return StrJoin(Strings(list), "."); }

}  // namespace schemadiff::replay
