// Naming conventions: the names of constraints and indexes that are given none.
#include <charconv>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/sa_ddl.h"
#include "parsers/alembic/sa_metadata.h"
#include "parsers/alembic/sql_sink.h"

namespace schemadiff::alembic {
namespace {

struct NamedParts {
  std::string_view kind;
  const std::optional<Name>* name = nullptr;
  const TableObject* table = nullptr;
  std::vector<std::string> columns;
  std::vector<const ForeignKeyObject*> targets;
};

std::string Label(const TableObject& table, const std::string& column) {
  std::string label;
  for (const char c : table.schema) label.push_back(c == '.' ? '_' : c);
  if (!label.empty()) label.push_back('_');
  return StrCat(label, table.name, "_", column);
}

class ConventionWriter {
 public:
  ConventionWriter(py::Evaluator& ev, const NamedParts& parts) : ev_(ev), parts_(parts) {}

  std::string Write(const std::string& convention) {
    std::string out;
    for (size_t i = 0; i < convention.size();) {
      if (convention[i] != '%') {
        out.push_back(convention[i++]);
        continue;
      }
      if (convention.compare(i, 2, "%%") == 0) {
        out.push_back('%');
        i += 2;
        continue;
      }
      const size_t end = convention.find(")s", i);
      if (convention.compare(i, 2, "%(") != 0 || end == std::string::npos) Unread(convention);
      out += Token(convention.substr(i + 2, end - i - 2));
      i = end + 2;
    }
    return out;
  }

 private:
  [[noreturn]] void Unread(std::string_view what) {
    ev_.Fail(StrCat("the naming convention '", what, "' is not read"));
  }

  std::string Token(const std::string& token) {
    if (token == "table_name") return parts_.table->name;
    if (token == "constraint_name") {
      if (!parts_.name->has_value()) {
        ev_.Fail(
            "a naming convention needs a name that the constraint does not have, which "
            "SQLAlchemy refuses");
      }
      return (*parts_.name)->text;
    }
    if (token == "referred_table_name") {
      return parts_.targets.empty() ? "" : parts_.targets[0]->table;
    }
    const bool referred = token.starts_with("referred_");
    std::string_view rest = token;
    if (referred) rest.remove_prefix(9);
    if (!rest.starts_with("column_")) Unread(token);
    rest.remove_prefix(7);
    size_t index = 0;
    const auto number = std::from_chars(rest.data(), rest.data() + rest.size(), index);
    if (number.ec != std::errc()) Unread(token);
    rest.remove_prefix(static_cast<size_t>(number.ptr - rest.data()));
    std::string separator;
    bool all = false;
    if (rest.starts_with("_N_")) {
      separator = "_";
      all = true;
      rest.remove_prefix(3);
    } else if (rest.starts_with("N_")) {
      all = true;
      rest.remove_prefix(2);
    } else if (rest.starts_with("_")) {
      rest.remove_prefix(1);
    } else {
      Unread(token);
    }
    std::vector<std::string> names = parts_.columns;
    if (referred) {
      names.clear();
      for (size_t i = 0; i < parts_.targets.size(); ++i) {
        const std::string& column = parts_.targets[i]->column;
        names.push_back(column.empty() ? parts_.columns[i] : column);
      }
    }
    if (rest == "label" && !referred) {
      for (std::string& name : names) name = Label(*parts_.table, name);
    } else if (rest != "name" && rest != "key") {
      Unread(token);
    }
    if (all) return StrJoin(names, separator);
    return index < names.size() ? names[index] : "";
  }

  py::Evaluator& ev_;
  const NamedParts& parts_;
};

std::optional<Name> Resolve(py::Evaluator& ev, const NamedParts& parts) {
  const std::optional<Name>& name = *parts.name;
  if (name.has_value() && name->final) return name;
  const NamingConvention& naming = SinkOf(ev).naming();
  if (!naming.unknown.empty()) {
    if (name.has_value() && !naming.may_rename) return name;
    ev.Fail(StrCat("the name of a constraint or index of table '", parts.table->name,
                   "' depends on the naming conventions of ", naming.unknown));
  }
  const std::string* convention = naming.Find(parts.kind);
  if (convention == nullptr) return name;
  if (name.has_value() && convention->find("constraint_name") == std::string::npos) return name;
  return Name{ConventionWriter(ev, parts).Write(*convention), true, std::nullopt};
}

}  // namespace

std::optional<Name> FinalName(py::Evaluator& ev, const TableObject& table,
                              const ConstraintObject& constraint) {
  NamedParts parts;
  switch (constraint.kind) {
    case ConstraintKind::kPrimaryKey:
      parts.kind = "pk";
      break;
    case ConstraintKind::kForeignKey:
      parts.kind = "fk";
      break;
    case ConstraintKind::kUnique:
      parts.kind = "uq";
      break;
    case ConstraintKind::kCheck:
      parts.kind = "ck";
      break;
    case ConstraintKind::kExclude:
      return constraint.name;
  }
  parts.name = &constraint.name;
  parts.table = &table;
  parts.columns = constraint.columns;
  parts.targets = constraint.targets;
  return Resolve(ev, parts);
}

std::optional<Name> FinalName(py::Evaluator& ev, const TableObject& table,
                              const IndexObject& index) {
  NamedParts parts;
  parts.kind = "ix";
  parts.name = &index.name;
  parts.table = &table;
  for (const Element* expression : index.expressions) {
    if (!expression->name.empty()) parts.columns.push_back(expression->name);
  }
  return Resolve(ev, parts);
}

std::string ConstraintName(py::Evaluator& ev, const Name& name) {
  std::optional<std::string> quoted = QuoteConstraintName(name);
  if (!quoted.has_value()) {
    ev.Fail(StrCat("the identifier '", name.text,
                   "' exceeds the maximum length of 63 characters, which SQLAlchemy refuses"));
  }
  return *std::move(quoted);
}

}  // namespace schemadiff::alembic
