// What PostgreSQL's own catalogs hold from initdb: types, casts, functions, operators, ...
//
// The data comes from real servers (tools/generate_builtins) and is part of the binary. All
// texts point into it; rows live as long as the program.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"

namespace schemadiff {

/// Types, functions and operators go by their OIDs where PostgreSQL fixes them (below 10000).
/// Numbers from 10000 to 16383 are ours, the same in all majors, and must not be stored: another
/// release of this data may number them otherwise. Types of users begin at kFirstUserId.
using TypeId = uint32_t;
using ProcId = uint32_t;
using OperatorId = uint32_t;
inline constexpr uint32_t kFirstUserId = 16384;

/// The types that rules of PostgreSQL name.
namespace type_id {
inline constexpr TypeId kInvalid = 0;
inline constexpr TypeId kBool = 16, kBytea = 17, kChar = 18, kName = 19, kInt8 = 20, kInt2 = 21,
                        kInt2Vector = 22, kInt4 = 23, kRegproc = 24, kText = 25, kOid = 26,
                        kTid = 27, kXid = 28, kCid = 29, kOidVector = 30, kJson = 114, kXml = 142,
                        kPoint = 600, kFloat4 = 700, kFloat8 = 701, kUnknown = 705, kMoney = 790,
                        kInet = 869, kCidr = 650, kMacaddr = 829, kAclItem = 1033, kBpchar = 1042,
                        kVarchar = 1043, kDate = 1082, kTime = 1083, kTimestamp = 1114,
                        kTimestampTz = 1184, kInterval = 1186, kTimeTz = 1266, kBit = 1560,
                        kVarbit = 1562, kNumeric = 1700, kRefcursor = 1790, kRegprocedure = 2202,
                        kRegoper = 2203, kRegoperator = 2204, kRegclass = 2205, kRegtype = 2206,
                        kRegrole = 4096, kRegnamespace = 4089, kRegcollation = 4191,
                        kRegconfig = 3734, kRegdictionary = 3769, kUuid = 2950, kTsvector = 3614,
                        kTsquery = 3615, kJsonb = 3802, kJsonpath = 4072, kRecord = 2249,
                        kRecordArray = 2287, kCstring = 2275, kAny = 2276, kAnyArray = 2277,
                        kVoid = 2278, kTrigger = 2279, kEventTrigger = 3838,
                        kLanguageHandler = 2280, kInternal = 2281, kAnyElement = 2283,
                        kAnyNonArray = 2776, kAnyEnum = 3500, kAnyRange = 3831,
                        kAnyMultirange = 4537, kAnyCompatible = 5077, kAnyCompatibleArray = 5078,
                        kAnyCompatibleNonArray = 5079, kAnyCompatibleRange = 5080,
                        kAnyCompatibleMultirange = 4538, kTextArray = 1009, kCstringArray = 1263,
                        kNameArray = 1003, kInt4Array = 1007;
}  // namespace type_id

/// A row of pg_type.
struct BuiltinType {
  TypeId id = 0;
  std::string_view schema;  ///< "pg_catalog" or "information_schema"
  std::string_view name;
  char kind = 0;      ///< typtype: b, c, d, e, m, p or r
  char category = 0;  ///< typcategory
  bool preferred = false;
  int16_t length = 0;  ///< typlen: -1 varlena, -2 cstring
  bool by_value = false;
  char delimiter = ',';
  TypeId element = 0;          ///< typelem
  TypeId array = 0;            ///< typarray
  TypeId base = 0;             ///< typbasetype of a domain
  int32_t base_typmod = -1;    ///< typtypmod of a domain
  std::string_view collation;  ///< name of its collation, empty where it has none
  std::string_view input, output, typmod_in, typmod_out;  ///< function names

  /// Whether it is the array type of its element type (not oidvector, point, name, ...).
  bool IsTrueArray() const { return element != 0 && category == 'A' && length == -1 && !vector; }
  bool vector = false;  ///< int2vector or oidvector, which format_type does not take apart
};

/// A row of pg_range.
struct BuiltinRange {
  TypeId range = 0;
  TypeId subtype = 0;
  TypeId multirange = 0;  ///< 0 before PostgreSQL 14
};

/// A row of pg_cast.
struct BuiltinCast {
  TypeId source = 0;
  TypeId target = 0;
  ProcId function = 0;  ///< 0 for binary-coercible and I/O casts
  char context = 0;     ///< i implicit, a assignment, e explicit
  char method = 0;      ///< f function, i I/O, b binary-coercible
};

/// A row of pg_proc (with pg_aggregate's for an aggregate).
struct BuiltinProc {
  ProcId id = 0;
  std::string_view schema;
  std::string_view name;
  char kind = 0;  ///< f function, p procedure, a aggregate, w window
  bool strict = false;
  bool returns_set = false;
  char volatility = 0;  ///< i, s or v
  bool leakproof = false;
  TypeId variadic = 0;  ///< element type of the variadic array, 0 for none
  TypeId result = 0;
  std::span<const TypeId> arguments;      ///< input arguments
  std::span<const TypeId> all_arguments;  ///< with output ones; empty where all are input
  std::string_view modes;                 ///< one letter per argument, as `names`: i, o, b, v, t
  std::string_view
      names;              ///< separated by blanks, of all_arguments or else arguments; may be empty
  int default_count = 0;  ///< how many of the last input arguments have defaults
  std::string_view defaults;  ///< their expressions, as one list
  char aggregate_kind = 0;    ///< n normal, o ordered-set, h hypothetical-set; 0 for others
  int direct_arguments = 0;   ///< of an ordered-set aggregate
};

/// A row of pg_operator; all are in pg_catalog.
struct BuiltinOperator {
  OperatorId id = 0;
  std::string_view name;
  TypeId left = 0;   ///< 0 for a prefix operator
  TypeId right = 0;  ///< 0 for a postfix operator (PostgreSQL 13 only)
  TypeId result = 0;
  ProcId function = 0;
  OperatorId commutator = 0;
  OperatorId negator = 0;
  bool can_merge = false;
  bool can_hash = false;
};

/// A row of pg_opclass.
struct BuiltinOperatorClass {
  std::string_view access_method;
  std::string_view name;
  std::string_view family;
  TypeId input = 0;
  bool is_default = false;
  TypeId key = 0;  ///< type of the stored key where it differs
};

/// A row of pg_amop.
struct BuiltinFamilyOperator {
  std::string_view access_method;
  std::string_view family;
  TypeId left = 0;
  TypeId right = 0;
  int strategy = 0;
  char purpose = 0;  ///< s search, o ordering
  OperatorId op = 0;
};

/// A column of a relation of pg_catalog or information_schema.
struct BuiltinColumn {
  int number = 0;
  std::string_view name;
  TypeId type = 0;
  int32_t typmod = -1;
  bool not_null = false;
  std::string_view collation;
};

struct BuiltinRelation {
  std::string_view schema;
  std::string_view name;
  char kind = 0;  ///< r table, v view
  std::span<const BuiltinColumn> columns;
};

/// Whether a collation of pg_catalog exists. initdb takes those of libc and ICU from the machine,
/// so that of a name like `de_DE.utf8` or `de-x-icu` only the server itself can tell.
enum class CollationPresence { kAlways, kOnSomeMachines, kNever };

class Builtins {
 public:
  /// The catalogs of one major. Majors outside of the known range give the nearest known one:
  /// ask Supports() and tell the user. Loads on first use (a few milliseconds); safe from
  /// several threads.
  static const Builtins& ForMajor(int major);
  static bool Supports(int major) { return major >= kOldestMajor && major <= kNewestMajor; }

  ~Builtins();
  Builtins(const Builtins&) = delete;
  Builtins& operator=(const Builtins&) = delete;

  int major() const { return major_; }

  std::span<const BuiltinType> types() const { return types_; }  ///< by id
  const BuiltinType* FindType(TypeId id) const;
  const BuiltinType* FindType(std::string_view schema, std::string_view name) const;

  const BuiltinRange* FindRange(TypeId range) const;
  const BuiltinRange* FindMultirange(TypeId multirange) const;

  const BuiltinCast* FindCast(TypeId source, TypeId target) const;
  std::span<const BuiltinCast> CastsFrom(TypeId source) const;

  std::span<const BuiltinProc> procs() const { return procs_; }  ///< by name
  /// All overloads, of both schemas.
  std::span<const BuiltinProc> FindProcs(std::string_view name) const;
  const BuiltinProc* FindProc(ProcId id) const;

  std::span<const BuiltinOperator> operators() const { return operators_; }  ///< by name
  std::span<const BuiltinOperator> FindOperators(std::string_view name) const;
  const BuiltinOperator* FindOperator(OperatorId id) const;

  std::span<const BuiltinOperatorClass> OperatorClasses(std::string_view access_method) const;
  std::span<const BuiltinFamilyOperator> FamilyOperators(std::string_view access_method,
                                                         std::string_view family) const;

  /// i index, t table; 0 where there is no such access method.
  char AccessMethodKind(std::string_view name) const;
  bool HasLanguage(std::string_view name) const;
  CollationPresence FindCollation(std::string_view name) const;
  /// Names of other built-in objects; `kind` is "ts_config", "ts_dictionary" or "role".
  bool HasObject(std::string_view kind, std::string_view name) const;

  const BuiltinRelation* FindRelation(std::string_view schema, std::string_view name) const;

 private:
  struct Relations;

  explicit Builtins(int major);
  void LoadTypes();
  void LoadProcs();
  void LoadOperators();
  void LoadOperatorClasses();
  const Relations& relations() const;

  int major_;
  std::vector<BuiltinType> types_;
  std::vector<uint16_t> type_at_;  // by id: the index in types_ plus one
  // Hardly a name is in both schemas.
  absl::flat_hash_map<std::string_view, std::vector<const BuiltinType*>, StringHash, StringEq>
      types_by_name_;
  std::vector<BuiltinRange> ranges_;
  std::vector<BuiltinCast> casts_;
  std::vector<TypeId> argument_pool_;
  // Where the rows of a name stand: the first one, and past the last one.
  using Extents =
      absl::flat_hash_map<std::string_view, std::pair<uint32_t, uint32_t>, StringHash, StringEq>;
  std::vector<BuiltinProc> procs_;
  Extents procs_by_name_;
  std::vector<const BuiltinProc*> procs_by_id_;
  std::vector<BuiltinOperator> operators_;
  Extents operators_by_name_;
  std::vector<const BuiltinOperator*> operators_by_id_;
  std::vector<std::pair<std::string_view, char>> access_methods_;
  std::vector<BuiltinOperatorClass> operator_classes_;
  std::vector<BuiltinFamilyOperator> family_operators_;
  // Views of the system catalogs are rare in users' schemas: loaded when first asked for.
  struct LazyRelations;
  std::unique_ptr<LazyRelations> lazy_relations_;
};

}  // namespace schemadiff
