#include "engine/analyze/references.h"

#include <algorithm>

#include "engine/analyze/inlined.h"
#include "engine/analyze/planned.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {
namespace {

template <typename T>
void AddOnce(std::vector<T>* list, const T& value) {
  if (std::find(list->begin(), list->end(), value) == list->end()) list->push_back(value);
}

class Collector {
 public:
  Collector(Context& context, References* out, PlannedConstants* planned = nullptr)
      : context_(context), out_(out), planned_(planned) {}

  void Level(const Query& query) { levels_.push_back(&query); }

  void Visit(const Expr* expr) {
    if (expr == nullptr) return;
    if (planned_ != nullptr) {
      if (planned_->Of(expr) != PlannedConstants::Value::kNone) return;
      if (expr->kind == ExprKind::kCase && expr->extra == nullptr) {
        for (const Expr* remaining : planned_->Remaining(*expr)) Visit(remaining);
        return;
      }
    }
    if (expr->kind == ExprKind::kVar) {
      VisitVar(*expr);
      return;
    }
    if (expr->routine != nullptr) {
      if (!expr->routine->builtin()) AddOnce(&out_->objects, expr->routine->key);
      if (expr->routine->volatility != 'i' && !IsImmutableInlined(context_, *expr->routine)) {
        Note(expr->routine->volatility);
      }
    }
    if (expr->op != nullptr) NoteOperator(*expr);
    for (const BuiltinOperator* op : expr->ops) {
      NoteFunction(op->function);
      if (const ExtensionOperator* entry = context_.types.extensions().EntryOf(op)) {
        AddOnce(&out_->objects,
                entry->extension.empty() ? entry->own : KeyFor<Extension>(entry->extension));
      }
    }
    switch (expr->kind) {
      case ExprKind::kConst:
      case ExprKind::kParameter:
      case ExprKind::kRelabel:
      case ExprKind::kArrayCoerce:
      case ExprKind::kConvertRowtype:
      case ExprKind::kCoerceToDomain:
      case ExprKind::kArray:
      case ExprKind::kRow:
        VisitType(expr->type);
        break;
      case ExprKind::kFieldSelect:
        VisitField(*expr, expr->args[0]->type);
        break;
      case ExprKind::kFieldStore:
        VisitField(*expr, expr->type);
        break;
      case ExprKind::kFunc:
        // It prints as a cast to the type, which its function returns.
        if (expr->form == Form::kExplicitCast || expr->form == Form::kImplicitCast) {
          VisitType(expr->type);
        }
        break;
      case ExprKind::kCoerceViaIo:
        VisitType(expr->type);
        NoteInputOutput(expr->args[0]->type, expr->type);
        break;
      case ExprKind::kSqlValue:
        Note('s');
        break;
      case ExprKind::kCollate:
        VisitCollation(expr->collation);
        break;
      case ExprKind::kNextValue:
        Note('v');
        break;
      default:
        break;
    }
    if (expr->type == type_id::kRegconfig || expr->type == type_id::kRegdictionary) {
      VisitTextSearchObject(*expr);
    } else if (!expr->relation.empty()) {
      VisitRelation(expr->relation);
    }
    Visit(expr->extra);
    for (const Expr* arg : expr->args) Visit(arg);
    for (const Subscript& subscript : expr->subscripts) {
      Visit(subscript.lower);
      Visit(subscript.upper);
    }
    if (expr->aggregate != nullptr) {
      for (const Expr* arg : expr->aggregate->direct) Visit(arg);
      for (const TargetEntry& target : expr->aggregate->targets) Visit(target.expr);
      Visit(expr->aggregate->filter);
    }
    if (expr->query != nullptr) VisitQuery(*expr->query);
  }

  void VisitQuery(const Query& query) {
    levels_.push_back(&query);
    for (const ObjectKey& key : query.required_keys) AddOnce(&out_->objects, key);
    for (const CommonTable& cte : query.ctes) VisitQuery(*cte.query);
    for (const Rte& rte : query.range_table) {
      if (rte.kind == RteKind::kRelation) VisitRelation(rte.relation);
      if (rte.subquery != nullptr) VisitQuery(*rte.subquery);
      for (const RteFunction& function : rte.functions) Visit(function.expr);
      for (const std::vector<Expr*>& row : rte.values) {
        for (const Expr* value : row) Visit(value);
      }
      if (rte.sample) {
        for (const Expr* arg : rte.sample->args) Visit(arg);
        Visit(rte.sample->repeatable);
      }
      // Columns that USING merges are used even where nothing else names them.
      for (size_t i = 0; i < rte.merged_columns; ++i) Visit(rte.join_vars[i]);
    }
    for (const auto& node : query.from) VisitJoin(*node);
    for (const TargetEntry& target : query.targets) {
      if (query.set_operation == nullptr) Visit(target.expr);
    }
    VisitModification(query);
    Visit(query.where);
    Visit(query.having);
    Visit(query.offset);
    Visit(query.limit);
    for (const WindowClause& window : query.windows) {
      Visit(window.start);
      Visit(window.end);
    }
    levels_.pop_back();
  }

 private:
  void VisitModification(const Query& query) {
    const auto targets = [this](const std::vector<TargetEntry>& list) {
      for (const TargetEntry& target : list) Visit(target.expr);
    };
    targets(query.returning);
    if (query.on_conflict) {
      const OnConflict& conflict = *query.on_conflict;
      for (const OnConflict::Element& element : conflict.elements) Visit(element.expr);
      Visit(conflict.inferred_where);
      targets(conflict.set);
      Visit(conflict.where);
    }
    if (query.target < 0) return;
    const Rte& target = query.range_table[static_cast<size_t>(query.target)];
    const QualifiedName& relation = target.relation;
    if (query.on_conflict && !query.on_conflict->constraint.empty()) {
      AddOnce(&out_->objects,
              KeyFor<Constraint>(relation.schema, relation.name, query.on_conflict->constraint));
    }
    for (const TargetEntry& entry : query.targets) {
      if (entry.attribute == 0) continue;
      AddOnce(&out_->columns,
              ColumnName{relation.schema, relation.name,
                         target.real_columns[static_cast<size_t>(entry.attribute) - 1]});
    }
  }

  void Note(char volatility) {
    const auto rank = [](char letter) { return letter == 'i' ? 0 : letter == 's' ? 1 : 2; };
    if (rank(volatility) > rank(out_->volatility)) out_->volatility = volatility;
  }
  void NoteFunction(ProcId id) {
    if (const BuiltinProc* proc = context_.builtins.FindProc(id)) Note(proc->volatility);
  }
  void NoteOperator(const Expr& expr) {
    if (const ExtensionOperator* entry = context_.types.extensions().EntryOf(expr.op)) {
      AddOnce(&out_->objects,
              entry->extension.empty() ? entry->own : KeyFor<Extension>(entry->extension));
      Note(entry->volatility);
    }
    const BuiltinProc* proc = context_.builtins.FindProc(expr.op->function);
    if (proc == nullptr) return;
    // text || anything is marked stable, but what counts is how the other side becomes text.
    if (proc->name == "textanycat" || proc->name == "anytextcat") {
      NoteInputOutput(expr.args[proc->name == "textanycat" ? 1 : 0]->type, type_id::kText);
    } else {
      Note(proc->volatility);
    }
  }
  // A conversion through text is as stable as the types' functions are.
  void NoteInputOutput(TypeId from, TypeId to) {
    const auto note = [&](TypeId type, bool output) {
      const TypeInfo info = context_.types.Get(context_.types.Base(type));
      const BuiltinType* builtin = context_.builtins.FindType(info.id);
      if (builtin == nullptr) {
        Note('s');  // of enums, composite types and arrays
        return;
      }
      for (const BuiltinProc& proc :
           context_.builtins.FindProcs(output ? builtin->output : builtin->input)) {
        Note(proc.volatility);
      }
    };
    note(from, true);
    note(to, false);
  }

  void VisitType(TypeId type) {
    if (type < kFirstUserId) return;
    const TypeInfo info = context_.types.Get(type);
    if (info.element != 0) {
      VisitType(info.element);
      return;
    }
    const auto add = [&](const ObjectKey& key) {
      if (context_.catalog.Find(key) != nullptr) AddOnce(&out_->objects, key);
    };
    add(KeyFor<EnumType>(info.schema, info.name));
    add(KeyFor<Domain>(info.schema, info.name));
    add(KeyFor<CompositeType>(info.schema, info.name));
    add(KeyFor<RangeType>(info.schema, info.name));
    add(KeyFor<ScalarType>(info.schema, info.name));
    if (const Name extension = context_.types.ExtensionOf(type); !extension.empty()) {
      add(KeyFor<Extension>(extension));
      return;
    }
    if (info.kind == 'c') VisitRelation({info.schema, info.name});
    if (info.kind == 'm') VisitType(context_.types.MultirangeRange(type));
  }

  void VisitCollation(const QualifiedName& name) {
    const ObjectKey key = KeyFor<Collation>(name.schema, name.name);
    if (context_.catalog.Find(key) != nullptr) AddOnce(&out_->objects, key);
  }

  void VisitTextSearchObject(const Expr& constant) {
    const QualifiedName& name = constant.relation;
    const ObjectKey key = constant.type == type_id::kRegconfig
                              ? KeyFor<TextSearchConfiguration>(name.schema, name.name)
                              : KeyFor<TextSearchDictionary>(name.schema, name.name);
    if (context_.catalog.Find(key) != nullptr) AddOnce(&out_->objects, key);
  }

  void VisitRelation(const QualifiedName& name) {
    for (const ObjectKey& key :
         {KeyFor<Table>(name.schema, name.name), KeyFor<View>(name.schema, name.name),
          KeyFor<MaterializedView>(name.schema, name.name),
          KeyFor<Sequence>(name.schema, name.name), KeyFor<Index>(name.schema, name.name)}) {
      if (context_.catalog.Find(key) != nullptr) AddOnce(&out_->objects, key);
    }
  }

  // On the attribute of the composite type, as the server records it.
  void VisitField(const Expr& field, TypeId type) {
    const TypeInfo row = context_.types.Get(context_.types.Base(type));
    VisitType(row.id);
    if (row.id >= kFirstUserId) {
      AddOnce(&out_->columns, ColumnName{row.schema, row.name, field.name});
    }
  }

  void VisitVar(const Expr& var) {
    const size_t depth = levels_.size() - 1 - static_cast<size_t>(var.levels_up);
    const Query& query = *levels_[depth];
    const Rte& rte = query.range_table[static_cast<size_t>(var.rte)];
    if (rte.kind == RteKind::kJoin) {
      if (var.attribute > 0) {
        const size_t saved = levels_.size();
        std::vector<const Query*> inner(levels_.begin() + static_cast<std::ptrdiff_t>(depth) + 1,
                                        levels_.end());
        levels_.resize(depth + 1);
        Visit(rte.join_vars[static_cast<size_t>(var.attribute) - 1]);
        levels_.insert(levels_.end(), inner.begin(), inner.end());
        (void)saved;
      }
      return;
    }
    if (rte.kind != RteKind::kRelation) return;
    Name name = var.name;
    if (var.attribute > 0) name = rte.real_columns[static_cast<size_t>(var.attribute) - 1];
    if (var.attribute == 0) {
      if (depth == 0) out_->whole_row = true;
    } else if (depth == 0) {
      AddOnce(&out_->scope_columns, name);
    }
    if (var.attribute > 0) {
      AddOnce(&out_->columns, ColumnName{rte.relation.schema, rte.relation.name, name});
    }
  }

  void VisitJoin(const JoinNode& node) {
    Visit(node.condition);
    if (node.left != nullptr) VisitJoin(*node.left);
    if (node.right != nullptr) VisitJoin(*node.right);
  }

  Context& context_;
  References* out_;
  PlannedConstants* planned_;  // not null: what is planned to be a constant is left out
  std::vector<const Query*> levels_;
};

}  // namespace

References CollectReferences(Context& context, const Expr& expr, const Query& scope) {
  References references;
  Collector collector(context, &references);
  collector.Level(scope);
  collector.Visit(&expr);
  if (references.volatility != 'i') {
    References remaining;
    PlannedConstants planned(context);
    Collector after_planning(context, &remaining, &planned);
    after_planning.Level(scope);
    after_planning.Visit(&expr);
    references.volatility = remaining.volatility;
  }
  return references;
}

References CollectReferences(Context& context, const Query& query) {
  References references;
  Collector(context, &references).VisitQuery(query);
  return references;
}

}  // namespace schemadiff::sema
