// Analyzed expressions: every name resolved, every type known, every cast explicit.
//
// The shape follows PostgreSQL's own expression nodes (nodes/primnodes.h), because the printer
// must tell the same cases apart as the server's. Trees live in an Arena, for as long as one
// analysis takes.
#pragma once

#include <cstdint>
#include <forward_list>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/name.h"
#include "engine/catalog/object.h"
#include "engine/catalog/values.h"
#include "engine/pg/builtins.h"

namespace schemadiff::sema {

struct Query;

/// A function, procedure, aggregate or window function: the server's or a catalog's.
struct Routine {
  ProcId id = 0;  ///< of a built-in one, else 0
  ObjectKey key;  ///< of a catalog's one
  Name schema;
  Name name;
  char kind = 'f';  ///< f function, p procedure, a aggregate, w window
  bool returns_set = false;
  bool strict = false;
  char volatility = 'v';
  TypeId result = 0;
  TypeId variadic = 0;  ///< element type of the variadic array (any for "any"), 0 for none
  std::vector<TypeId> arguments;     ///< input arguments
  std::vector<Name> argument_names;  ///< of the input arguments; empty where none has a name
  int default_count = 0;
  char aggregate_kind = 0;  ///< n, o or h
  int direct_arguments = 0;
  std::vector<std::pair<Name, TypeId>>
      columns;  ///< output arguments, where it returns a row of them

  bool builtin() const { return id != 0; }
};

enum class ExprKind : uint8_t {
  kVar,
  kConst,
  kSubLinkParam,  ///< an output column of the subquery of an ANY, ALL or row comparison sublink
  kFunc,
  kOp,        ///< also a prefix operator: one argument
  kDistinct,  ///< IS DISTINCT FROM
  kNullIf,
  kScalarArrayOp,  ///< op ANY (array), op ALL (array)
  kBool,           ///< AND, OR, NOT
  kSubLink,
  kFieldSelect,
  kRelabel,  ///< a cast that changes nothing but the type
  kCoerceViaIo,
  kArrayCoerce,
  kConvertRowtype,
  kCollate,
  kCase,      ///< args: alternating condition and result, then the ELSE; `extra`: the tested value
  kCaseTest,  ///< stands for the tested value in a condition of CASE value WHEN
  kArray,
  kRow,
  kRowCompare,  ///< args: left ones, then right ones
  kCoalesce,
  kMinMax,
  kSqlValue,  ///< CURRENT_TIMESTAMP and the like
  kXml,
  kNullTest,
  kBooleanTest,
  kCoerceToDomain,
  kDomainValue,  ///< VALUE in a domain's check
  kNextValue,    ///< of an identity column
  kAggregate,
  kWindow,
  kGrouping,
  kSubscript,  ///< extra: the container
  kNamedArg,
  kJsonIs,          ///< IS JSON
  kParameter,       ///< of a function; number: from 1; name: empty for one that has none
  kAssignedColumn,  ///< column `number` of the subquery that a multi-column SET assigns
  kDefault,         ///< DEFAULT where a value of a column is expected
  kFieldStore,      ///< a row with one field replaced; args: the new value; name: the field
  kElementStore,    ///< a container with elements replaced; args: the new value; subscripts
};

/// How a cast or call was written, which decides how it is printed.
enum class Form : uint8_t { kCall, kExplicitCast, kImplicitCast, kSqlSyntax };

enum class BoolOp : uint8_t { kAnd, kOr, kNot };
enum class SubLinkKind : uint8_t { kExists, kAll, kAny, kRowCompare, kScalar, kArray, kAssigned };

struct Expr;

/// A sort or group column, by the target entry's reference.
struct SortGroup {
  int ref = 0;
  const BuiltinOperator* sort_op = nullptr;
  enum class Order : uint8_t { kAscending, kDescending, kUsing } order = Order::kAscending;
  bool nulls_first = false;
};

/// An item of a select list, or an argument of an aggregate.
struct TargetEntry {
  Expr* expr = nullptr;
  Name name;
  int ref = 0;        ///< what SortGroup::ref names; 0 for none
  bool junk = false;  ///< only sorting or grouping needs it
  int attribute = 0;  ///< INSERT, UPDATE: the target's column, from 1
};

/// What aggregates and window functions have on top of functions.
struct AggregateParts {
  std::vector<Expr*> direct;         ///< direct arguments of an ordered-set aggregate
  std::vector<TargetEntry> targets;  ///< aggregated arguments, and what `order` needs besides
  std::vector<SortGroup> order;
  Expr* filter = nullptr;
  bool distinct = false;
  bool star = false;
  char kind = 'n';
  int window = 0;     ///< index of the window clause plus one
  int levels_up = 0;  ///< of the query that an aggregate is one of
};

/// One subscript; `slice` where there was a colon.
struct Subscript {
  Expr* lower = nullptr;
  Expr* upper = nullptr;
};

struct Expr {
  ExprKind kind = ExprKind::kConst;
  Form form = Form::kCall;
  TypeId type = 0;
  int32_t typmod = -1;
  QualifiedName collation;  ///< of the result; empty for none
  int32_t location = -1;
  std::vector<Expr*> args;
  Expr* extra = nullptr;

  const Routine* routine = nullptr;
  const BuiltinOperator* op = nullptr;
  std::vector<const BuiltinOperator*> ops;  ///< kRowCompare

  bool is_null = false;     ///< kConst
  std::string text;         ///< kConst: as the type's output function prints it
  Name name;                ///< kNamedArg, kXml, kFieldSelect: the field
  std::vector<Name> names;  ///< kRow: column names; kXml: of the named arguments

  int number = 0;  ///< kBool: BoolOp; kSubLink: SubLinkKind; kFieldSelect, kSubLinkParam: column;
                   ///< kSqlValue, kXml, kMinMax, tests: the parser's enumerator
  bool flag = false;  ///< kFunc: VARIADIC was given; kScalarArrayOp: ANY; kNullTest: of a row;
                      ///< kArray: multi-dimensional; kSubscript: slice

  // kVar. The names that the user wrote (`syntactic`) decide what is printed.
  int rte = 0;        ///< index into the query's range table, from 0
  int attribute = 0;  ///< column number from 1; 0 the whole row; negative a system column
  int levels_up = 0;
  int syntactic_rte = -1;
  int syntactic_attribute = 0;

  Query* query = nullptr;               ///< kSubLink
  AggregateParts* aggregate = nullptr;  ///< kAggregate, kWindow
  std::vector<Subscript> subscripts;    ///< kSubscript
  QualifiedName relation;               ///< kConst of type regclass, kNextValue: what it names
};

/// Owns the nodes of one analysis.
class Arena {
 public:
  Expr* New(ExprKind kind, TypeId type, int32_t typmod = -1, int32_t location = -1) {
    Expr& expr = exprs_.emplace_front();
    expr.kind = kind;
    expr.type = type;
    expr.typmod = typmod;
    expr.location = location;
    return &expr;
  }
  Expr* Copy(const Expr& original) { return &exprs_.emplace_front(original); }
  AggregateParts* NewAggregateParts() { return &aggregates_.emplace_front(); }
  Routine* NewRoutine() { return &routines_.emplace_front(); }
  Query* NewQuery();
  ~Arena();
  Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

 private:
  // Nearly every analysis is small: lists take nothing while they are empty.
  std::forward_list<Expr> exprs_;
  std::forward_list<AggregateParts> aggregates_;
  std::forward_list<Routine> routines_;
  struct Queries;
  std::unique_ptr<Queries> queries_;
};

}  // namespace schemadiff::sema
