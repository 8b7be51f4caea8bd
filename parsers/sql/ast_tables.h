// The layout of the nodes as data, for the decoder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "parsers/sql/ast_enums.h"

namespace schemadiff::ast {

struct Node;

enum class FieldKind : uint8_t {
  kBool,
  kInt32,
  kUint32,
  kInt64,
  kUint64,
  kString,
  kLocation,     ///< int32_t, an offset into the text
  kEnum,         ///< `detail`: index for GetEnumInfo
  kEnumOrText,   ///< likewise, but older versions leave the user's own spelling
  kInt32OrNode,  ///< int32_t, which newer versions wrap in an Integer node
  kList,
  kNode,
  kMessage,  ///< a node whose type is known, without its tag; `detail`: that NodeTag
};

struct FieldInfo {
  std::string_view name;  ///< as in libpg_query's JSON
  FieldKind kind;
  uint16_t offset;
  uint16_t detail;
};

struct NodeInfo {
  std::string_view name;
  const FieldInfo* fields;
  uint16_t field_count;
  uint16_t size;
  Node* (*construct)(void* memory);  ///< memory of `size` bytes, aligned for pointers
};

struct EnumInfo {
  std::string_view name;
  const std::string_view* names;  ///< by value
  size_t count;
};

const NodeInfo& GetNodeInfo(NodeTag tag);
const NodeInfo* FindNodeInfo(std::string_view name);  ///< null for an unknown name
const EnumInfo& GetEnumInfo(uint16_t index);

}  // namespace schemadiff::ast
