#include "parsers/alembic/python_modules.h"

#include <algorithm>
#include <array>

#include "engine/base/strings.h"
#include "parsers/alembic/python_class.h"
#include "parsers/alembic/python_json.h"
#include "parsers/alembic/python_methods.h"

namespace schemadiff::py {
namespace {

// Modules whose functions have no effect on a database, and whose results are not known.
constexpr std::array<std::string_view, 38> kUnknownModules = {
    "abc",     "argparse", "array",     "asyncio", "base64",   "binascii",  "calendar", "codecs",
    "copy",    "csv",      "datetime",  "decimal", "dateutil", "fractions", "glob",     "gzip",
    "hashlib", "hmac",     "importlib", "inspect", "io",       "math",      "operator", "os",
    "pathlib", "pickle",   "platform",  "pytz",    "random",   "re",        "secrets",  "shutil",
    "socket",  "string",   "sys",       "time",    "urllib",   "uuid"};

// Modules that only say what others hear, or only type checkers care for.
constexpr std::array<std::string_view, 8> kIgnoredModules = {
    "logging", "warnings",  "typing", "typing_extensions",
    "types",   "traceback", "tqdm",   "structlog"};

// (GCC 12 takes string_view::find here, inlined, for a read past the end.)
std::string_view TopLevel(std::string_view dotted) {
  return {dotted.begin(), std::ranges::find(dotted, '.')};
}

// A standard module: named parts that are implemented here, the rest unknown.
class StandardModuleObject : public Native {
 public:
  explicit StandardModuleObject(std::string name) : name_(std::move(name)) {}
  std::string TypeName() const override { return "module"; }
  std::optional<Value> GetAttr(Evaluator& ev, std::string_view attribute) override;
  bool SetAttr(Evaluator&, std::string_view, Value) override { return true; }
  std::string HashKey() const override { return StrCat("module:", name_); }

 private:
  std::string name_;
};

Value Function(Evaluator& ev, std::string_view name, NativeFunction::Body body) {
  return ev.heap().New<NativeFunction>(std::string(name), /*strict=*/true, std::move(body));
}

const String& TextArgument(Evaluator& ev, const CallArgs& args, size_t i = 0) {
  if (i >= args.positional.size() || !args.positional[i].IsString()) {
    ev.Raise("TypeError", "a string is required");
  }
  return args.positional[i].string();
}

std::optional<Value> TextWrap(Evaluator& ev, std::string_view name) {
  if (name == "dedent") {
    return Function(ev, name, [](Evaluator& e, const CallArgs& args) {
      return Dedent(e, TextArgument(e, args));
    });
  }
  if (name == "indent") {
    return Function(ev, name, [](Evaluator& e, const CallArgs& args) {
      return Indent(e, TextArgument(e, args), TextArgument(e, args, 1).text);
    });
  }
  return std::nullopt;
}

std::optional<Value> EnumModule(Evaluator& ev, std::string_view name) {
  if (name == "auto") {
    return Function(
        ev, name, [](Evaluator& e, const CallArgs&) -> Value { return e.heap().New<AutoValue>(); });
  }
  if (name == "unique") {
    return Function(ev, name, [](Evaluator&, const CallArgs& args) {
      return args.positional.empty() ? Value::None() : args.positional[0];
    });
  }
  if (name == "Enum" || name == "IntEnum" || name == "StrEnum" || name == "Flag") {
    return ev.heap().New<BuiltinClass>(std::string(name),
                                       [](Evaluator& e, const CallArgs&) -> Value {
                                         e.Fail("enumerations that a call makes are not read");
                                       });
  }
  return std::nullopt;
}

std::optional<Value> FunctoolsModule(Evaluator& ev, std::string_view name) {
  const auto first = [](Evaluator&, const CallArgs& args) {
    return args.positional.empty() ? Value::None() : args.positional[0];
  };
  if (name == "wraps") {
    return Function(ev, name,
                    [first](Evaluator& e, const CallArgs&) { return Function(e, "wraps", first); });
  }
  if (name == "cache") return Function(ev, name, first);
  if (name == "lru_cache") {
    return Function(ev, name, [first](Evaluator& e, const CallArgs& args) {
      return args.positional.empty() || args.positional[0].IsIntegral()
                 ? Function(e, "lru_cache", first)
                 : args.positional[0];
    });
  }
  if (name == "partial") {
    return ev.heap().New<NativeFunction>("partial", false, [](Evaluator& e, const CallArgs& bound) {
      if (bound.positional.empty()) e.Raise("TypeError", "partial() needs a function");
      return Value(e.heap().New<NativeFunction>(
          "partial", false, [bound](Evaluator& inner, const CallArgs& args) {
            CallArgs all = bound;
            all.positional.erase(all.positional.begin());
            all.positional.insert(all.positional.end(), args.positional.begin(),
                                  args.positional.end());
            for (const auto& keyword : args.keywords) {
              std::erase_if(all.keywords, [&](const auto& k) { return k.first == keyword.first; });
              all.keywords.push_back(keyword);
            }
            all.line = args.line;
            return inner.Call(bound.positional[0], all);
          }));
    });
  }
  return std::nullopt;
}

std::optional<Value> ItertoolsModule(Evaluator& ev, std::string_view name) {
  if (name == "chain") {
    return Function(ev, name, [](Evaluator& e, const CallArgs& args) {
      std::vector<Value> out;
      for (const Value part : args.positional) {
        for (const Value item : e.Iterate(part)) out.push_back(item);
      }
      return e.heap().NewList(std::move(out));
    });
  }
  if (name == "product") {
    return Function(ev, name, [](Evaluator& e, const CallArgs& args) {
      if (!args.keywords.empty()) e.Fail("product() with 'repeat' is not read");
      std::vector<std::vector<Value>> rows(1);
      for (const Value part : args.positional) {
        const std::vector<Value> items = e.Iterate(part);
        std::vector<std::vector<Value>> longer;
        e.Step(rows.size() * items.size());
        e.heap().Charge(rows.size() * items.size() * 64);
        for (const std::vector<Value>& row : rows) {
          for (const Value item : items) {
            longer.push_back(row);
            longer.back().push_back(item);
          }
        }
        rows = std::move(longer);
      }
      std::vector<Value> out;
      for (std::vector<Value>& row : rows) out.push_back(e.heap().NewTuple(std::move(row)));
      return e.heap().NewList(std::move(out));
    });
  }
  return std::nullopt;
}

std::optional<Value> CollectionsModule(Evaluator& ev, std::string_view name) {
  if (name == "OrderedDict") {
    return Function(ev, name, [](Evaluator& e, const CallArgs& args) {
      CallArgs none;
      auto* dict = e.heap().New<Dict>();
      const Value out(ValueKind::kDict, dict);
      if (args.positional.empty()) return out;
      const Value from = args.positional[0];
      if (from.Is(ValueKind::kDict)) return e.CallMethod(from, "copy", none);
      for (const Value pair : e.Iterate(from)) {
        const std::vector<Value> both = e.Iterate(pair);
        if (both.size() != 2) e.Raise("ValueError", "OrderedDict() needs pairs");
        dict->Set(e.Key(both[0]), both[0], both[1]);
      }
      return out;
    });
  }
  if (name == "namedtuple") {
    return Function(ev, name, [](Evaluator& e, const CallArgs& args) -> Value {
      auto* cls = e.heap().New<ClassObject>();
      cls->name = TextArgument(e, args).text;
      cls->takes_fields = true;
      if (args.positional.size() < 2) e.Raise("TypeError", "namedtuple() needs field names");
      Value fields = args.positional[1];
      if (fields.IsString()) {
        CallArgs none;
        fields = e.CallMethod(e.heap().NewString(fields.text()), "split", none);
      }
      for (const Value field : e.Iterate(fields)) {
        std::string text = e.Str(field);
        std::erase(text, ',');
        cls->fields.push_back(std::move(text));
      }
      return cls;
    });
  }
  return std::nullopt;
}

std::optional<Value> DataclassesModule(Evaluator& ev, std::string_view name) {
  if (name != "dataclass") return std::nullopt;
  const auto mark = [](Evaluator& e, const CallArgs& args) {
    if (args.positional.size() != 1) e.Fail("this dataclass() is not read");
    if (auto* cls = args.positional[0].As<ClassObject>()) cls->takes_fields = true;
    return args.positional[0];
  };
  return Function(ev, name, [mark](Evaluator& e, const CallArgs& args) {
    return args.positional.empty() ? Function(e, "dataclass", mark) : mark(e, args);
  });
}

// contextlib.nullcontext() and suppress().
class PlainContext : public Native {
 public:
  std::string TypeName() const override { return "context"; }
  Value Enter(Evaluator&) override { return Value::None(); }
};

std::optional<Value> ContextlibModule(Evaluator& ev, std::string_view name) {
  if (name != "nullcontext" && name != "suppress") return std::nullopt;
  return Function(ev, name, [](Evaluator& e, const CallArgs&) -> Value {
    return e.heap().New<PlainContext>();
  });
}

std::optional<Value> TypingModule(Evaluator& ev, std::string_view name) {
  if (name == "TYPE_CHECKING") return Value::Bool(false);
  if (name == "cast") {
    return ev.heap().New<NativeFunction>("cast", false, [](Evaluator& e, const CallArgs& args) {
      if (args.positional.size() != 2) e.Raise("TypeError", "cast() takes two arguments");
      return args.positional[1];
    });
  }
  if (name == "NamedTuple") {
    return ev.heap().New<BuiltinClass>("NamedTuple", [](Evaluator& e, const CallArgs&) -> Value {
      e.Fail("named tuples that a call makes are not read");
    });
  }
  return std::nullopt;
}

std::optional<Value> JsonModule(Evaluator& ev, std::string_view name) {
  if (name != "dumps") return std::nullopt;
  return Function(ev, name, [](Evaluator& e, const CallArgs& args) {
    if (args.positional.size() != 1) e.Raise("TypeError", "dumps() takes one argument");
    return e.heap().NewString(JsonText(e, args.positional[0], args));
  });
}

std::optional<Value> StandardModuleObject::GetAttr(Evaluator& ev, std::string_view attribute) {
  std::optional<Value> value;
  if (name_ == "textwrap") value = TextWrap(ev, attribute);
  if (name_ == "enum") value = EnumModule(ev, attribute);
  if (name_ == "functools") value = FunctoolsModule(ev, attribute);
  if (name_ == "itertools") value = ItertoolsModule(ev, attribute);
  if (name_ == "collections") value = CollectionsModule(ev, attribute);
  if (name_ == "dataclasses") value = DataclassesModule(ev, attribute);
  if (name_ == "contextlib") value = ContextlibModule(ev, attribute);
  if (name_ == "typing" || name_ == "typing_extensions") value = TypingModule(ev, attribute);
  if (name_ == "json") value = JsonModule(ev, attribute);
  if (name_ == "inspect" && attribute == "cleandoc") value = TextWrap(ev, "dedent");
  if (value.has_value()) return value;
  if (name_ == "sys" && attribute == "exit") {
    return ev.heap().New<NativeFunction>(
        "exit", false, [](Evaluator& e, const CallArgs&) -> Value { e.Raise("SystemExit", ""); });
  }
  const std::string_view top = TopLevel(name_);
  if (std::find(kIgnoredModules.begin(), kIgnoredModules.end(), top) != kIgnoredModules.end()) {
    return ev.heap().New<IgnoredObject>();
  }
  // Other programs and other code may do anything.
  const bool opaque =
      top == "importlib" ||
      (top == "os" && (attribute == "system" || attribute == "popen" ||
                       attribute.starts_with("spawn") || attribute.starts_with("exec")));
  return ev.NewUnknown(StrCat("'", name_, ".", attribute, "', which is not evaluated"), opaque);
}

}  // namespace

std::optional<Value> StandardModule(Evaluator& ev, std::string_view dotted) {
  constexpr std::array<std::string_view, 8> kImplemented = {
      "textwrap",    "enum",        "functools",  "itertools",
      "collections", "dataclasses", "contextlib", "json"};
  const std::string_view top = TopLevel(dotted);
  const auto holds = [top](const auto& list) {
    return std::find(list.begin(), list.end(), top) != list.end();
  };
  if (!holds(kImplemented) && !holds(kUnknownModules) && !holds(kIgnoredModules)) {
    return std::nullopt;
  }
  return ev.heap().New<StandardModuleObject>(std::string(dotted));
}

}  // namespace schemadiff::py
