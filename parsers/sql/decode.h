// From libpg_query's JSON to typed nodes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/sql/arena.h"
#include "parsers/sql/node.h"

namespace schemadiff::ast {

/// How deep nodes may nest. With its default max_stack_depth, PostgreSQL itself gives up on an
/// expression of 7,000 levels; code that walks a tree can rely on this limit.
inline constexpr int kMaxNodeDepth = 10000;

/// Stack that decoding takes per level of nesting, generously (unoptimised and sanitised builds
/// included).
inline constexpr size_t kDecodeStackPerLevel = 8192;

struct DecodeError {
  std::string code;      ///< as in Diagnostic
  std::string sqlstate;  ///< where PostgreSQL would reject the statement, else empty
  std::string message;
  int32_t location = -1;
};

/// One statement of a parse result.
struct RawStatement {
  const Node* stmt = nullptr;
  int32_t location = 0;  ///< offset of its first byte, leading white space and comments included
  int32_t length = 0;    ///< 0: up to the end of the text
};

/// Decodes parse results; reusing one saves allocations. One thread at a time.
class JsonDecoder {
 public:
  JsonDecoder();
  JsonDecoder(JsonDecoder&&) noexcept;
  JsonDecoder& operator=(JsonDecoder&&) noexcept;
  ~JsonDecoder();

  /// Appends the statements of `json`, the answer of pg_query_parse to `text`, to *out, with nodes
  /// and their texts in *arena, and every location raised by `base`. False, with *error filled,
  /// when the JSON holds a node, field or enumerator that no supported version of PostgreSQL has,
  /// or nests too deeply; *out then holds the statements before that one.
  bool Decode(std::string_view json, std::string_view text, int32_t base, Arena* arena,
              std::vector<RawStatement>* out, DecodeError* error);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace schemadiff::ast
