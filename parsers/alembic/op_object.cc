#include "parsers/alembic/op_object.h"

#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/python_class.h"
#include "parsers/alembic/sa_elements.h"

namespace schemadiff::alembic {
namespace {

struct Operation {
  std::string_view name;
  py::Value (*body)(Args&);
  /// Where the name of the table stands among the arguments; -1: not for one table.
  int table = -1;
  std::string_view schema_keyword = "schema";
};

const Operation kOperations[] = {
    {"create_table", CreateTable},
    {"drop_table", DropTable},
    {"rename_table", RenameTable},
    {"create_table_comment", CreateTableComment, 0},
    {"drop_table_comment", DropTableComment, 0},
    {"bulk_insert", BulkInsert},
    {"add_column", AddColumn, 0},
    {"drop_column", DropColumn, 0},
    {"alter_column", AlterColumn, 0},
    {"create_index", CreateIndex, 1},
    {"drop_index", DropIndex, 1},
    {"create_foreign_key", CreateForeignKey, 1, "source_schema"},
    {"create_primary_key", CreatePrimaryKey, 1},
    {"create_unique_constraint", CreateUniqueConstraint, 1},
    {"create_check_constraint", CreateCheckConstraint, 1},
    {"create_exclude_constraint", CreateExcludeConstraint, 1},
    {"drop_constraint", DropConstraint, 1},
    {"execute", Execute},
};

// Runs an operation. Where it cannot be read, what it names is in doubt.
py::Value Run(const Operation& operation, std::string full, py::Evaluator& ev,
              const py::CallArgs& call) {
  try {
    Args args(ev, call, std::move(full));
    return operation.body(args);
  } catch (const py::CannotEvaluate&) {
    // What is created by its own name, the table, and what a table is renamed to.
    const std::string_view kind = operation.name.ends_with("_index") ? "INDEX" : "TABLE";
    for (size_t i = 0; i <= static_cast<size_t>(std::max(operation.table, 0)); ++i) {
      if (i < call.positional.size() && call.positional[i].IsString()) {
        SinkOf(ev).Doubt(
            StrCat("CREATE ", i == 0 ? kind : "TABLE", " ", QuoteName(call.positional[i].text())));
      }
    }
    for (const auto& [keyword, value] : call.keywords) {
      const bool is_name = keyword == "table_name" || keyword == "source_table" ||
                           keyword == "index_name" || keyword == "new_table_name";
      if (is_name && value.IsString()) {
        SinkOf(ev).Doubt(StrCat("CREATE TABLE ", QuoteName(value.text())));
      }
    }
    throw;
  }
}

py::Value Final(py::Evaluator& ev, const py::CallArgs& call) {
  Args args(ev, call, "op.f");
  const py::Value name = args.Require("name");
  args.Finish();
  if (name.IsUnknown()) return name;
  if (!name.IsString()) args.Fail("is called with something that is no string");
  return NewNamedString(&ev.heap(), name.string(), /*final=*/true, std::nullopt);
}

// op.batch_alter_table(): only SQLite copies the table, unless that is asked for.
py::Value BatchAlterTable(py::Evaluator& ev, const py::CallArgs& call) {
  Args args(ev, call, "op.batch_alter_table");
  const std::string table = args.RequireText("table_name");
  const std::string schema = args.Text(args.Next("schema"), "schema").value_or("");
  const std::string recreate = args.Text(args.Next("recreate"), "recreate").value_or("auto");
  if (recreate == "always") args.Fail("that makes the table anew is not read");
  args.Ignore({"partial_reordering", "copy_from", "table_args", "table_kwargs", "reflect_args",
               "reflect_kwargs", "naming_convention"});
  args.Finish();
  return ev.heap().New<BatchObject>(table, schema);
}

py::Value Function(py::Evaluator& ev, std::string_view name, py::NativeFunction::Body body) {
  return ev.heap().New<py::NativeFunction>(std::string(name), false, std::move(body));
}

}  // namespace

std::optional<py::Value> OpObject::GetAttr(py::Evaluator& ev, std::string_view name) {
  for (const Operation& operation : kOperations) {
    if (operation.name != name) continue;
    const std::string full = StrCat("op.", name);
    const Operation* const chosen = &operation;
    return Function(ev, name, [full, chosen](py::Evaluator& e, const py::CallArgs& call) {
      return Run(*chosen, full, e, call);
    });
  }
  if (name == "f") return Function(ev, name, Final);
  if (name == "batch_alter_table") return Function(ev, name, BatchAlterTable);
  if (name == "get_bind") {
    return Function(ev, name, [](py::Evaluator& e, const py::CallArgs&) -> py::Value {
      return e.heap().New<BindObject>();
    });
  }
  if (name == "get_context") {
    return Function(ev, name, [](py::Evaluator& e, const py::CallArgs&) -> py::Value {
      return e.heap().New<ContextObject>();
    });
  }
  if (name == "inline_literal") {
    return Function(ev, name, [](py::Evaluator& e, const py::CallArgs& call) {
      Args args(e, call, "op.inline_literal");
      const py::Value value = args.Require("value");
      args.Next("type_");
      args.Finish();
      return py::Value(const_cast<Element*>(CoerceExpression(e, value)));
    });
  }
  const std::string full = StrCat("op.", name);
  return Function(ev, name, [full](py::Evaluator& e, const py::CallArgs&) -> py::Value {
    e.Fail(StrCat("the operation '", full, "' is not read"));
  });
}

std::optional<py::Value> BatchObject::GetAttr(py::Evaluator& ev, std::string_view name) {
  for (const Operation& operation : kOperations) {
    if (operation.name != name || operation.table < 0) continue;
    const std::string full = StrCat("batch_op.", name);
    const Operation* const chosen = &operation;
    return Function(ev, name, [this, full, chosen](py::Evaluator& e, const py::CallArgs& call) {
      py::CallArgs with_table = call;
      const auto at = static_cast<size_t>(chosen->table);
      const py::Value table = e.heap().NewString(table_);
      // The name before the table may be given by keyword, or not at all.
      while (with_table.positional.size() < at) {
        const py::Value* first = call.Keyword(
            at == 1 && chosen->name.ends_with("_index") ? "index_name" : "constraint_name");
        with_table.positional.push_back(first != nullptr ? *first : py::Value::None());
      }
      std::erase_if(with_table.keywords, [](const auto& keyword) {
        return keyword.first == "index_name" || keyword.first == "constraint_name";
      });
      with_table.positional.insert(with_table.positional.begin() + static_cast<ptrdiff_t>(at),
                                   table);
      if (!schema_.empty()) {
        with_table.keywords.emplace_back(std::string(chosen->schema_keyword),
                                         e.heap().NewString(schema_));
      }
      return Run(*chosen, full, e, with_table);
    });
  }
  if (name == "f") return Function(ev, name, Final);
  if (name == "execute" || name == "get_bind" || name == "get_context") {
    return OpObject().GetAttr(ev, name);
  }
  const std::string full = StrCat("batch_op.", name);
  return Function(ev, name, [full](py::Evaluator& e, const py::CallArgs&) -> py::Value {
    e.Fail(StrCat("the operation '", full, "' is not read"));
  });
}

}  // namespace schemadiff::alembic
