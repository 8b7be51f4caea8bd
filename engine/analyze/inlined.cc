#include "engine/analyze/inlined.h"

#include <algorithm>
#include <span>

#include "engine/pg/extensions.h"
#include "parsers/sql/parser.h"

namespace schemadiff::sema {
namespace {

class Body {
 public:
  Body(const Context& context, const Function& function) : context_(context), function_(function) {}

  // Constants, parameters, and calls of functions of which all variants are immutable.
  bool IsPlain(const ast::Node* node) const {
    if (node == nullptr) return false;
    if (node->tag == ast::NodeTag::kA_Const || node->tag == ast::NodeTag::kParamRef) return true;
    if (const auto* ref = ast::As<ast::ColumnRef>(node)) {
      const auto* name = ref->fields.size() == 1 ? ast::As<ast::String>(ref->fields[0]) : nullptr;
      return name != nullptr &&
             std::ranges::any_of(function_.arguments, [&](const Argument& argument) {
               return argument.name == name->sval;
             });
    }
    const auto* call = ast::As<ast::FuncCall>(node);
    if (call == nullptr || call->over != nullptr || call->agg_star || call->agg_distinct ||
        call->func_variadic || call->agg_filter != nullptr || !call->agg_order.empty()) {
      return false;
    }
    return !Variants(*call).empty() &&
           std::ranges::all_of(call->args, [&](const ast::Node* arg) { return IsPlain(arg); });
  }

  // Whether it gives that type without a cast that does something.
  bool Gives(const ast::Node* node, TypeId type) const {
    const auto* call = ast::As<ast::FuncCall>(node);
    if (call == nullptr) return false;
    const std::span<const BuiltinProc> variants = Variants(*call);
    const bool of_text =
        call->args.size() == 1 && Gives(call->args.front(), type_id::kText) &&
        std::ranges::any_of(variants, [](const BuiltinProc& proc) {
          return proc.arguments.size() == 1 && proc.arguments.front() == type_id::kText;
        });
    return !variants.empty() && std::ranges::all_of(variants, [&](const BuiltinProc& proc) {
      // lower() is of ranges, too.
      if (of_text && proc.arguments.size() == 1 && proc.arguments.front() != type_id::kText) {
        return true;
      }
      // The server takes a text for a varchar as it is.
      return proc.result == type || (proc.result == type_id::kText && type == type_id::kVarchar);
    });
  }

 private:
  // All that the name may mean; nothing where one of these is of another kind.
  std::span<const BuiltinProc> Variants(const ast::FuncCall& call) const {
    const auto* schema =
        call.funcname.size() == 2 ? ast::As<ast::String>(call.funcname[0]) : nullptr;
    if (call.funcname.size() > 2 || (schema != nullptr && schema->sval != "pg_catalog")) return {};
    const auto* name = ast::As<ast::String>(call.funcname.back());
    if (name == nullptr) return {};
    const std::span<const BuiltinProc> variants = context_.builtins.FindProcs(name->sval);
    const bool plain = std::ranges::all_of(variants, [](const BuiltinProc& proc) {
      return proc.kind == 'f' && proc.volatility == 'i' && !proc.returns_set;
    });
    if (!plain) return {};
    // One of the user's own may fit better. Extensions have theirs.
    bool other = false;
    if (schema == nullptr) {
      context_.catalog.ForEachOfKind(KindOf<Function>, [&](ObjectId id) {
        other |= context_.catalog.Get(id).key.name == name->sval;
      });
      context_.catalog.ForEachOfKind(KindOf<Extension>, [&](ObjectId id) {
        const Name extension = context_.catalog.Get(id).key.name;
        const Extensions& known = context_.catalog.extensions();
        const ExtensionFacts* facts = known.Find(extension);
        other |= facts == nullptr || !facts->complete ||
                 !known.Members(extension, "function", name->sval).empty();
      });
    }
    return other ? std::span<const BuiltinProc>() : variants;
  }

  const Context& context_;
  const Function& function_;
};

}  // namespace

bool IsImmutableInlined(const Context& context, const Routine& routine) {
  const auto* function = context.catalog.FindPayload<Function>(routine.key);
  if (function == nullptr || function->language != "sql" || function->strict ||
      function->returns_set || function->security_definer || !function->settings.empty() ||
      !function->sql_body.empty() || function->type != RoutineType::kFunction) {
    return false;
  }
  const ParsedFragment query = ParseQuery(function->body);
  const auto* select = ast::As<ast::SelectStmt>(query.node);
  if (select == nullptr || select->targetList.size() != 1 || !select->fromClause.empty() ||
      select->whereClause != nullptr || select->op != ast::SetOperation::SETOP_NONE ||
      select->withClause != nullptr || !select->groupClause.empty() ||
      select->havingClause != nullptr || !select->distinctClause.empty() ||
      !select->sortClause.empty() || select->limitCount != nullptr ||
      select->limitOffset != nullptr || !select->valuesLists.empty() ||
      !select->lockingClause.empty() || !select->windowClause.empty() ||
      select->intoClause != nullptr) {
    return false;
  }
  const auto* target = ast::As<ast::ResTarget>(select->targetList.front());
  const Body body(context, *function);
  return target != nullptr && body.IsPlain(target->val) && body.Gives(target->val, routine.result);
}

}  // namespace schemadiff::sema
