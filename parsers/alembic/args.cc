#include "parsers/alembic/args.h"

#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/python_class.h"

namespace schemadiff::alembic {

Args::Args(py::Evaluator& ev, const py::CallArgs& call, std::string function)
    : ev_(ev), call_(call), function_(std::move(function)), used_(call.keywords.size(), false) {}

void Args::Fail(std::string_view problem) const { ev_.Fail(StrCat(function_, "() ", problem)); }

std::optional<py::Value> Args::Key(std::string_view name) {
  for (size_t i = 0; i < used_.size(); ++i) {
    if (used_[i] || call_.keywords[i].first != name) continue;
    used_[i] = true;
    return ev_.Resolve(call_.keywords[i].second);
  }
  return std::nullopt;
}

std::optional<py::Value> Args::Next(std::string_view name) {
  if (next_ < call_.positional.size()) return ev_.Resolve(call_.positional[next_++]);
  return Key(name);
}

py::Value Args::Require(std::string_view name) {
  std::optional<py::Value> value = Next(name);
  if (!value.has_value()) Fail(StrCat("is called without '", name, "'"));
  return *value;
}

std::vector<py::Value> Args::Rest() {
  std::vector<py::Value> rest;
  for (; next_ < call_.positional.size(); ++next_) {
    rest.push_back(ev_.Resolve(call_.positional[next_]));
  }
  return rest;
}

void Args::Ignore(std::initializer_list<std::string_view> names) {
  for (size_t i = 0; i < used_.size(); ++i) {
    if (std::find(names.begin(), names.end(), call_.keywords[i].first) != names.end()) {
      used_[i] = true;
    }
  }
}

void Args::IgnorePrefixes(std::initializer_list<std::string_view> prefixes) {
  for (size_t i = 0; i < used_.size(); ++i) {
    const std::string& name = call_.keywords[i].first;
    if (std::any_of(prefixes.begin(), prefixes.end(),
                    [&name](std::string_view prefix) { return name.starts_with(prefix); })) {
      used_[i] = true;
    }
  }
}

std::vector<std::pair<std::string, py::Value>> Args::WithPrefix(std::string_view prefix) {
  std::vector<std::pair<std::string, py::Value>> out;
  for (size_t i = 0; i < used_.size(); ++i) {
    const auto& [name, value] = call_.keywords[i];
    if (used_[i] || !name.starts_with(prefix)) continue;
    used_[i] = true;
    out.emplace_back(name.substr(prefix.size()), ev_.Resolve(value));
  }
  return out;
}

void Args::Finish() {
  if (next_ < call_.positional.size()) Fail("is called with more arguments than are read");
  for (size_t i = 0; i < used_.size(); ++i) {
    if (!used_[i])
      Fail(StrCat("is called with '", call_.keywords[i].first, "', which is not read"));
  }
}

std::optional<std::string> Args::Text(std::optional<py::Value> value, std::string_view what) {
  const std::optional<Name> name = NameFrom(value, what);
  if (!name.has_value()) return std::nullopt;
  return name->text;
}

std::optional<Name> Args::NameFrom(std::optional<py::Value> value, std::string_view what) {
  if (!value.has_value() || value->IsNone()) return std::nullopt;
  if (value->IsUnknown())
    ev_.FailUnknown(StrCat("'", what, "' of ", function_, "()"), value->unknown());
  if (value->IsString()) return NameOf(value->string());
  if (value->Is(py::ValueKind::kNative)) return Name{ev_.Str(*value), false, std::nullopt};
  Fail(StrCat("is called with '", what, "' that is no string"));
}

std::optional<bool> Args::Flag(std::optional<py::Value> value, std::string_view what) {
  if (!value.has_value() || value->IsNone()) return std::nullopt;
  if (value->IsUnknown())
    ev_.FailUnknown(StrCat("'", what, "' of ", function_, "()"), value->unknown());
  return ev_.Truth(*value);
}

std::optional<int64_t> Args::Integer(std::optional<py::Value> value, std::string_view what) {
  if (!value.has_value() || value->IsNone()) return std::nullopt;
  if (value->IsUnknown())
    ev_.FailUnknown(StrCat("'", what, "' of ", function_, "()"), value->unknown());
  if (!value->IsIntegral()) Fail(StrCat("is called with '", what, "' that is no integer"));
  return value->integer();
}

std::vector<std::string> Args::Texts(py::Value value, std::string_view what) {
  if (value.IsUnknown())
    ev_.FailUnknown(StrCat("'", what, "' of ", function_, "()"), value.unknown());
  std::vector<std::string> out;
  if (value.IsString()) {
    out.push_back(value.text());
    return out;
  }
  for (const py::Value item : ev_.Iterate(value)) out.push_back(Text(item, what).value_or(""));
  return out;
}

std::string Args::RequireText(std::string_view name) {
  std::optional<std::string> text = Text(Require(name), name);
  if (!text.has_value()) Fail(StrCat("is called without '", name, "'"));
  return *std::move(text);
}

std::optional<py::Value> FindFunction(py::Evaluator& ev, std::span<const NamedFunction> functions,
                                      std::string_view name) {
  for (const NamedFunction& function : functions) {
    if (function.name != name) continue;
    const std::string full(name);
    const auto body = function.body;
    return ev.heap().New<py::NativeFunction>(
        full, false, [full, body](py::Evaluator& e, const py::CallArgs& call) {
          Args args(e, call, full);
          return body(args);
        });
  }
  return std::nullopt;
}

}  // namespace schemadiff::alembic
