#include "parsers/sql/table_rows.h"

#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/sql/parser.h"

namespace schemadiff {
namespace {

// A field of COPY's text format; nothing for NULL. Source: PostgreSQL's documentation of COPY.
std::optional<std::string> CopyField(std::string_view field) {
  if (field == "\\N") return std::nullopt;
  constexpr std::string_view kLetters = "bfnrtv";
  constexpr std::string_view kMeanings = "\b\f\n\r\t\v";
  std::string value;
  for (size_t i = 0; i < field.size(); ++i) {
    if (field[i] == '\\' && i + 1 < field.size()) {
      const size_t letter = kLetters.find(field[++i]);
      value += letter == std::string_view::npos ? field[i] : kMeanings[letter];
    } else {
      value += field[i];
    }
  }
  return value;
}

class Reader {
 public:
  Reader(std::string_view table, std::string_view column) : table_(table), column_(column) {}

  void Read(const PsqlScript::KeptStatement& kept) {
    const ParsedScript parsed = ParseSql(SourceText::FromFile("", kept.text));
    for (const ParsedStatement& statement : parsed.statements) {
      if (const auto* copy = ast::As<ast::CopyStmt>(statement.stmt)) {
        if (copy->is_from && Begin(copy->relation)) Copy(*copy, kept.data);
      } else if (const auto* insert = ast::As<ast::InsertStmt>(statement.stmt)) {
        if (Begin(insert->relation)) Insert(*insert);
      } else if (const auto* update = ast::As<ast::UpdateStmt>(statement.stmt)) {
        if (Begin(update->relation)) known_ = false;
      } else if (const auto* del = ast::As<ast::DeleteStmt>(statement.stmt)) {
        if (Begin(del->relation)) known_ = false;
      } else {
        known_ = false;
      }
    }
  }

  ColumnRows Take() && {
    if (!known_) rows_.values.reset();
    return std::move(rows_);
  }

 private:
  bool Begin(const ast::RangeVar* relation) {
    if (relation == nullptr || relation->relname != table_) return false;
    if (!rows_.values) {
      rows_.schema = std::string(relation->schemaname);
      rows_.values.emplace();
    }
    return true;
  }

  // Where no columns are named, one is all that the tables of such tools have.
  template <typename NameOf>
  std::optional<size_t> Position(const ast::List& columns, NameOf name_of) const {
    if (columns.empty()) return 0;
    for (size_t i = 0; i < columns.size(); ++i) {
      if (name_of(columns[i]) == column_) return i;
    }
    return std::nullopt;
  }

  void Copy(const ast::CopyStmt& copy, std::string_view data) {
    const auto at = Position(copy.attlist, [](const ast::Node* node) {
      const auto* name = ast::As<ast::String>(node);
      return name == nullptr ? std::string_view() : name->sval;
    });
    if (!copy.options.empty() || !at) {
      known_ = false;
      return;
    }
    for (std::string_view line : StrSplit(data, '\n')) {
      if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
      if (line == "\\.") break;
      const auto fields = StrSplit(line, '\t');
      if (line.empty() || *at >= fields.size()) continue;
      if (auto value = CopyField(fields[*at])) rows_.values->push_back(*std::move(value));
    }
  }

  void Insert(const ast::InsertStmt& insert) {
    const auto at = Position(insert.cols, [](const ast::Node* node) {
      const auto* target = ast::As<ast::ResTarget>(node);
      return target == nullptr ? std::string_view() : target->name;
    });
    const auto* select = ast::As<ast::SelectStmt>(insert.selectStmt);
    if (!at || select == nullptr || select->valuesLists.empty() ||
        insert.onConflictClause != nullptr) {
      known_ = false;
      return;
    }
    for (const ast::Node* row : select->valuesLists) {
      const auto* list = ast::As<ast::ListNode>(row);
      const ast::Node* value =
          list == nullptr || *at >= list->items.size() ? nullptr : list->items[*at];
      const auto* constant = ast::As<ast::A_Const>(value);
      const auto* text = constant == nullptr ? nullptr : ast::As<ast::String>(constant->val);
      if (text == nullptr) {
        known_ = known_ && constant != nullptr && constant->isnull;
      } else {
        rows_.values->emplace_back(text->sval);
      }
    }
  }

  const std::string_view table_;
  const std::string_view column_;
  ColumnRows rows_;
  bool known_ = true;
};

}  // namespace

ColumnRows RowsOf(const PsqlScript& script, std::string_view table, std::string_view column) {
  Reader reader(table, column);
  for (const PsqlScript::KeptStatement& kept : script.kept) reader.Read(kept);
  return std::move(reader).Take();
}

}  // namespace schemadiff
