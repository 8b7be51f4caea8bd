#include "engine/replay/toast.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/strings.h"
#include "engine/replay/relation.h"
#include "engine/replay/type_lookup.h"
#include "engine/replay/types.h"

namespace schemadiff::replay {
namespace {

// A tuple that may be longer than this, in bytes, has a TOAST table (pages of 8 KiB).
constexpr int64_t kThreshold = 2032;
constexpr int64_t kMaximalAlignment = 8;

int64_t Align(int64_t length, int64_t alignment) {
  return (length + alignment - 1) / alignment * alignment;
}

int64_t FirstModifier(std::string_view modifiers) {
  int64_t value = -1;
  std::from_chars(modifiers.data(), modifiers.data() + modifiers.size(), value);
  return value;
}

struct Extent {
  bool toastable = false;
  bool bounded = true;
  int64_t length = 0;
  int64_t alignment = 4;
};

Extent OfFixedLength(std::string_view name, int64_t length) {
  Extent extent;
  extent.length = length;
  if (name == "uuid" || name == "name") {
    extent.alignment = 1;
  } else if (name.starts_with("macaddr")) {
    extent.alignment = 4;
  } else {
    extent.alignment = std::min(length, kMaximalAlignment);
  }
  return extent;
}

Extent ExtentOf(const Context& cx, const Column& column) {
  const ResolvedType stated = ResolveRef(cx, column.type);
  const ResolvedType base = BaseType(cx, stated);
  const bool domain = !(base.ref.schema == stated.ref.schema && base.ref.name == stated.ref.name);
  const bool array = base.ref.array || stated.ref.array;
  const std::string_view name = base.ref.name;
  if (!array && base.builtin != nullptr && base.builtin->length > 0) {
    return OfFixedLength(name, base.builtin->length);
  }
  if (!array && base.object != kNoObject &&
      cx.catalog.Get(base.object).key.kind == KindOf<EnumType>) {
    return OfFixedLength(name, 4);
  }
  Extent extent;
  extent.toastable = column.storage != "PLAIN" && (array || name != "tsquery");
  const int64_t modifier = FirstModifier(column.type.modifiers);
  if (array || domain || modifier < 0) {
    extent.bounded = false;
  } else if (name == "varchar" || name == "bpchar") {
    extent.length = modifier * 4 + 4;  // bytes of a character in UTF8, and the length word
  } else if (name == "numeric") {
    extent.length = 8 + (modifier + 6) / 4 * 2;  // digits of base 10000 behind a header
  } else if (name == "bit" || name == "varbit") {
    extent.length = (modifier + 7) / 8 + 8;
  } else {
    extent.bounded = false;
  }
  return extent;
}

bool NeedsToastTable(const Context& cx, ObjectId relation) {
  const std::vector<ObjectId> columns = ColumnsOf(cx.catalog, relation);
  int64_t length = 0;
  bool toastable = false;
  bool bounded = true;
  for (const ObjectId id : columns) {
    Extent extent;
    try {
      extent = ExtentOf(cx, cx.catalog.Get(id).As<Column>());
    } catch (const NotModelled&) {
      return true;  // of a type that is not known, which are rarely short
    }
    toastable = toastable || extent.toastable;
    bounded = bounded && extent.bounded;
    length = Align(length, extent.alignment) + extent.length;
  }
  if (!toastable) return false;
  const auto nulls = static_cast<int64_t>((columns.size() + 7) / 8);
  constexpr int64_t kHeader = 23;
  return !bounded ||
         Align(kHeader + nulls, kMaximalAlignment) + Align(length, kMaximalAlignment) > kThreshold;
}

bool IsOfToast(const Option& option) { return std::string_view(option.name).starts_with("toast."); }

}  // namespace

void RequireCompressible(const Context& cx, const TypeRef& type) {
  const ResolvedType base = BaseType(cx, ResolveRef(cx, type));
  if (base.ref.array) return;
  const bool fixed =
      (base.builtin != nullptr && (base.builtin->length > 0 || base.ref.name == "tsquery")) ||
      (base.object != kNoObject && cx.catalog.Get(base.object).key.kind == KindOf<EnumType>);
  if (!fixed) return;
  throw PgError(sqlstate::kFeatureNotSupported,
                StrCat("column data type ", TypeText(cx, type), " does not support compression"));
}

std::vector<ObjectId> WithToastTable(const Context& cx, const std::vector<ObjectId>& tables) {
  std::vector<ObjectId> with;
  std::ranges::copy_if(tables, std::back_inserter(with),
                       [&](ObjectId table) { return NeedsToastTable(cx, table); });
  return with;
}

void KeepToastTables(Context& cx, const std::vector<ObjectId>& tables) {
  for (const ObjectId table : tables) {
    if (!NeedsToastTable(cx, table)) cx.kept_toast_tables.insert(table);
  }
}

Options KeptOptions(const Context& cx, ObjectId relation, const Options& options) {
  if (std::ranges::none_of(options.list(), IsOfToast) || NeedsToastTable(cx, relation)) {
    return options;
  }
  // What writes the table anew takes it away.
  if (cx.kept_toast_tables.contains(relation)) {
    throw NotModelled(
        "whether the table, of which columns were dropped, has its TOAST table still");
  }
  Options kept;
  for (const Option& option : options.list()) {
    if (!IsOfToast(option)) kept.Set(option.name, option.value);
  }
  return kept;
}

}  // namespace schemadiff::replay
