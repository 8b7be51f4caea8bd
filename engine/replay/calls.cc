// Statements that run code: what the functions that they call, and the triggers that they fire, do
// to the schema.
#include "engine/replay/calls.h"

#include <algorithm>

#include "engine/base/strings.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/dispatch.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/relation.h"
#include "engine/replay/run_call.h"
#include "engine/replay/run_time_effects.h"
#include "engine/replay/settings.h"
#include "engine/replay/static_eval.h"
#include "engine/replay/targets.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

// Functions that change the schema when a SELECT calls them.
bool ChangesSchema(std::string_view function) {
  static constexpr std::string_view kNames[] = {"create_hypertable",  "addgeometrycolumn",
                                                "dropgeometrycolumn", "create_parent",
                                                "lo_create",          "create_distributed_table"};
  return std::ranges::find(kNames, function) != std::end(kNames);
}

// A function of the catalog whose body holds DDL may do that here, to what its arguments name. It
// is run where the statement is nothing but its call.
void NoteOwnCode(Context& cx, const ast::FuncCall& call, bool alone) {
  const StatedName name(call.funcname);
  // An extension may have made the schema.
  if (!name.schema.empty() && !SchemaExists(cx, name.schema)) return;
  std::string arguments;
  for (const ast::Node* argument : call.args) {
    if (const auto text = ConstantText(argument)) StrAppend(&arguments, "\n", *text);
  }
  std::string code = CodeThatChangesSchema(cx, name, arguments);
  if (code.empty()) return;
  std::string why;
  if (alone) {
    const std::optional<std::string> gap = RunCall(cx, call);
    if (!gap) return;
    why = *gap;
  }
  code += arguments;
  NoteRunTimeEffects(cx, code,
                     StrCat("what the call of ", NameListToString(call.funcname), "() does"),
                     call.location, why);
}

// The relation that a statement writes to; kNoObject for one that is not held. Who writes to the
// system catalogs changes the schema.
ObjectId Written(Context& cx, const ast::RangeVar& range) {
  const bool system = (range.schemaname == "pg_catalog" || range.schemaname.empty()) &&
                      cx.builtins.FindRelation("pg_catalog", range.relname) != nullptr;
  if (system) {
    NoteRunTimeEffects(cx, cx.statement().text(),
                       StrCat("what a direct change of ", range.relname, " does"), range.location);
    return kNoObject;
  }
  try {
    return FindRelation(cx, range);
  } catch (const NotModelled&) {
    return kNoObject;  // its triggers are not held either
  }
}

// The triggers that the statement fires, of the table and of what inherits from it, run code, too.
void NoteTriggers(Context& cx, const ast::RangeVar& range, bool Trigger::* event) {
  const ObjectId table = Written(cx, range);
  if (table == kNoObject) return;
  std::vector<ObjectId> relations{table};
  for (size_t i = 0; i < relations.size(); ++i) {
    for (const ObjectId child : DirectChildren(cx.catalog, relations[i])) {
      if (std::ranges::find(relations, child) == relations.end()) relations.push_back(child);
    }
  }
  for (const ObjectId relation : relations) {
    const std::vector<ObjectId> parts(cx.catalog.Children(relation).begin(),
                                      cx.catalog.Children(relation).end());
    for (const ObjectId part : parts) {
      const auto* trigger = cx.catalog.Get(part).TryAs<Trigger>();
      if (trigger == nullptr || !(trigger->*event) || trigger->state == TriggerState::kDisabled) {
        continue;
      }
      const ObjectId id = cx.catalog.FindNamed(
          trigger->function.schema, trigger->function.name,
          [&](ObjectId each) { return cx.catalog.Get(each).key.kind == KindOf<Function>; });
      if (id == kNoObject) continue;
      const std::string code =
          StrCat(cx.catalog.Get(id).As<Function>().body, "\n", StrJoin(trigger->arguments, "\n"));
      if (!MayChangeSchema(cx, code)) continue;
      NoteRunTimeEffects(
          cx, code, StrCat("what the trigger ", cx.catalog.Get(part).key.name, " does here"), -1);
    }
  }
}

// Of a statement, or of one within WITH.
void NoteFired(Context& cx, const ast::Node& node) {
  CheckChangedRelation(cx, node);
  if (const auto* insert = ast::As<ast::InsertStmt>(&node)) {
    NoteTriggers(cx, *insert->relation, &Trigger::on_insert);
    if (insert->onConflictClause != nullptr &&
        insert->onConflictClause->action == ast::OnConflictAction::ONCONFLICT_UPDATE) {
      NoteTriggers(cx, *insert->relation, &Trigger::on_update);
    }
  } else if (const auto* update = ast::As<ast::UpdateStmt>(&node)) {
    NoteTriggers(cx, *update->relation, &Trigger::on_update);
  } else if (const auto* deletion = ast::As<ast::DeleteStmt>(&node)) {
    NoteTriggers(cx, *deletion->relation, &Trigger::on_delete);
  } else if (const auto* merge = ast::As<ast::MergeStmt>(&node)) {
    for (const auto event : {&Trigger::on_insert, &Trigger::on_update, &Trigger::on_delete}) {
      NoteTriggers(cx, *merge->relation, event);
    }
  } else if (const auto* copy = ast::As<ast::CopyStmt>(&node)) {
    if (copy->is_from && copy->relation != nullptr) {
      NoteTriggers(cx, *copy->relation, &Trigger::on_insert);
    }
  } else if (const auto* truncate = ast::As<ast::TruncateStmt>(&node)) {
    for (const ast::Node* relation : truncate->relations) {
      NoteTriggers(cx, *ast::Cast<ast::RangeVar>(relation), &Trigger::on_truncate);
    }
  }
}

// The calls that a statement executes once, whatever rows there are.
std::vector<const ast::FuncCall*> CertainCalls(const ast::Node& stmt) {
  std::vector<const ast::FuncCall*> calls;
  const auto* select = ast::As<ast::SelectStmt>(&stmt);
  if (select == nullptr || select->op != ast::SetOperation::SETOP_NONE ||
      !select->fromClause.empty() || select->whereClause != nullptr ||
      select->havingClause != nullptr || select->limitCount != nullptr ||
      select->limitOffset != nullptr) {
    return calls;
  }
  for (const ast::Node* node : select->targetList) {
    const auto* target = ast::As<ast::ResTarget>(node);
    const ast::Node* value = target == nullptr ? nullptr : target->val;
    while (const auto* cast = ast::As<ast::TypeCast>(value)) value = cast->arg;
    if (const auto* call = ast::As<ast::FuncCall>(value)) calls.push_back(call);
  }
  return calls;
}

// What set_config() does; `certain`: it is executed, and once.
void SetConfig(Context& cx, const ast::FuncCall& call, bool certain) {
  const Variables none;
  const StaticEvaluator evaluator(cx, none);
  const auto text_of = [&](size_t argument) {
    const ast::Node* node = call.args[argument];
    std::optional<std::string> text = ConstantText(node);
    return text ? text : TextOf(evaluator.Evaluate(*node));
  };
  const std::optional<std::string> setting = text_of(0);
  const std::optional<std::string> value = text_of(1);
  const std::optional<std::string> local = text_of(2);
  const bool is_local = local && (*local == "true" || *local == "t" || *local == "on");
  const std::string name = AsciiToLower(setting.value_or(""));
  if (!setting || (name == "search_path" && !(value && local && certain))) {
    DoubtSearchPath(cx, is_local);
    throw NotModelled(setting ? "set_config of search_path to what is not known, or on a condition"
                              : "set_config of a setting of which it is not known which it is",
                      call.location);
  }
  if (value && local) {
    ApplySetting(cx, name, *value, nullptr, is_local);
  } else if (name.find('.') != std::string::npos) {
    // Until when it holds is not known either, where that is no constant.
    SetCustom(cx, name, std::nullopt, local && *local != "false");
  }
}

bool HasCte(const ast::Node& node, std::string_view name) {
  const auto* cte = ast::As<ast::CommonTableExpr>(&node);
  bool found = cte != nullptr && cte->ctename == name;
  ForEachChild(node, [&](const ast::Node& child) { found = found || HasCte(child, name); });
  return found;
}

void CheckRead(const Context& cx, const ast::RangeVar& range) {
  try {
    CheckReadRelation(cx, range);
  } catch (const PgError&) {
    if (!range.schemaname.empty() || !HasCte(*cx.statement().stmt, range.relname)) throw;
  }
}

void Look(Context& cx, const ast::Node& node, const std::vector<const ast::FuncCall*>& certain,
          const ast::FuncCall* alone = nullptr) {
  if (const auto* call = ast::As<ast::FuncCall>(&node)) {
    const std::string_view name = Strings(call->funcname).back();
    if (name == "set_config" && call->args.size() == 3) {
      SetConfig(cx, *call, std::ranges::find(certain, call) != certain.end());
    } else if (ChangesSchema(name)) {
      throw NotModelled(StrCat("what the function ", name, "() does to the schema"),
                        call->location);
    } else {
      NoteOwnCode(cx, *call, call == alone);
    }
  }
  if (const auto* range = ast::As<ast::RangeVar>(&node)) CheckRead(cx, *range);
  NoteFired(cx, node);
  ForEachChild(node, [&](const ast::Node& child) { Look(cx, child, certain, alone); });
}

}  // namespace

void LookForCalls(Context& cx, const ast::Node& stmt) {
  const auto* select = ast::As<ast::SelectStmt>(&stmt);
  const auto* call = ast::As<ast::CallStmt>(&stmt);
  if (select != nullptr) {
    Look(cx, stmt, CertainCalls(stmt), SoleCall(*select));
  } else {
    Look(cx, stmt, {}, call == nullptr ? nullptr : call->funccall);
  }
}

void ExecuteSelect(Context& cx, const ast::SelectStmt& stmt) {
  const ast::SelectStmt* leftmost = &stmt;
  while (leftmost->larg != nullptr) leftmost = leftmost->larg;
  if (leftmost->intoClause != nullptr) {
    CreateTableFromSelect(cx, stmt, *leftmost->intoClause);
  }
  LookForCalls(cx, stmt);
}

void ExecuteExplain(Context& cx, const ast::ExplainStmt& stmt) {
  // EXPLAIN ANALYZE executes its statement, whatever kind it is of.
  const bool analyze = std::ranges::any_of(stmt.options, [](const ast::Node* node) {
    const auto* option = ast::As<ast::DefElem>(node);
    return option != nullptr && option->defname == "analyze" && DefBool(*option);
  });
  if (!analyze || stmt.query == nullptr) return;
  const StatementInfo& info = InfoFor(stmt.query->tag);
  if (info.handler != nullptr) {
    info.handler(cx, *stmt.query);
  } else if (info.what == StatementClass::kUnknown) {
    throw NotModelled("what EXPLAIN ANALYZE executes");
  }
}

bool MayCallIntoSchema(const Context& cx, std::string_view code) {
  return MayChangeSchema(cx, code) || Mentions(code, [](std::string_view word) {
           return word == "set_config" || ChangesSchema(word);
         });
}

}  // namespace schemadiff::replay
