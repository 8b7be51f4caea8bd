#include "engine/pg/names.h"

#include <algorithm>

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"

namespace schemadiff {

std::string MakeObjectName(std::string_view name1, std::string_view name2, std::string_view label) {
  const size_t overhead = (name2.empty() ? 0 : 1) + (label.empty() ? 0 : label.size() + 1);
  const size_t available = overhead < kMaxIdentifierBytes ? kMaxIdentifierBytes - overhead : 0;
  size_t length1 = name1.size();
  size_t length2 = name2.size();
  while (length1 + length2 > available) {
    if (length1 > length2) {
      --length1;
    } else {
      --length2;
    }
  }
  std::string out(name1.substr(0, ClipLength(name1.substr(0, length1), length1)));
  if (!name2.empty()) {
    StrAppend(&out, "_", name2.substr(0, ClipLength(name2.substr(0, length2), length2)));
  }
  if (!label.empty()) StrAppend(&out, "_", label);
  return out;
}

std::string ChooseObjectName(std::string_view name1, std::string_view name2, std::string_view label,
                             const NameTaken& taken) {
  std::string name = MakeObjectName(name1, name2, label);
  for (int pass = 1; taken(name); ++pass) name = MakeObjectName(name1, name2, StrCat(label, pass));
  return name;
}

std::string JoinColumnsForName(const std::vector<std::string>& columns) {
  std::string out;
  for (const std::string& column : columns) {
    if (!out.empty()) out += '_';
    out += std::string_view(column).substr(0, kMaxIdentifierBytes);
    if (out.size() > kMaxIdentifierBytes) break;
  }
  return out;
}

std::vector<std::string> ChooseIndexColumnNames(const std::vector<std::string>& elements) {
  std::vector<std::string> names;
  names.reserve(elements.size());
  for (const std::string& element : elements) {
    const std::string_view original = element.empty() ? std::string_view("expr") : element;
    std::string name(original);
    for (int i = 1; std::find(names.begin(), names.end(), name) != names.end(); ++i) {
      const std::string number = std::to_string(i);
      name = StrCat(original.substr(0, ClipLength(original, kMaxIdentifierBytes - number.size())),
                    number);
    }
    names.push_back(std::move(name));
  }
  return names;
}

std::string ChooseIndexName(IndexNameKind kind, std::string_view table,
                            const std::vector<std::string>& columns, const NameTaken& taken) {
  switch (kind) {
    case IndexNameKind::kPrimaryKey:
      return ChooseObjectName(table, "", "pkey", taken);
    case IndexNameKind::kUniqueConstraint:
      return ChooseObjectName(table, JoinColumnsForName(columns), "key", taken);
    case IndexNameKind::kExclusion:
      return ChooseObjectName(table, JoinColumnsForName(columns), "excl", taken);
    case IndexNameKind::kPlain:
      break;
  }
  return ChooseObjectName(table, JoinColumnsForName(columns), "idx", taken);
}

std::string ChooseForeignKeyName(std::string_view table, const std::vector<std::string>& columns,
                                 const NameTaken& taken) {
  return ChooseObjectName(table, JoinColumnsForName(columns), "fkey", taken);
}

std::string ChooseCheckName(std::string_view table, const std::vector<std::string>& columns,
                            const NameTaken& taken) {
  return ChooseObjectName(table, columns.size() == 1 ? std::string_view(columns[0]) : "", "check",
                          taken);
}

std::string ChooseDomainCheckName(std::string_view domain, const NameTaken& taken) {
  return ChooseObjectName(domain, "", "check", taken);
}

std::string ChooseNotNullName(std::string_view table, std::string_view column,
                              const NameTaken& taken) {
  return ChooseObjectName(table, column, "not_null", taken);
}

std::string ChooseDomainNotNullName(std::string_view domain, const NameTaken& taken) {
  return ChooseObjectName(domain, "", "not_null", taken);
}

std::string ChooseSequenceName(std::string_view table, std::string_view column,
                               const NameTaken& taken) {
  return ChooseObjectName(table, column, "seq", taken);
}

std::string ChooseStatisticsName(std::string_view table, const std::vector<std::string>& elements,
                                 const NameTaken& taken) {
  std::vector<std::string> names = elements;
  for (std::string& name : names) {
    if (name.empty()) name = "expr";
  }
  return ChooseObjectName(table, JoinColumnsForName(names), "stat", taken);
}

std::string ChooseArrayTypeName(std::string_view type, const NameTaken& taken) {
  for (size_t underscores = 1; underscores < kMaxIdentifierBytes; ++underscores) {
    const std::string name = TruncateIdentifier(StrCat(std::string(underscores, '_'), type));
    if (!taken(name)) return name;
  }
  return {};
}

std::string MakeMultirangeTypeName(std::string_view range_type) {
  const size_t at = range_type.find("range");
  if (at != std::string_view::npos) {
    return TruncateIdentifier(StrCat(range_type.substr(0, at), "multi", range_type.substr(at)));
  }
  // The server cuts the name by bytes here, whatever character that falls into.
  return TruncateIdentifier(StrCat(range_type.substr(0, kMaxIdentifierBytes - 11), "_multirange"));
}

}  // namespace schemadiff
