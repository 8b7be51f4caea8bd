// Reads the arguments of a call to something that is implemented here.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/alembic/evaluator.h"
#include "parsers/alembic/sql_names.h"

namespace schemadiff::alembic {

/// Takes arguments one by one; Finish() fails for what was not taken, so that no argument
/// is ever overlooked. The typed getters fail for unknown values.
class Args {
 public:
  /// `function` is how messages call it, "op.create_index".
  Args(py::Evaluator& ev, const py::CallArgs& call, std::string function);

  /// The next parameter, given by position or by keyword.
  std::optional<py::Value> Next(std::string_view name);
  /// A parameter that can be given by keyword only.
  std::optional<py::Value> Key(std::string_view name);
  py::Value Require(std::string_view name);
  /// The positional arguments that are left.
  std::vector<py::Value> Rest();
  /// Keywords that change nothing in what is modelled.
  void Ignore(std::initializer_list<std::string_view> names);
  void IgnorePrefixes(std::initializer_list<std::string_view> prefixes);
  /// Keywords that begin so, without the prefix.
  std::vector<std::pair<std::string, py::Value>> WithPrefix(std::string_view prefix);
  void Finish();

  // Conversions; `what` names the argument in messages. None gives nullopt.
  std::optional<std::string> Text(std::optional<py::Value> value, std::string_view what);
  std::optional<Name> NameFrom(std::optional<py::Value> value, std::string_view what);
  std::optional<bool> Flag(std::optional<py::Value> value, std::string_view what);
  std::optional<int64_t> Integer(std::optional<py::Value> value, std::string_view what);
  /// A list of strings; a single string is a list of one.
  std::vector<std::string> Texts(py::Value value, std::string_view what);
  std::string RequireText(std::string_view name);

  [[noreturn]] void Fail(std::string_view problem) const;
  py::Evaluator& ev() { return ev_; }
  uint32_t line() const { return call_.line; }
  const std::string& function() const { return function_; }

 private:
  py::Evaluator& ev_;
  const py::CallArgs& call_;
  std::string function_;
  size_t next_ = 0;
  std::vector<bool> used_;
};

/// A function of SQLAlchemy's that is implemented here.
struct NamedFunction {
  std::string_view name;
  py::Value (*body)(Args&);
};

/// The function of that name as a value to call; nothing where the list has none.
std::optional<py::Value> FindFunction(py::Evaluator& ev, std::span<const NamedFunction> functions,
                                      std::string_view name);

}  // namespace schemadiff::alembic
