#include "parsers/alembic/python_json.h"

#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/python_class.h"
#include "parsers/alembic/python_format.h"

namespace schemadiff::py {
namespace {

constexpr int kMaxNesting = 50;

class JsonWriter {
 public:
  JsonWriter(Evaluator& ev, const CallArgs& options) : ev_(ev) {
    for (const auto& [name, value] : options.keywords) {
      if (name == "sort_keys") {
        sort_keys_ = ev.Truth(value) == true;
      } else if (name == "ensure_ascii") {
        ascii_ = ev.Truth(value) == true;
      } else if (name == "indent" && (value.IsNone() || value.IsIntegral())) {
        indent_ = value.IsNone() ? -1 : std::clamp<int64_t>(value.integer(), 0, 100);
      } else {
        ev.Fail(StrCat("dumps() with '", name, "' is not read"));
      }
    }
  }

  std::string Write(Value value, int nesting) {
    if (nesting > kMaxNesting) ev_.Fail("a value is nested too deeply");
    ev_.Step();
    value = ev_.Resolve(value);
    switch (value.kind()) {
      case ValueKind::kNone:
        return "null";
      case ValueKind::kBool:
        return value.boolean() ? "true" : "false";
      case ValueKind::kInt:
        return StrCat(value.integer());
      case ValueKind::kFloat:
        return FloatRepr(value.number());
      case ValueKind::kString:
        return Quote(value.text());
      case ValueKind::kList:
      case ValueKind::kTuple: {
        std::vector<std::string> parts;
        for (const Value item : value.sequence().items) parts.push_back(Write(item, nesting + 1));
        return Wrap('[', parts, ']', nesting);
      }
      case ValueKind::kDict: {
        std::vector<std::pair<std::string, Value>> entries;
        for (const Dict::Entry& entry : value.dict().entries) {
          const Value key = entry.original;
          if (!key.IsString() && !key.IsIntegral()) ev_.Fail("this JSON key is not read");
          entries.emplace_back(key.IsString()             ? key.text()
                               : key.Is(ValueKind::kBool) ? (key.boolean() ? "true" : "false")
                                                          : StrCat(key.integer()),
                               entry.value);
        }
        if (sort_keys_) {
          std::stable_sort(entries.begin(), entries.end(),
                           [](const auto& a, const auto& b) { return a.first < b.first; });
        }
        std::vector<std::string> parts;
        for (const auto& [key, item] : entries) {
          parts.push_back(StrCat(Quote(key), ": ", Write(item, nesting + 1)));
        }
        return Wrap('{', parts, '}', nesting);
      }
      case ValueKind::kNative:
        if (auto* member = value.As<EnumMember>(); member != nullptr && member->cls->is_text_enum) {
          return Write(member->value, nesting + 1);
        }
        [[fallthrough]];
      default:
        if (value.IsUnknown()) ev_.FailUnknown("a JSON text", value.unknown());
        ev_.Raise("TypeError",
                  StrCat("Object of type ", TypeName(value), " is not JSON serializable"));
    }
  }

 private:
  std::string Wrap(char open, const std::vector<std::string>& parts, char close, int nesting) {
    if (parts.empty()) return {open, close};
    std::string out(1, open);
    const auto line = [&](int depth) {
      if (indent_ < 0) return;
      out.push_back('\n');
      out.append(static_cast<size_t>(indent_) * static_cast<size_t>(depth), ' ');
    };
    for (size_t i = 0; i < parts.size(); ++i) {
      if (i > 0) out += indent_ < 0 ? ", " : ",";
      line(nesting + 1);
      out += parts[i];
    }
    line(nesting);
    out.push_back(close);
    ev_.heap().Charge(out.size());
    return out;
  }

  void AppendUnit(uint32_t unit, std::string* out) {
    static constexpr char kHex[] = "0123456789abcdef";
    *out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out->push_back(kHex[(unit >> shift) & 15]);
  }

  std::string Quote(std::string_view text) {
    std::string out = "\"";
    for (size_t i = 0; i < text.size(); ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      if (text[i] == '"' || text[i] == '\\') {
        out.push_back('\\');
        out.push_back(text[i]);
      } else if (text[i] == '\n') {
        out += "\\n";
      } else if (text[i] == '\r') {
        out += "\\r";
      } else if (text[i] == '\t') {
        out += "\\t";
      } else if (text[i] == '\b') {
        out += "\\b";
      } else if (text[i] == '\f') {
        out += "\\f";
      } else if (byte < 0x20) {
        AppendUnit(byte, &out);
      } else if (byte < 0x80 || !ascii_) {
        out.push_back(text[i]);
      } else {
        const int more = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
        uint32_t code = byte & (0x3fu >> more);
        for (int k = 0; k < more && i + 1 < text.size(); ++k) {
          code = (code << 6) | (static_cast<unsigned char>(text[++i]) & 0x3f);
        }
        if (code >= 0x10000) {
          AppendUnit(0xd800 + ((code - 0x10000) >> 10), &out);
          AppendUnit(0xdc00 + ((code - 0x10000) & 0x3ff), &out);
        } else {
          AppendUnit(code, &out);
        }
      }
    }
    return out + "\"";
  }

  Evaluator& ev_;
  bool sort_keys_ = false;
  bool ascii_ = true;
  int64_t indent_ = -1;
};

}  // namespace

std::string JsonText(Evaluator& ev, Value value, const CallArgs& options) {
  return JsonWriter(ev, options).Write(value, 0);
}

}  // namespace schemadiff::py
