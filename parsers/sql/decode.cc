#include "parsers/sql/decode.h"

#include <simdjson.h>

#include <cstring>

#include "engine/base/strings.h"
#include "parsers/sql/ast.h"
#include "parsers/sql/ast_tables.h"
#include "parsers/sql/negatives.h"

namespace schemadiff::ast {
namespace {

namespace od = simdjson::ondemand;

// True when the JSON string that starts at `raw` (past its opening quote) is exactly `text`.
// Reads no further than `text` is long, which is less than simdjson's padding. The ends tell most
// names apart.
inline bool Is(od::raw_json_string raw, std::string_view text) {
  const char* const at = raw.raw();
  return at[text.size()] == '"' && at[0] == text[0] &&
         std::memcmp(at, text.data(), text.size()) == 0;
}

// The text of a JSON string without escapes, which all names are.
inline std::string_view NameAt(od::raw_json_string raw) {
  const char* end = raw.raw();
  while (*end != '"') ++end;
  return {raw.raw(), static_cast<size_t>(end - raw.raw())};
}

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return AsciiToLower(a) == AsciiToLower(b);
}

class Decoding {
 public:
  Decoding(std::string_view text, int32_t base, Arena* arena, std::vector<const Node*>* scratch,
           DecodeError* error)
      : text_(text), base_(base), arena_(arena), scratch_(scratch), error_(error) {}

  bool Result(od::document& document, std::vector<RawStatement>* out) {
    od::object top;
    if (Failed(document.get_object().get(top))) return false;
    for (auto result : top) {
      od::field field;
      if (Failed(std::move(result).get(field))) return false;
      if (Is(field.key(), "version")) {
        int64_t version = 0;
        if (Failed(field.value().get_int64().get(version))) return false;
        major_ = static_cast<int>(version / 10000);
      } else if (Is(field.key(), "stmts")) {
        od::array statements;
        if (Failed(field.value().get_array().get(statements))) return false;
        for (auto element : statements) {
          od::value value;
          RawStatement statement;
          if (Failed(std::move(element).get(value)) || !Statement(value, &statement)) return false;
          out->push_back(statement);
        }
      } else {
        return Unknown(StrCat("field \"", NameAt(field.key()), "\" of a parse result"));
      }
    }
    return true;
  }

 private:
  bool Statement(od::value value, RawStatement* out) {
    const RawStmt* raw = nullptr;
    const Node* node = nullptr;
    if (!Message(value, NodeTag::kRawStmt, &node)) return false;
    raw = static_cast<const RawStmt*>(node);
    out->stmt = raw->stmt;
    // Unlike a node, a statement does begin at the very first byte, which the JSON leaves out.
    out->location = raw->stmt_location < 0 ? base_ : raw->stmt_location;
    if (major_ < 17) {
      RestoreNegativesOfStatement(const_cast<Node*>(raw->stmt), text_, base_, out->location);
    }
    out->length = raw->stmt_len;
    return true;
  }

  // A node whose type the field tells: {"field": value, ...}.
  bool Message(od::value value, NodeTag tag, const Node** out) {
    od::object object;
    if (Failed(value.get_object().get(object))) return false;
    return Fields(object, tag, GetNodeInfo(tag), out);
  }

  // A node of any type: {"Tag": {...}}, or {} for a null pointer.
  bool Any(od::value value, const Node** out) {
    od::object object;
    if (Failed(value.get_object().get(object))) return false;
    for (auto result : object) {
      od::field field;
      if (Failed(std::move(result).get(field))) return false;
      const std::string_view name = NameAt(field.key());
      const NodeInfo* info = FindNodeInfo(name);
      if (info == nullptr) return UnknownNode(name);
      od::object fields;
      if (Failed(field.value().get_object().get(fields))) return false;
      if (!Fields(fields, static_cast<NodeTag>(info - &GetNodeInfo(NodeTag{})), *info, out)) {
        return false;
      }
    }
    return true;
  }

  bool Fields(od::object& object, NodeTag tag, const NodeInfo& info, const Node** out) {
    if (++depth_ > kMaxNodeDepth) return TooDeep();
    Node* node = info.construct(arena_->Allocate(info.size, alignof(Node*)));
    *out = node;
    // The fields come in the order of PostgreSQL's own structs, zero values left out; the table has
    // nearly the same order, so the next field is found a step or two further on.
    const FieldInfo* const begin = info.fields;
    const FieldInfo* const end = begin + info.field_count;
    const FieldInfo* next = begin;
    // Up to 16 a plain integer, left out when it is zero; since 17 a node, whose absence means -1.
    if (tag == NodeTag::kAlterStatsStmt && major_ < 17) {
      static_cast<AlterStatsStmt*>(node)->stxstattarget = 0;
    }
    for (auto result : object) {
      od::field field;
      if (Failed(std::move(result).get(field))) return false;
      const FieldInfo* found = Find(field.key(), next, end);
      if (found == nullptr) found = Find(field.key(), begin, next);
      if (found == nullptr) return UnknownField(field.key(), info);
      next = found + 1;
      if (!Value(field.value(), *found, reinterpret_cast<char*>(node) + found->offset)) {
        return false;
      }
    }
    --depth_;
    if (refused_) {
      error_->location = node->location;
      return false;
    }
    if (major_ < 17) RestoreNegatives(node, text_, base_);
    return true;
  }

  static const FieldInfo* Find(od::raw_json_string key, const FieldInfo* from,
                               const FieldInfo* to) {
    for (; from != to; ++from) {
      if (Is(key, from->name)) return from;
    }
    return nullptr;
  }

  template <typename T>
  static void Store(char* at, T value) {
    std::memcpy(at, &value, sizeof value);
  }

  bool Value(od::value& value, const FieldInfo& field, char* at) {
    switch (field.kind) {
      case FieldKind::kList:
        return Items(value, at);
      case FieldKind::kNode:
      case FieldKind::kMessage: {
        const Node* child = nullptr;
        const bool good = field.kind == FieldKind::kNode
                              ? Any(value, &child)
                              : Message(value, static_cast<NodeTag>(field.detail), &child);
        // A base class comes first in its node, so this is the typed pointer as well.
        Store(at, child);
        return good;
      }
      default:
        return Scalar(value, field, at);
    }
  }

  // Not inlined, to keep its temporaries off the stack of the functions that recurse.
  [[gnu::noinline]] bool Scalar(od::value& value, const FieldInfo& field, char* at) {
    switch (field.kind) {
      case FieldKind::kBool: {
        bool b = false;
        if (Failed(value.get_bool().get(b))) return false;
        Store(at, b);
        return true;
      }
      case FieldKind::kUint64: {
        uint64_t u = 0;
        if (Failed(value.get_uint64().get(u))) return false;
        Store(at, u);
        return true;
      }
      case FieldKind::kString: {
        std::string_view text;
        if (Failed(value.get_string().get(text))) return false;
        Store(at, arena_->Copy(text));
        return true;
      }
      case FieldKind::kEnum:
        return Enum(value, field, at);
      case FieldKind::kEnumOrText:
        return EnumOrText(value, field, at);
      case FieldKind::kInt32OrNode:
        return Int32OrNode(value, at);
      default:
        return Integer(value, field.kind, at);
    }
  }

  bool Integer(od::value& value, FieldKind kind, char* at) {
    int64_t i = 0;
    if (Failed(value.get_int64().get(i))) return false;
    if (kind == FieldKind::kInt64) {
      Store(at, i);
    } else if (kind == FieldKind::kLocation) {
      Store(at, i < 0 ? int32_t{-1} : static_cast<int32_t>(i + base_));
    } else if (kind == FieldKind::kUint32) {
      Store(at, static_cast<uint32_t>(i));
    } else {
      Store(at, static_cast<int32_t>(i));
    }
    return true;
  }

  bool Enum(od::value& value, const FieldInfo& field, char* at) {
    od::raw_json_string raw;
    if (Failed(value.get_raw_json_string().get(raw))) return false;
    const EnumInfo& info = GetEnumInfo(field.detail);
    for (size_t i = 0; i < info.count; ++i) {
      if (Is(raw, info.names[i])) {
        Store(at, static_cast<uint8_t>(i));
        return true;
      }
    }
    return Unknown(StrCat("value ", NameAt(raw), " of ", info.name));
  }

  // PartitionSpec.strategy: PARTITION_STRATEGY_LIST, or "list" in any case as the user wrote it.
  bool EnumOrText(od::value& value, const FieldInfo& field, char* at) {
    std::string_view text;
    if (Failed(value.get_string().get(text))) return false;
    const EnumInfo& info = GetEnumInfo(field.detail);
    for (size_t i = 0; i < info.count; ++i) {
      const std::string_view name = info.names[i];
      if (name == text || EqualsIgnoringCase(name.substr(name.rfind('_') + 1), text)) {
        Store(at, static_cast<uint8_t>(i));
        return true;
      }
    }
    // Older parsers leave this check to the parse analysis, with the same error. The place of it is
    // one of the fields still to come.
    *error_ = {"sql.syntax-error", "22023",
               StrCat("unrecognized partitioning strategy \"", text, "\""), -1};
    refused_ = true;
    return true;
  }

  bool Int32OrNode(od::value& value, char* at) {
    od::json_type type = od::json_type::null;
    if (Failed(value.type().get(type))) return false;
    if (type == od::json_type::number) return Integer(value, FieldKind::kInt32, at);
    const Node* node = nullptr;
    if (!Any(value, &node)) return false;
    const auto* integer = As<ast::Integer>(node);
    if (integer == nullptr) return Unknown("node where an integer was expected");
    Store(at, integer->ival);
    return true;
  }

  bool Items(od::value& value, char* at) {
    od::array array;
    if (Failed(value.get_array().get(array))) return false;
    const size_t first = scratch_->size();
    for (auto element : array) {
      od::value item;
      if (Failed(std::move(element).get(item))) return false;
      const Node* node = nullptr;
      if (!Any(item, &node)) return false;
      scratch_->push_back(node);
    }
    Store(at, List(arena_->CopySpan(scratch_->data() + first, scratch_->size() - first)));
    scratch_->resize(first);
    return true;
  }

  // The errors are not inlined either.
  [[gnu::noinline]] bool TooDeep() {
    *error_ = {"sql.too-deep", "54001",
               StrCat("stack depth limit exceeded: the statement nests more than ", kMaxNodeDepth,
                      " levels"),
               -1};
    return false;
  }

  [[gnu::noinline]] bool UnknownField(od::raw_json_string key, const NodeInfo& info) {
    return Unknown(StrCat("field \"", NameAt(key), "\" of ", info.name));
  }

  [[gnu::noinline]] bool UnknownNode(std::string_view name) {
    return Unknown(StrCat("node type ", name));
  }

  bool Unknown(const std::string& what) {
    *error_ = {"sql.unknown-node", "",
               StrCat("the parse tree holds a ", what,
                      ", which this program does not know: libpg_query is newer than it"),
               -1};
    return false;
  }

  bool Failed(simdjson::error_code code) { return code != simdjson::SUCCESS && Report(code); }

  [[gnu::noinline]] bool Report(simdjson::error_code code) {
    *error_ = {"sql.unreadable-tree", "",
               StrCat("the parse tree could not be read: ", simdjson::error_message(code)), -1};
    return true;
  }

  const std::string_view text_;
  const int32_t base_;
  Arena* const arena_;
  std::vector<const Node*>* const scratch_;
  DecodeError* const error_;
  int major_ = 0;
  int depth_ = 0;
  bool refused_ = false;  // *error_ is filled, and waits for its place
};

}  // namespace

struct JsonDecoder::Impl {
  od::parser parser;
  std::vector<char> padded;
  std::vector<const Node*> scratch;
};

JsonDecoder::JsonDecoder() : impl_(std::make_unique<Impl>()) {}
JsonDecoder::JsonDecoder(JsonDecoder&&) noexcept = default;
JsonDecoder& JsonDecoder::operator=(JsonDecoder&&) noexcept = default;
JsonDecoder::~JsonDecoder() = default;

bool JsonDecoder::Decode(std::string_view json, std::string_view text, int32_t base, Arena* arena,
                         std::vector<RawStatement>* out, DecodeError* error) {
  const size_t needed = json.size() + simdjson::SIMDJSON_PADDING;
  if (impl_->padded.size() < needed) impl_->padded.resize(needed + needed / 2);
  std::memcpy(impl_->padded.data(), json.data(), json.size());
  std::memset(impl_->padded.data() + json.size(), ' ', simdjson::SIMDJSON_PADDING);
  if (impl_->parser.capacity() < json.size()) {
    // Up to three JSON levels (list, tag, fields) for one level of nodes.
    const auto code = impl_->parser.allocate(needed + needed / 2, 3 * kMaxNodeDepth + 16);
    if (code != simdjson::SUCCESS) {
      *error = {"sql.unreadable-tree", "", std::string(simdjson::error_message(code)), -1};
      return false;
    }
  }
  impl_->scratch.clear();
  od::document document;
  const auto code =
      impl_->parser.iterate(impl_->padded.data(), json.size(), impl_->padded.size()).get(document);
  if (code != simdjson::SUCCESS) {
    *error = {"sql.unreadable-tree", "", std::string(simdjson::error_message(code)), -1};
    return false;
  }
  return Decoding(text, base, arena, &impl_->scratch, error).Result(document, out);
}

}  // namespace schemadiff::ast
