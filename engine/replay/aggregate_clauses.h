// The clauses of CREATE AGGREGATE. Facts from aggregatecmds.c of the server's source.
#pragma once

#include <optional>
#include <string>

#include "engine/replay/context.h"
#include "engine/replay/routine.h"
#include "engine/replay/types.h"

namespace schemadiff::replay {

/// The definition's clauses; the last of several of one name wins.
struct AggregateClauses {
  const ast::DefElem* sfunc = nullptr;
  const ast::DefElem* stype = nullptr;
  const ast::DefElem* sspace = nullptr;
  const ast::DefElem* finalfunc = nullptr;
  const ast::DefElem* combinefunc = nullptr;
  const ast::DefElem* serialfunc = nullptr;
  const ast::DefElem* deserialfunc = nullptr;
  const ast::DefElem* msfunc = nullptr;
  const ast::DefElem* minvfunc = nullptr;
  const ast::DefElem* mstype = nullptr;
  const ast::DefElem* msspace = nullptr;
  const ast::DefElem* mfinalfunc = nullptr;
  const ast::DefElem* finalfunc_extra = nullptr;
  const ast::DefElem* mfinalfunc_extra = nullptr;
  const ast::DefElem* finalfunc_modify = nullptr;
  const ast::DefElem* mfinalfunc_modify = nullptr;
  const ast::DefElem* sortop = nullptr;
  const ast::DefElem* basetype = nullptr;
  const ast::DefElem* hypothetical = nullptr;
  const ast::DefElem* initcond = nullptr;
  const ast::DefElem* minitcond = nullptr;
  const ast::DefElem* parallel = nullptr;
};

AggregateClauses SortAggregateClauses(const ast::List& list);

/// Throws PgError 42P13 (invalid_function_definition).
[[noreturn]] void RefuseAggregate(const std::string& message);

/// The name that a clause gives; NotModelled where it is none.
ast::List NamesOf(const ast::DefElem& element);
ResolvedType TypeOf(const Context& cx, const ast::DefElem& element);
/// The type of the state, which may be no pseudo-type but internal and polymorphic ones.
ResolvedType StateType(const Context& cx, const ast::DefElem& element);
/// READ_ONLY, SHAREABLE or READ_WRITE, with the default of a normal or an ordered-set aggregate.
std::string ModifyWord(const ast::DefElem* element, bool normal);
Parallel ParallelOf(const ast::DefElem* element);
/// None where nothing, or 0, is said.
std::optional<int> SizeOf(const ast::DefElem* element);
std::optional<std::string> TextOf(const ast::DefElem* element);
/// The clauses of moving aggregates must be there together, or not at all.
void CheckMovingClauses(const AggregateClauses& definition);

}  // namespace schemadiff::replay
