// Control flow, also where it depends on something unknown.
#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/evaluator.h"
#include "parsers/alembic/evaluator_frames.h"
#include "parsers/alembic/python_class.h"

namespace schemadiff::py {
namespace {

// Whether every run of the block ends in an exception, as far as its own lines show.
bool AlwaysRaises(const Block& block) {
  return std::any_of(block.begin(), block.end(),
                     [](const StmtPtr& stmt) { return stmt->kind == StmtKind::kRaise; });
}

}  // namespace

void Evaluator::ForgetNames(const std::vector<std::string>& names, const Unknown& cause,
                            bool only_bound) {
  Scope* scope = frame().scope;
  for (const std::string& name : names) {
    Scope* target = scope;
    if (const auto it = scope->declared.find(name); it != scope->declared.end()) {
      target = it->second;
    }
    if (only_bound && !target->names.contains(name)) continue;
    target->names[name] = &cause;
  }
}

Evaluator::Flow Evaluator::ExecIf(const IfStmt& stmt) {
  // The paths that may be taken, and the condition that the choice depends on.
  std::vector<const Block*> paths;
  const Unknown* cause = nullptr;
  bool may_fall_through = true;
  for (const auto& [condition, body] : stmt.branches) {
    const Value value = Eval(*condition);
    const std::optional<bool> truth = Truth(value);
    if (truth == false) continue;
    paths.push_back(&body);
    if (truth.has_value()) {
      may_fall_through = false;
      break;
    }
    if (cause == nullptr) cause = &value.unknown();
  }
  if (may_fall_through) paths.push_back(&stmt.otherwise);
  if (cause == nullptr) return ExecBlock(*paths.front());
  return ExecPaths(paths, *cause);
}

Evaluator::Flow Evaluator::ExecMatch(const MatchStmt& stmt) {
  Eval(*stmt.subject);
  std::vector<const Block*> paths;
  for (const Block& body : stmt.cases) paths.push_back(&body);
  const Block none;
  paths.push_back(&none);
  const Value cause = NewUnknown("a 'match' statement, whose patterns are not read");
  return ExecPaths(paths, cause.unknown());
}

Evaluator::Flow Evaluator::ExecPaths(const std::vector<const Block*>& all, const Unknown& cause) {
  // A path that raises ends the migration, which then has no effect: what is asked for is
  // what the others do. (Inside of a `try` the exception may be caught.)
  std::vector<const Block*> paths;
  for (const Block* path : all) {
    if (InTry() || !AlwaysRaises(*path)) paths.push_back(path);
  }
  if (paths.empty()) paths = all;
  if (paths.size() == 1) return ExecBlock(*paths.front());
  std::vector<std::string> names;
  for (const Block* path : paths) CollectBoundNames(*path, &names);
  bool goes_on = false, returns = false, leaves_loop = false;
  size_t raised = 0;
  for (const Block* path : paths) {
    const UncertainRegion region(this, cause.reason);
    Flow flow = Flow::kNormal;
    try {
      flow = ExecBlock(*path);
    } catch (const Raised&) {
      if (InTry() || ++raised == paths.size()) throw;
      continue;
    }
    goes_on =
        goes_on || flow == Flow::kNormal || flow == Flow::kMayReturn || flow == Flow::kMayLeaveLoop;
    returns = returns || flow == Flow::kReturn || flow == Flow::kMayReturn;
    leaves_loop = leaves_loop || flow == Flow::kBreak || flow == Flow::kContinue ||
                  flow == Flow::kMayLeaveLoop;
  }
  ForgetNames(names, cause, /*only_bound=*/false);
  frame().may_leave = cause.reason;
  if (!returns && !leaves_loop) return Flow::kNormal;
  if (returns && !goes_on && !leaves_loop) {
    frame().result = Derived(cause);
    return Flow::kReturn;
  }
  return returns ? Flow::kMayReturn : Flow::kMayLeaveLoop;
}

Evaluator::Flow Evaluator::ExecRepeated(const Block& body, const Expr* target,
                                        const Unknown& cause) {
  // One round stands for any number of them: whatever the rounds change is unknown from
  // the start.
  std::vector<std::string> names;
  CollectBoundNames(body, &names);
  ForgetNames(names, cause, /*only_bound=*/true);
  Flow flow = Flow::kNormal;
  {
    const UncertainRegion region(this, cause.reason);
    if (target != nullptr) Assign(*target, Derived(cause));
    try {
      flow = ExecBlock(body);
    } catch (const Raised&) {
      if (InTry()) throw;
    }
  }
  if (target != nullptr) CollectTargetNames(*target, &names);
  ForgetNames(names, cause, /*only_bound=*/false);
  frame().may_leave = cause.reason;
  return flow == Flow::kReturn || flow == Flow::kMayReturn ? Flow::kMayReturn : Flow::kNormal;
}

Evaluator::Flow Evaluator::ExecFor(const ForStmt& stmt) {
  const Value iterable = Eval(*stmt.iterable);
  frame().place = stmt.place;
  if (iterable.IsUnknown()) {
    const Flow flow = ExecRepeated(stmt.body, stmt.target.get(), iterable.unknown());
    if (stmt.otherwise.empty()) return flow;
    const UncertainRegion region(this, iterable.unknown().reason);
    ExecBlock(stmt.otherwise);
    return flow;
  }
  for (const Value item : Iterate(iterable)) {
    Step();
    Assign(*stmt.target, item);
    const Flow flow = ExecBlock(stmt.body);
    if (flow == Flow::kBreak) return Flow::kNormal;
    if (flow == Flow::kReturn) return flow;
    if (flow == Flow::kMayReturn || flow == Flow::kMayLeaveLoop) {
      // Whether there are more rounds is no longer known.
      const Value cause = heap_.NewUnknown(frame().may_leave, Here());
      const Flow rest = ExecRepeated(stmt.body, stmt.target.get(), cause.unknown());
      return flow == Flow::kMayReturn ? flow : rest;
    }
  }
  return ExecBlock(stmt.otherwise);
}

Evaluator::Flow Evaluator::ExecWhile(const WhileStmt& stmt) {
  while (true) {
    Step();
    const Value condition = Eval(*stmt.condition);
    const std::optional<bool> truth = Truth(condition);
    if (!truth.has_value()) return ExecRepeated(stmt.body, nullptr, condition.unknown());
    if (!*truth) break;
    const Flow flow = ExecBlock(stmt.body);
    if (flow == Flow::kBreak) return Flow::kNormal;
    if (flow == Flow::kReturn) return flow;
    if (flow == Flow::kMayReturn || flow == Flow::kMayLeaveLoop) {
      const Value cause = heap_.NewUnknown(frame().may_leave, Here());
      const Flow rest = ExecRepeated(stmt.body, nullptr, cause.unknown());
      return flow == Flow::kMayReturn ? flow : rest;
    }
  }
  return ExecBlock(stmt.otherwise);
}

Evaluator::Flow Evaluator::ExecTry(const TryStmt& stmt) {
  const uint64_t effects = host_->Effects();
  Flow flow = Flow::kNormal;
  std::optional<Raised> raised;
  ++try_depth_;
  try {
    flow = ExecBlock(stmt.body);
  } catch (const Raised& exception) {
    raised = exception;
  } catch (...) {
    --try_depth_;
    throw;
  }
  --try_depth_;
  if (raised.has_value()) {
    const ExceptClause* handler = nullptr;
    for (const ExceptClause& clause : stmt.handlers) {
      if (clause.type == nullptr || Catches(*this, Eval(*clause.type), *raised)) {
        handler = &clause;
        break;
      }
    }
    if (handler == nullptr) {
      ExecBlock(stmt.finally);
      throw *raised;
    }
    if (!handler->name.empty()) SetName(handler->name, NewUnknown("an exception"));
    flow = ExecBlock(handler->body);
  } else {
    if (host_->Effects() != effects && reporting_) {
      // The server may refuse what the block asked for; what a handler does then is not
      // what the migration does when all goes well, but it must not go unseen.
      for (const ExceptClause& clause : stmt.handlers) {
        if (AlwaysRaises(clause.body)) continue;
        std::vector<std::string> names;
        CollectBoundNames(clause.body, &names);
        const Value cause = NewUnknown("whether the statements of a 'try' block fail");
        const UncertainRegion region(this, cause.unknown().reason);
        if (!clause.name.empty()) SetName(clause.name, Derived(cause.unknown()));
        try {
          ExecBlock(clause.body);
        } catch (const Raised&) {
          // Then the migration fails, without an effect.
        }
        ForgetNames(names, cause.unknown(), /*only_bound=*/false);
      }
    }
    if (flow == Flow::kNormal) flow = ExecBlock(stmt.otherwise);
  }
  const Flow last = ExecBlock(stmt.finally);
  return last == Flow::kNormal ? flow : last;
}

}  // namespace schemadiff::py
