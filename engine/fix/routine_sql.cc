// Statements for routines, views, triggers, policies and comments.
#include <cstdio>

#include "engine/base/strings.h"
#include "engine/fix/statements.h"

namespace schemadiff::fix {
namespace {

std::string OwnName(const Context& context, const Object& object) {
  return context.Quote(QualifiedName{object.key.schema, object.key.name});
}

std::string TableOf(const Context& context, const Object& part) {
  return context.Quote(QualifiedName{part.key.schema, part.key.table});
}

std::string Number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

// A dollar quote that the text does not contain.
std::string DollarQuoted(std::string_view text) {
  std::string tag = "$_$";
  for (int i = 0; text.find(tag) != std::string_view::npos; ++i) tag = StrCat("$_", i, "$");
  return StrCat(tag, text, tag);
}

std::string ArgumentText(const Context& context, const Argument& argument) {
  std::string out;
  if (argument.mode != ArgumentMode::kIn && argument.mode != ArgumentMode::kTable) {
    StrAppend(&out, EnumText(argument.mode), " ");
  }
  if (!argument.name.empty()) StrAppend(&out, context.Quote(argument.name), " ");
  out += context.Type(argument.type);
  if (!argument.default_value.empty()) StrAppend(&out, " DEFAULT ", argument.default_value.text());
  return out;
}

std::string Arguments(const Context& context, const std::vector<Argument>& arguments, bool table) {
  std::vector<std::string> texts;
  for (const Argument& argument : arguments) {
    if ((argument.mode == ArgumentMode::kTable) == table) {
      texts.push_back(ArgumentText(context, argument));
    }
  }
  return StrJoin(texts, ", ");
}

// The elements of a list of names as it is stored: `"$user", public`.
std::vector<std::string> ListedNames(std::string_view text) {
  std::vector<std::string> names;
  for (size_t i = 0; i < text.size();) {
    if (text[i] == ' ' || text[i] == ',') {
      ++i;
      continue;
    }
    std::string& name = names.emplace_back();
    if (text[i] != '"') {
      while (i < text.size() && text[i] != ',') name += text[i++];
      name = std::string(StripWhitespace(name));
      continue;
    }
    for (++i; i < text.size(); ++i) {
      if (text[i] == '"' && (i + 1 == text.size() || text[i + 1] != '"')) break;
      if (text[i] == '"') ++i;
      name += text[i];
    }
    ++i;
  }
  return names;
}

// The parameters that are lists of names, quoted one by one where they are stored. Written as a
// single literal, such a list would become one name.
std::string SettingValue(const Option& setting) {
  const bool names = setting.name == "search_path" || setting.name == "temp_tablespaces" ||
                     setting.name == "session_preload_libraries" ||
                     setting.name == "local_preload_libraries";
  if (!names) return Literal(setting.value);
  const std::vector<std::string> listed = ListedNames(setting.value);
  if (listed.empty()) return Literal("");
  return StrJoin(listed, ", ",
                 [](std::string* out, const std::string& name) { *out += Literal(name); });
}

}  // namespace

std::string CreateFunction(const Context& context, const Object& object) {
  const auto& function = object.As<Function>();
  const bool procedure = function.type == RoutineType::kProcedure;
  std::string out =
      StrCat("CREATE ", procedure ? "PROCEDURE " : "FUNCTION ", OwnName(context, object), "(",
             Arguments(context, function.arguments, false), ")");
  const std::string columns = Arguments(context, function.arguments, true);
  if (!columns.empty()) {
    StrAppend(&out, "\n    RETURNS TABLE(", columns, ")");
  } else if (!procedure && !function.returns.name.empty()) {
    StrAppend(&out, "\n    RETURNS ", function.returns_set ? "SETOF " : "",
              context.Type(function.returns));
  }
  StrAppend(&out, "\n    LANGUAGE ", context.Quote(function.language));
  if (!function.transforms.empty()) {
    StrAppend(&out, " TRANSFORM ",
              StrJoin(function.transforms, ", ", [&](std::string* text, const TypeRef& type) {
                StrAppend(text, "FOR TYPE ", context.Type(type));
              }));
  }
  if (function.type == RoutineType::kWindow) out += " WINDOW";
  if (function.volatility != Volatility::kVolatile) {
    StrAppend(&out, " ", EnumText(function.volatility));
  }
  if (function.strict) out += " STRICT";
  if (function.security_definer) out += " SECURITY DEFINER";
  if (function.leakproof) out += " LEAKPROOF";
  if (function.parallel != Parallel::kUnsafe) {
    StrAppend(&out, " PARALLEL ", EnumText(function.parallel));
  }
  if (!procedure) StrAppend(&out, " COST ", Number(function.cost));
  if (function.returns_set) StrAppend(&out, " ROWS ", Number(function.rows));
  if (!function.support.empty()) StrAppend(&out, " SUPPORT ", context.Quote(function.support));
  for (const Option& setting : function.settings.list()) {
    StrAppend(&out, "\n    SET ", context.Quote(setting.name), " TO ", SettingValue(setting));
  }
  if (!function.sql_body.empty()) return StrCat(out, "\n", function.sql_body.text());
  out += "\n    AS ";
  if (!function.library.empty()) StrAppend(&out, Literal(function.library), ", ");
  return out + DollarQuoted(function.body);
}

std::string CreateAggregate(const Context& context, const Object& object) {
  const auto& aggregate = object.As<Aggregate>();
  std::vector<std::string> direct, aggregated;
  for (size_t i = 0; i < aggregate.arguments.size(); ++i) {
    (static_cast<int>(i) < aggregate.direct_arguments ? direct : aggregated)
        .push_back(ArgumentText(context, aggregate.arguments[i]));
  }
  // A VARIADIC argument that ends the direct ones takes in the aggregated ones.
  if (aggregated.empty() && !direct.empty()) aggregated.push_back(direct.back());
  std::string out = StrCat("CREATE AGGREGATE ", OwnName(context, object), "(");
  if (aggregate.aggregate_kind != "normal") {
    StrAppend(&out, StrJoin(direct, ", "), direct.empty() ? "" : " ", "ORDER BY ");
  }
  StrAppend(&out, aggregate.arguments.empty() ? "*" : StrJoin(aggregated, ", "),
            ") (\n    SFUNC = ", context.Quote(aggregate.transition_function),
            ",\n    STYPE = ", context.Type(aggregate.state_type));
  const auto put_function = [&](std::string_view option, const QualifiedName& name) {
    if (!name.empty()) StrAppend(&out, ",\n    ", option, " = ", context.Quote(name));
  };
  const auto put = [&](std::string_view option, std::string_view value) {
    StrAppend(&out, ",\n    ", option, " = ", value);
  };
  if (aggregate.state_size) put("SSPACE", StrCat(*aggregate.state_size));
  put_function("FINALFUNC", aggregate.final_function);
  if (aggregate.final_extra) StrAppend(&out, ",\n    FINALFUNC_EXTRA");
  if (!aggregate.final_function.empty()) put("FINALFUNC_MODIFY", aggregate.final_modify);
  put_function("COMBINEFUNC", aggregate.combine_function);
  put_function("SERIALFUNC", aggregate.serial_function);
  put_function("DESERIALFUNC", aggregate.deserial_function);
  if (aggregate.initial_condition) put("INITCOND", Literal(*aggregate.initial_condition));
  put_function("MSFUNC", aggregate.moving_transition_function);
  put_function("MINVFUNC", aggregate.moving_inverse_function);
  if (!aggregate.moving_state_type.name.empty()) {
    put("MSTYPE", context.Type(aggregate.moving_state_type));
  }
  if (aggregate.moving_state_size) put("MSSPACE", StrCat(*aggregate.moving_state_size));
  put_function("MFINALFUNC", aggregate.moving_final_function);
  if (aggregate.moving_final_extra) StrAppend(&out, ",\n    MFINALFUNC_EXTRA");
  if (!aggregate.moving_final_function.empty()) {
    put("MFINALFUNC_MODIFY", aggregate.moving_final_modify);
  }
  if (aggregate.moving_initial_condition) {
    put("MINITCOND", Literal(*aggregate.moving_initial_condition));
  }
  if (!aggregate.sort_operator.empty()) {
    put("SORTOP", StrCat("OPERATOR(", context.Quote(aggregate.sort_operator.schema), ".",
                         aggregate.sort_operator.name, ")"));
  }
  if (aggregate.parallel != Parallel::kUnsafe) put("PARALLEL", EnumText(aggregate.parallel));
  if (aggregate.aggregate_kind == "hypothetical-set") out += ",\n    HYPOTHETICAL";
  return out + "\n)";
}

namespace {

// pg_get_viewdef ends with a semicolon.
std::string QueryText(const Expression& query) {
  std::string text(StripWhitespace(query.text()));
  if (!text.empty() && text.back() == ';') text.pop_back();
  return text;
}

// A view may have renamed its columns after it was made, so the list is always given.
std::string ColumnList(const Context& context, const Object& view) {
  const ObjectId id = context.catalog.IdOf(view.key);
  std::vector<Name> names;
  for (const ObjectId child : context.catalog.Children(id)) {
    const Object& part = context.catalog.Get(child);
    if (part.TryAs<Column>() != nullptr) names.push_back(part.key.name);
  }
  return names.empty() ? std::string() : StrCat(" (", context.Names(names), ")");
}

}  // namespace

std::string CreateView(const Context& context, const Object& object) {
  const auto& view = object.As<View>();
  return StrCat("CREATE VIEW ", OwnName(context, object), ColumnList(context, object),
                WithOptions(view.options), " AS\n ", QueryText(view.query));
}

std::string CreateMaterializedView(const Context& context, const Object& object) {
  const auto& view = object.As<MaterializedView>();
  std::string out =
      StrCat("CREATE MATERIALIZED VIEW ", OwnName(context, object), ColumnList(context, object));
  if (!view.access_method.empty() && view.access_method != "heap") {
    StrAppend(&out, " USING ", context.Quote(view.access_method));
  }
  out += WithOptions(view.options);
  if (!view.tablespace.empty()) StrAppend(&out, " TABLESPACE ", context.Quote(view.tablespace));
  return StrCat(out, " AS\n ", QueryText(view.query), "\n  WITH NO DATA");
}

std::string CreateTrigger(const Context& context, const Object& object) {
  const auto& trigger = object.As<Trigger>();
  if (trigger.inherited) return {};  // comes with the partitioned table's
  std::vector<std::string> events;
  if (trigger.on_insert) events.emplace_back("INSERT");
  if (trigger.on_delete) events.emplace_back("DELETE");
  if (trigger.on_update) {
    events.push_back(trigger.update_columns.empty()
                         ? std::string("UPDATE")
                         : StrCat("UPDATE OF ", context.Names(trigger.update_columns)));
  }
  if (trigger.on_truncate) events.emplace_back("TRUNCATE");
  std::string out = StrCat("CREATE ", trigger.constraint ? "CONSTRAINT " : "", "TRIGGER ",
                           context.Quote(object.key.name), " ", EnumText(trigger.timing), " ",
                           StrJoin(events, " OR "), " ON ", TableOf(context, object));
  if (!trigger.constraint_table.empty()) {
    StrAppend(&out, " FROM ", context.Quote(trigger.constraint_table));
  }
  if (trigger.deferrable) out += " DEFERRABLE";
  if (trigger.initially_deferred) out += " INITIALLY DEFERRED";
  if (!trigger.old_table.empty() || !trigger.new_table.empty()) {
    out += " REFERENCING";
    if (!trigger.old_table.empty()) {
      StrAppend(&out, " OLD TABLE AS ", context.Quote(trigger.old_table));
    }
    if (!trigger.new_table.empty()) {
      StrAppend(&out, " NEW TABLE AS ", context.Quote(trigger.new_table));
    }
  }
  out += trigger.for_each_row ? " FOR EACH ROW" : " FOR EACH STATEMENT";
  if (!trigger.when.empty()) StrAppend(&out, " WHEN (", trigger.when.text(), ")");
  StrAppend(&out, " EXECUTE FUNCTION ", context.Quote(trigger.function), "(",
            StrJoin(trigger.arguments, ", ",
                    [](std::string* text, const std::string& a) { *text += Literal(a); }),
            ")");
  return out;
}

namespace {

// The words that bring a trigger into that state; empty for the usual one.
std::string_view ActionFor(TriggerState state) {
  switch (state) {
    case TriggerState::kDisabled:
      return "DISABLE";
    case TriggerState::kReplica:
      return "ENABLE REPLICA";
    case TriggerState::kAlways:
      return "ENABLE ALWAYS";
    case TriggerState::kEnabled:
      break;
  }
  return {};
}

}  // namespace

std::string SetTriggerState(const Context& context, const Object& object) {
  const std::string_view action = ActionFor(object.As<Trigger>().state);
  if (action.empty()) return {};
  return StrCat("ALTER TABLE ONLY ", TableOf(context, object), " ", action, " TRIGGER ",
                context.Quote(object.key.name));
}

std::vector<std::string> CreateEventTrigger(const Context& context, const Object& object) {
  const auto& trigger = object.As<EventTrigger>();
  const std::string name = context.Quote(object.key.name);
  std::string tags = StrJoin(
      trigger.tags, ", ", [](std::string* out, const std::string& tag) { *out += Literal(tag); });
  if (!tags.empty()) tags = StrCat(" WHEN TAG IN (", tags, ")");
  std::vector<std::string> statements = {StrCat("CREATE EVENT TRIGGER ", name, " ON ",
                                                trigger.event, tags, " EXECUTE FUNCTION ",
                                                context.Quote(trigger.function), "()")};
  if (const std::string_view action = ActionFor(trigger.state); !action.empty()) {
    statements.push_back(StrCat("ALTER EVENT TRIGGER ", name, " ", action));
  }
  return statements;
}

std::vector<std::string> CreateRule(const Context& context, const Object& object) {
  const auto& rule = object.As<Rule>();
  const std::string name = context.Quote(object.key.name);
  std::vector<std::string> statements = {StrCat(
      "CREATE RULE ", name, " AS ON ", EnumText(rule.event), " TO ", TableOf(context, object),
      rule.condition.empty() ? "" : StrCat(" WHERE ", rule.condition.text()), " DO ",
      rule.instead ? "INSTEAD " : "", rule.actions.text())};
  if (const std::string_view action = ActionFor(rule.state); !action.empty()) {
    statements.push_back(
        StrCat("ALTER TABLE ", TableOf(context, object), " ", action, " RULE ", name));
  }
  return statements;
}

std::string CreatePolicy(const Context& context, const Object& object) {
  const auto& policy = object.As<Policy>();
  std::string out =
      StrCat("CREATE POLICY ", context.Quote(object.key.name), " ON ", TableOf(context, object));
  if (!policy.permissive) out += " AS RESTRICTIVE";
  if (policy.command != PolicyCommand::kAll) StrAppend(&out, " FOR ", EnumText(policy.command));
  if (!policy.roles.empty()) StrAppend(&out, " TO ", context.Names(policy.roles));
  if (!policy.using_clause.empty()) StrAppend(&out, " USING (", policy.using_clause.text(), ")");
  if (!policy.with_check.empty()) StrAppend(&out, " WITH CHECK (", policy.with_check.text(), ")");
  return out;
}

std::string Designation(const Context& context, const ObjectKey& target) {
  const std::string qualified = context.Quote(QualifiedName{target.schema, target.name});
  const std::string whole = context.Quote(QualifiedName{target.schema, target.table});
  std::string on;
  if (target.kind == KindOf<Column>) {
    on = StrCat("COLUMN ", whole, ".", context.Quote(target.name));
  } else if (target.kind == KindOf<Constraint>) {
    const bool domain =
        context.catalog.Find(KeyFor<Domain>(target.schema, target.table)) != nullptr;
    on = StrCat("CONSTRAINT ", context.Quote(target.name), " ON ", domain ? "DOMAIN " : "", whole);
  } else if (target.kind == KindOf<Trigger> || target.kind == KindOf<Policy> ||
             target.kind == KindOf<Rule>) {
    on = StrCat(target.kind == KindOf<Trigger>  ? "TRIGGER "
                : target.kind == KindOf<Policy> ? "POLICY "
                                                : "RULE ",
                context.Quote(target.name), " ON ", whole);
  } else if (target.kind == KindOf<Function>) {
    const auto* function = context.catalog.FindPayload<Function>(target);
    const bool procedure = function != nullptr && function->type == RoutineType::kProcedure;
    on = StrCat(procedure ? "PROCEDURE " : "FUNCTION ", qualified, "(", target.signature, ")");
  } else if (target.kind == KindOf<Aggregate>) {
    on = StrCat("AGGREGATE ", qualified, "(",
                target.signature.empty() ? "*" : target.signature.str(), ")");
  } else if (target.kind == KindOf<Schema>) {
    on = "SCHEMA " + context.Quote(target.name);
  } else if (target.kind == KindOf<EventTrigger>) {
    on = "EVENT TRIGGER " + context.Quote(target.name);
  } else if (target.kind == KindOf<ForeignDataWrapper>) {
    on = "FOREIGN DATA WRAPPER " + context.Quote(target.name);
  } else if (target.kind == KindOf<ForeignServer>) {
    on = "SERVER " + context.Quote(target.name);
  } else if (target.kind == KindOf<Publication>) {
    on = "PUBLICATION " + context.Quote(target.name);
  } else if (target.kind == KindOf<Subscription>) {
    on = "SUBSCRIPTION " + context.Quote(target.name);
  } else if (target.kind == KindOf<StatisticsObject>) {
    on = "STATISTICS " + qualified;
  } else if (target.kind == KindOf<Extension>) {
    on = "EXTENSION " + context.Quote(target.name);
  } else if (target.kind == KindOf<Domain>) {
    on = "DOMAIN " + qualified;
  } else if (target.kind == KindOf<EnumType> || target.kind == KindOf<CompositeType> ||
             target.kind == KindOf<RangeType> || target.kind == KindOf<ScalarType>) {
    on = "TYPE " + qualified;
  } else if (target.kind == KindOf<Language> || target.kind == KindOf<AccessMethod>) {
    on = StrCat(AsciiToUpper(KindName(target.kind)), " ", context.Quote(target.name));
  } else if (target.kind == KindOf<Cast>) {
    on = StrCat("CAST (", target.name, " AS ", target.signature, ")");
  } else if (target.kind == KindOf<Transform>) {
    on = StrCat("TRANSFORM FOR ", target.name, " LANGUAGE ", context.Quote(target.signature));
  } else if (target.kind == KindOf<Operator>) {
    on = StrCat("OPERATOR ", context.Quote(target.schema), ".", target.name, " (", target.signature,
                ")");
  } else if (target.kind == KindOf<OperatorClass> || target.kind == KindOf<OperatorFamily>) {
    on = StrCat(AsciiToUpper(KindName(target.kind)), " ", qualified, " USING ",
                context.Quote(target.signature));
  } else if (target.kind == KindOf<Collation> || target.kind == KindOf<Conversion> ||
             KindName(target.kind).starts_with("text search")) {
    on = StrCat(AsciiToUpper(KindName(target.kind)), " ", qualified);
  } else if (target.kind == KindOf<Table>) {
    const auto* table = context.catalog.FindPayload<Table>(target);
    on = StrCat(table != nullptr && !table->server.empty() ? "FOREIGN " : "", "TABLE ", qualified);
  } else if (target.kind == KindOf<View>) {
    on = "VIEW " + qualified;
  } else if (target.kind == KindOf<MaterializedView>) {
    on = "MATERIALIZED VIEW " + qualified;
  } else if (target.kind == KindOf<Sequence>) {
    on = "SEQUENCE " + qualified;
  } else {
    on = "INDEX " + qualified;
  }
  return on;
}

std::string CreateComment(const Context& context, const Object& object) {
  return StrCat("COMMENT ON ", Designation(context, TargetOf(object.key)), " IS ",
                Literal(object.As<Comment>().text));
}

}  // namespace schemadiff::fix
