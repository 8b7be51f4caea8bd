// Evaluates the part of Python that decides what a migration does.
//
// The evaluator runs module level code and functions over values that are known from the
// source alone. What is not (the environment, the results of queries, code that is not
// read) becomes an Unknown, which spreads through expressions. Where the control flow
// depends on one, every path that may be taken is evaluated in an *uncertain region*: what
// such a path does may or may not happen, and names and containers that it changes become
// unknown. Nothing is executed: no file, process, network or Python interpreter is touched.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/alembic/python_ast.h"
#include "parsers/alembic/python_value.h"

namespace schemadiff::py {

/// What the evaluated code can reach besides the language and the known parts of the
/// standard library, and who hears about what could not be evaluated.
class Host {
 public:
  virtual ~Host() = default;
  /// The module of that dotted name; nullopt for one that the host does not provide.
  virtual std::optional<Value> Import(Evaluator& ev, std::string_view module) = 0;
  /// A statement was not evaluated (it is skipped and what it assigns is unknown).
  virtual void OnNotEvaluated(Evaluator& ev, const CannotEvaluate& error) = 0;
  /// How many effects on the database there were so far; tells whether a block had one.
  virtual uint64_t Effects() const { return 0; }
};

struct Limits {
  uint64_t steps = 2'000'000;     ///< evaluated nodes and touched elements, per file
  uint64_t bytes = 128ull << 20;  ///< allocated altogether, per file
};

/// An uncertain region: code that may or may not run, or any number of times.
struct Uncertainty {
  std::string reason;    ///< what it depends on
  SourceLocation where;  ///< the statement that decides
  uint64_t serial = 0;   ///< objects created before it began have smaller serials
};

class Evaluator {
 public:
  explicit Evaluator(Host* host, Limits limits = {});
  Evaluator(const Evaluator&) = delete;
  Evaluator& operator=(const Evaluator&) = delete;

  /// Runs a module's body and gives its names. Statements that cannot be evaluated leave
  /// what they assign unknown; the host is not told. `file` and `module` must outlive the
  /// evaluator.
  Scope* RunModule(const Module& module, const CodeFile& file);
  /// The same for a module that the evaluated code imports, with `scope` for its names. All
  /// imports together have a budget of their own; false once it is used up.
  bool RunImported(const Module& module, const CodeFile& file, Scope* scope);
  /// Calls a function of the evaluated code; statements that cannot be evaluated are told
  /// to the host. Throws Raised where the function lets an exception through.
  Value RunFunction(Value function);

  Heap& heap() { return heap_; }
  Host& host() { return *host_; }
  /// The place being evaluated, in its own file.
  SourceLocation Here() const;
  /// The line of the revision file that is being evaluated: for code of another file, the
  /// line that called it.
  uint32_t MainLine() const;
  /// The innermost reason why the code being evaluated may not run; null where it does.
  const Uncertainty* uncertainty() const;

  [[noreturn]] void Fail(std::string reason) const;
  [[noreturn]] void Raise(std::string_view type, std::string message) const;
  /// Fails with "<what> depends on <reason>".
  [[noreturn]] void FailUnknown(std::string_view what, const Unknown& unknown) const;
  Value NewUnknown(std::string reason, bool opaque = false);
  /// Spends `count` steps; throws a fatal CannotEvaluate when none are left.
  void Step(uint64_t count = 1);
  /// Must be called before an existing object is changed.
  void Mutating(Object* object);
  /// The value, or an Unknown where it was changed in an uncertain region.
  Value Resolve(Value value) const;

  Value GetAttr(Value object, std::string_view name);
  std::optional<Value> TryGetAttr(Value object, std::string_view name);
  void SetAttr(Value object, std::string_view name, Value value);
  Value GetItem(Value object, Value index);
  void SetItem(Value object, Value index, Value value);
  Value Call(Value function, const CallArgs& args);
  Value CallMethod(Value self, std::string_view name, const CallArgs& args);
  Value Binary(BinaryOp op, Value left, Value right);
  Value Compare(CompareOp op, Value left, Value right);
  /// The elements; fails for what cannot be iterated, unknown values included.
  std::vector<Value> Iterate(Value value);
  /// nullopt for an unknown value.
  std::optional<bool> Truth(Value value) const;
  bool Equal(Value left, Value right, int nesting = 0);
  /// What str() and repr() give; unknown values must be handled by the caller.
  std::string Str(Value value);
  std::string Repr(Value value, int nesting = 0);
  std::string Key(Value value);  ///< for dicts and sets; raises TypeError as Python does

  /// The first unknown among the arguments, containers not searched; null where none is.
  static const Unknown* FirstUnknown(const CallArgs& args);
  /// An Unknown that depends on `cause`; a new one where the text begins in a known way.
  Value Derived(const Unknown& cause, std::string prefix = "");
  /// True while inside of a `try` of the evaluated code.
  bool InTry() const { return try_depth_ > 0; }

 private:
  friend class UncertainRegion;
  enum class Flow : uint8_t {
    kNormal,
    kBreak,
    kContinue,
    kReturn,
    kMayLeaveLoop,  ///< some path went on, another left the loop or began its next round
    kMayReturn,     ///< some path went on, another returned
  };
  struct Frame {
    Scope* scope = nullptr;
    const CodeFile* file = nullptr;
    Place place;
    uint32_t call_line = 0;  ///< of the revision file, for code of other files
    Value result;
    std::vector<Value>* yielded = nullptr;
    std::string may_leave;  ///< what decides whether a path left the block early
  };
  class FrameGuard;
  class DepthGuard;

  // evaluator_expressions.cc
  Value Eval(const Expr& expr);
  Value EvalString(const StringExpr& expr);
  Value EvalFormatted(const std::vector<FormattedPiece>& pieces);
  Value EvalName(const NameExpr& expr);
  Value EvalSubscript(const SubscriptExpr& expr);
  Value EvalCall(const CallExpr& expr);
  Value EvalUnary(const UnaryExpr& expr);
  Value EvalBoolean(const BooleanExpr& expr);
  Value EvalCompare(const CompareExpr& expr);
  Value EvalConditional(const ConditionalExpr& expr);
  Value EvalSequence(const SequenceExpr& expr);
  Value EvalDict(const DictExpr& expr);
  Value EvalComprehension(const ComprehensionExpr& expr);
  bool EvalClauses(const ComprehensionExpr& expr, size_t clause, const Unknown** unknown,
                   const std::function<void()>& emit);
  Value EvalLambda(const LambdaExpr& expr);
  CallArgs EvalArguments(const std::vector<Argument>& arguments, uint32_t line);

  // evaluator_statements.cc
  Flow ExecBlock(const Block& block, size_t begin = 0);
  Flow ExecRecovering(const Stmt& stmt);
  Flow Exec(const Stmt& stmt);
  void ExecAssign(const AssignStmt& stmt);
  void ExecAugmented(const AugmentedStmt& stmt);
  void ExecDelete(const Expr& target);
  void ExecImport(const ImportStmt& stmt);
  void ExecScope(const ScopeStmt& stmt);
  [[noreturn]] void ExecRaise(const ValueStmt& stmt);
  Flow ExecWith(const WithStmt& stmt, size_t item);
  void ExecFunction(const FunctionStmt& stmt);
  void ExecClass(const ClassStmt& stmt);
  void Assign(const Expr& target, Value value);
  Value ImportModule(const std::string& dotted);
  Value MakeFunction(const std::string& name, const std::vector<Parameter>& parameters);

  // evaluator_control.cc
  Flow ExecIf(const IfStmt& stmt);
  Flow ExecFor(const ForStmt& stmt);
  Flow ExecWhile(const WhileStmt& stmt);
  Flow ExecTry(const TryStmt& stmt);
  Flow ExecMatch(const MatchStmt& stmt);
  Flow ExecPaths(const std::vector<const Block*>& all, const Unknown& cause);
  Flow ExecRepeated(const Block& body, const Expr* target, const Unknown& cause);
  void ForgetNames(const std::vector<std::string>& names, const Unknown& cause, bool only_bound);

  // evaluator.cc
  void RunBody(const Module& module, const CodeFile& file, Scope* scope);
  void SetName(const std::string& name, Value value);
  Value LookUp(const std::string& name);
  Value CallFunction(const Function& function, const CallArgs& args);
  void BindParameters(const Function& function, const CallArgs& args, Scope* scope);
  Value CallUnknown(const Unknown& unknown, std::string_view method);
  Frame& frame() { return frames_.back(); }
  const Frame& frame() const { return frames_.back(); }

  Host* host_;
  Limits limits_;
  Heap heap_;
  uint64_t steps_ = 0;
  std::vector<Frame> frames_;
  std::vector<Uncertainty> uncertain_;
  std::vector<CannotEvaluate> pending_calls_;
  int depth_ = 0;
  int try_depth_ = 0;
  bool reporting_ = false;
  bool importing_ = false;
  uint64_t import_steps_ = 0;
};

}  // namespace schemadiff::py
