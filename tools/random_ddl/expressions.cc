#include "tools/random_ddl/expressions.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "engine/pg/builtins.h"
#include "engine/pg/identifier.h"
#include "tools/random_ddl/literals.h"
#include "tools/random_ddl/queries.h"

namespace schemadiff::random_ddl {
namespace {

// What a type can come from: functions and operators, of types for which expressions can be made.
struct Sources {
  std::vector<const BuiltinProc*> procs;
  std::vector<const BuiltinProc*> immutable_procs;
  std::vector<const BuiltinOperator*> operators;
  std::vector<const BuiltinOperator*> immutable_operators;
  std::vector<const BuiltinProc*> aggregates;
};

class Pool {
 public:
  static const Pool& ForMajor(int major) {
    static std::map<int, Pool> pools;
    const auto found = pools.find(major);
    return found != pools.end() ? found->second : pools.emplace(major, Pool(major)).first->second;
  }

  const Sources& Of(const TypeRef& type) const {
    static const Sources kNone;
    const auto found = sources_.find({type.name.str(), type.array});
    return found == sources_.end() || type.schema != "pg_catalog" ? kNone : found->second;
  }
  /// By its id; one without a name where it is of no use here.
  TypeRef Type(TypeId id) const {
    const auto found = types_.find(id);
    return found == types_.end() ? TypeRef{} : found->second;
  }

 private:
  explicit Pool(int major) {
    const Builtins& builtins = Builtins::ForMajor(major);
    for (const std::string_view name : KnownTypeNames(major)) {
      const BuiltinType* type = builtins.FindType("pg_catalog", name);
      if (type == nullptr) continue;
      types_[type->id] = PgType(name, false);
      if (type->array != 0 && (name == "text" || name == "int4" || name == "numeric")) {
        types_[type->array] = PgType(name, true);
      }
    }
    for (const BuiltinProc& proc : builtins.procs()) Add(proc);
    for (const BuiltinOperator& op : builtins.operators()) Add(op, builtins);
  }

  void Add(const BuiltinProc& proc) {
    const TypeRef result = Type(proc.result);
    if (result.name.empty() || proc.returns_set || proc.variadic != 0) return;
    if (proc.schema != "pg_catalog" || proc.arguments.size() > 4) return;
    // Fails for the encoding, and for a number that is no modifier.
    if (proc.name == "to_ascii" || proc.name == "interval") return;
    if (!std::ranges::all_of(proc.arguments, [&](TypeId id) { return types_.contains(id); }))
      return;
    Sources& sources = sources_[{result.name.str(), result.array}];
    if (proc.kind == 'a' && proc.aggregate_kind == 'n') sources.aggregates.push_back(&proc);
    if (proc.kind != 'f') return;
    sources.procs.push_back(&proc);
    if (proc.volatility == 'i') sources.immutable_procs.push_back(&proc);
  }

  void Add(const BuiltinOperator& op, const Builtins& builtins) {
    const TypeRef result = Type(op.result);
    if (result.name.empty() || op.right == 0) return;
    if ((op.left != 0 && !types_.contains(op.left)) || !types_.contains(op.right)) return;
    Sources& sources = sources_[{result.name.str(), result.array}];
    sources.operators.push_back(&op);
    const BuiltinProc* proc = builtins.FindProc(op.function);
    if (proc != nullptr && proc->volatility == 'i') sources.immutable_operators.push_back(&op);
  }

  std::map<TypeId, TypeRef> types_;
  std::map<std::pair<std::string, bool>, Sources> sources_;
};

class Maker {
 public:
  Maker(Draft& draft, const Scope& scope)
      : draft_(draft), scope_(scope), pool_(Pool::ForMajor(draft.major)) {}

  std::string Make(const TypeRef& wanted, int depth) {
    const TypeRef type = BaseType(draft_, wanted);
    if (depth <= 0 || Chance(12)) return Leaf(type);
    for (int tries = 0; tries < 4; ++tries) {
      std::string made = Complex(type, depth);
      if (!made.empty()) return made;
    }
    return Leaf(type);
  }

  std::string Condition(int depth) {
    static const TypeRef kBool = PgType("bool");
    if (depth <= 0) {
      return Chance(40) ? Leaf(kBool) : StrCat(Value(0), Perhaps(50, " IS NOT NULL", " IS NULL"));
    }
    switch (draft_.random.Below(14)) {
      case 0:
        return StrCat("(", Condition(depth - 1), " AND ", Condition(depth - 1),
                      Chance(30) ? StrCat(" AND ", Condition(depth - 1)) : "", ")");
      case 1:
        return StrCat("(", Condition(depth - 1), " OR ", Condition(depth - 1), ")");
      case 2:
        return StrCat("NOT ", Chance(50) ? "(" + Condition(depth - 1) + ")" : Condition(0));
      case 3:
        return StrCat(Value(depth - 1), draft_.random.Pick({" IS NULL", " IS NOT NULL"}));
      case 4:
        return InList(depth);
      case 5: {
        // Not as it stands: nested in another AND, it would be printed as one when it is read
        // again.
        const TypeRef type = SomeType();
        return StrCat("(", Make(type, depth - 1), Perhaps(20, " NOT", ""), " BETWEEN ",
                      draft_.Perhaps(15, "SYMMETRIC "), Make(type, 0), " AND ", Make(type, 0),
                      ") IS NOT FALSE");
      }
      case 6: {
        const TypeRef text = PgType("text");
        return StrCat(Make(text, depth - 1),
                      draft_.random.Pick({" LIKE ", " NOT LIKE ", " ILIKE ", " SIMILAR TO ", " ~ ",
                                          " !~* ", " ~~ "}),
                      draft_.random.Pick({"'a%'", "'%x_'", "'[a-z]+'", "''"}));
      }
      case 7: {
        const TypeRef type = SomeType();
        return StrCat(Make(type, depth - 1), " IS ", draft_.Perhaps(40, "NOT "), "DISTINCT FROM ",
                      Make(type, depth - 1));
      }
      case 8: {
        TypeRef type = SomeType();
        // What an array's text says of a relation is not followed.
        if (type.name.str().starts_with("reg")) type = PgType("text");
        TypeRef array = type;
        array.array = true;
        return StrCat(Make(type, depth - 1),
                      draft_.random.Pick({" = ANY (", " <> ALL (", " < ANY ("}),
                      Make(array, depth - 1), ")");
      }
      case 9:
        return StrCat("(", Condition(depth - 1), ") IS ", draft_.Perhaps(40, "NOT "),
                      draft_.random.Pick({"TRUE", "FALSE", "UNKNOWN"}));
      case 10:
        if (scope_.subqueries && Chance(60)) {
          return StrCat(draft_.Perhaps(30, "NOT "), "EXISTS (",
                        SubQuery(draft_, scope_, {}, depth - 1), ")");
        }
        return StrCat("(", Value(0), ", ", Value(0), ")", draft_.random.Pick({" = ", " <> "}), "(",
                      Value(0), ", ", Value(0), ")");
      default: {
        const TypeRef type = SomeType();
        return StrCat(Make(type, depth - 1),
                      draft_.random.Pick({" = ", " <> ", " < ", " > ", " <= ", " >= ", " != "}),
                      Make(type, depth - 1));
      }
    }
  }

  TypeRef SomeType() {
    if (!scope_.variables.empty() && Chance(75)) {
      return BaseType(draft_, draft_.random.Pick(scope_.variables).type);
    }
    return CommonType(draft_).type;
  }

 private:
  bool Chance(int percent) { return draft_.Chance(percent); }
  std::string_view Perhaps(int percent, std::string_view yes, std::string_view no) {
    return Chance(percent) ? yes : no;
  }

  std::string Value(int depth) { return Make(SomeType(), depth); }

  std::string Leaf(const TypeRef& type) {
    std::vector<const Variable*> fitting;
    for (const Variable& variable : scope_.variables) {
      if (BaseType(draft_, variable.type) == type) fitting.push_back(&variable);
    }
    if (draft_.Slip() && !scope_.variables.empty()) return draft_.random.Pick(scope_.variables).sql;
    if (!fitting.empty() && Chance(80)) return draft_.random.Pick(fitting)->sql;
    if (!scope_.variables.empty() && !scope_.immutable && Chance(25) && IsBuiltin(type, "text")) {
      return StrCat(draft_.random.Pick(scope_.variables).sql, "::text");
    }
    if (!scope_.immutable && Chance(8)) {
      const std::string special = Special(type);
      if (!special.empty()) return special;
    }
    return Literal(draft_, type);
  }

  // Words that stand for a function.
  std::string Special(const TypeRef& type) {
    const auto is = [&](std::string_view name) { return IsBuiltin(type, name); };
    if (is("timestamptz")) {
      return std::string(draft_.random.Pick({"now()", "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP(3)",
                                             "clock_timestamp()", "transaction_timestamp()"}));
    }
    if (is("date")) return "CURRENT_DATE";
    if (is("timetz")) return Chance(50) ? "CURRENT_TIME" : "CURRENT_TIME(2)";
    if (is("timestamp")) return Chance(50) ? "LOCALTIMESTAMP" : "LOCALTIMESTAMP(0)";
    if (is("time")) return "LOCALTIME";
    if (is("name")) {
      return std::string(draft_.random.Pick(
          {"CURRENT_USER", "SESSION_USER", "CURRENT_CATALOG", "CURRENT_SCHEMA", "CURRENT_ROLE"}));
    }
    if (is("uuid")) return "gen_random_uuid()";
    if (is("int8")) {
      const ObjectId sequence = draft_.Any<Sequence>();
      if (sequence == kNoObject) return "";
      return StrCat("nextval(", QuoteLiteral(draft_.Ref(sequence)),
                    Perhaps(50, "::regclass)", ")"));
    }
    return "";
  }

  std::string InList(int depth) {
    TypeRef type = SomeType();
    if (type.array || type.name.str().starts_with("reg")) type = PgType("int4");  // likewise
    if (scope_.subqueries && Chance(25)) {
      return StrCat(Make(type, depth - 1), Perhaps(30, " NOT IN (", " IN ("),
                    SubQuery(draft_, scope_, type, depth - 1), ")");
    }
    return StrCat(Make(type, depth - 1), Perhaps(30, " NOT IN (", " IN ("),
                  List(draft_.random.Between(1, 3), [&] { return Literal(draft_, type); }), ")");
  }

  std::string Complex(const TypeRef& type, int depth) {
    if (IsBuiltin(type, "bool") && Chance(70)) return Condition(depth);
    switch (draft_.random.Below(12)) {
      case 0:
        return Case(type, depth);
      case 1:
        return StrCat(draft_.random.Pick({"COALESCE(", "GREATEST(", "LEAST(", "coalesce("}),
                      List(draft_.random.Between(1, 3), [&] { return Make(type, depth - 1); }),
                      ")");
      case 2:
        return StrCat("NULLIF(", Make(type, depth - 1), ", ", Make(type, 0), ")");
      case 3:
        return Cast(type, depth);
      case 4:
        return Array(type, depth);
      case 5:
        return Syntax(type, depth);
      case 6:
        if (scope_.subqueries && Chance(40)) {
          return StrCat("(", SubQuery(draft_, scope_, type, depth - 1), ")");
        }
        return UserFunction(type, depth);
      case 7:
        if (scope_.aggregates) return Aggregate(type, depth);
        return Operator(type, depth);
      case 8:
      case 9:
        return Operator(type, depth);
      default:
        return Call(type, depth);
    }
  }

  std::string Case(const TypeRef& type, int depth) {
    std::string sql = "CASE";
    if (Chance(35)) {
      const TypeRef subject = SomeType();
      StrAppend(&sql, " ", Make(subject, depth - 1));
      for (int i = draft_.random.Between(1, 2); i > 0; --i) {
        StrAppend(&sql, " WHEN ", Make(subject, 0), " THEN ", Make(type, depth - 1));
      }
    } else {
      for (int i = draft_.random.Between(1, 2); i > 0; --i) {
        StrAppend(&sql, " WHEN ", Condition(depth - 1), " THEN ", Make(type, depth - 1));
      }
    }
    if (Chance(60)) StrAppend(&sql, " ELSE ", Make(type, depth - 1));
    return sql + " END";
  }

  std::string Cast(const TypeRef& type, int depth) {
    // Constants are computed at once, and then name something that is not there.
    if (type.name.str().starts_with("reg")) return "";
    const std::string name = TypeSql(draft_, type);
    TypeRef from = Chance(60) ? SomeType() : PgType("text");
    if (scope_.immutable) {
      // Of dates and times, and of names of objects, text is not read in the same way for ever.
      static const std::set<std::string_view> kSafe = {
          "int4", "int8", "numeric", "float8", "bool", "text", "varchar", "uuid", "jsonb"};
      if (type.array || !kSafe.contains(type.name.str())) return "";
      if (!IsBuiltin(from, "text")) from = type;
    }
    const std::string inner = Make(from, depth - 1);
    return Chance(50) ? StrCat("CAST(", inner, " AS ", name, ")") : StrCat("(", inner, ")::", name);
  }

  std::string Array(const TypeRef& type, int depth) {
    if (type.name.str().starts_with("reg")) return "";
    TypeRef other = type;
    other.array = !type.array;
    if (type.array) {
      if (Chance(30)) return StrCat("(", Make(type, depth - 1), ")[1:2]");
      return StrCat("ARRAY[",
                    List(draft_.random.Between(1, 3), [&] { return Make(other, depth - 1); }), "]");
    }
    return StrCat("(", Make(other, depth - 1), ")[", Make(PgType("int4"), 0), "]");
  }

  // What has a syntax of its own.
  std::string Syntax(const TypeRef& type, int depth) {
    const auto text = [&] { return Make(PgType("text"), depth - 1); };
    const auto number = [&] { return Make(PgType("int4"), 0); };
    if (IsBuiltin(type, "text")) {
      switch (draft_.random.Below(scope_.immutable ? 4 : 7)) {
        case 0:
          return StrCat("SUBSTRING(", text(), " FROM ", number(), Chance(50) ? " FOR 2)" : ")");
        case 1:
          return StrCat("TRIM(", draft_.random.Pick({"", "BOTH ", "LEADING ", "TRAILING "}),
                        "'x' FROM ", text(), ")");
        case 2:
          return StrCat("OVERLAY(", text(), " PLACING ", text(), " FROM 2)");
        case 3:
          return StrCat("(", text(), ")",
                        draft_.random.Pick({" COLLATE \"C\"", " COLLATE pg_catalog.\"POSIX\""}));
        case 4:
          return StrCat("(", text(), " || ", Value(0), ")");
        case 5:
          return StrCat("concat(", text(), ", ", Value(0), ", ", Value(0), ")");
        default:
          return StrCat("format('%s-%s', ", Value(0), ", ", text(), ")");
      }
    }
    if (IsBuiltin(type, "int4")) {
      return Chance(50) ? StrCat("POSITION('a' IN ", text(), ")") : StrCat("length(", text(), ")");
    }
    if (IsBuiltin(type, "numeric") || IsBuiltin(type, "float8")) {
      const TypeRef from =
          PgType(draft_.random.Pick({"timestamp", "date", "interval", "timestamptz"}));
      if (scope_.immutable && from.name == "timestamptz") return "";
      return StrCat("EXTRACT(", draft_.random.Pick({"year", "EPOCH", "'month'", "dow"}), " FROM ",
                    Make(from, depth - 1), ")");
    }
    if (IsBuiltin(type, "timestamp")) {
      return StrCat("(", Make(PgType("timestamptz"), depth - 1), " AT TIME ZONE 'UTC')");
    }
    if (IsBuiltin(type, "jsonb") && !scope_.immutable) {
      return StrCat("jsonb_build_object('k', ", Value(0), ")");
    }
    return "";
  }

  std::string UserFunction(const TypeRef& type, int depth) {
    const ObjectId id = draft_.Any<Function>([&](ObjectId, const Function& function) {
      return function.type == RoutineType::kFunction && !function.returns_set &&
             BaseType(draft_, function.returns) == type &&
             (!scope_.immutable || function.volatility == Volatility::kImmutable);
    });
    if (id == kNoObject) return "";
    const auto& function = draft_.As<Function>(id);
    std::string arguments;
    for (const Argument& argument : function.arguments) {
      if (argument.mode != ArgumentMode::kIn) return "";
      if (!argument.default_value.empty() && Chance(50)) break;
      StrAppend(&arguments, arguments.empty() ? "" : ", ",
                argument.name.empty() || !Chance(10) ? "" : draft_.Quote(argument.name) + " => ",
                Make(argument.type, depth - 1));
    }
    return StrCat(draft_.Ref(id), "(", arguments, ")");
  }

  std::string Operator(const TypeRef& type, int depth) {
    const Sources& sources = pool_.Of(type);
    const auto& list = scope_.immutable ? sources.immutable_operators : sources.operators;
    if (list.empty()) return "";
    const BuiltinOperator& op = *draft_.random.Pick(list);
    const std::string right = Make(pool_.Type(op.right), depth - 1);
    const std::string name =
        Chance(4) ? StrCat("OPERATOR(pg_catalog.", op.name, ")") : std::string(op.name);
    if (op.left == 0) return StrCat("(", name, " ", right, ")");
    return StrCat("(", Make(pool_.Type(op.left), depth - 1), " ", name, " ", right, ")");
  }

  std::string Call(const TypeRef& type, int depth) {
    const Sources& sources = pool_.Of(type);
    const auto& list = scope_.immutable ? sources.immutable_procs : sources.procs;
    if (list.empty()) return "";
    return CallOf(*draft_.random.Pick(list), depth, "");
  }

  std::string Aggregate(const TypeRef& type, int depth) {
    const Sources& sources = pool_.Of(type);
    if (sources.aggregates.empty()) return "";
    Scope inner = scope_;
    inner.aggregates = false;
    Maker arguments(draft_, inner);
    std::string call = arguments.CallOf(*draft_.random.Pick(sources.aggregates), depth,
                                        draft_.Perhaps(15, "DISTINCT "));
    if (Chance(15)) StrAppend(&call, " FILTER (WHERE ", arguments.Condition(depth - 1), ")");
    return call;
  }

  std::string CallOf(const BuiltinProc& proc, int depth, std::string_view first) {
    std::string name = QuoteIdentifier(proc.name, draft_.major);
    if (Chance(6)) name = "pg_catalog." + name;
    if (proc.arguments.empty()) return StrCat(name, proc.kind == 'a' ? "(*)" : "()");
    std::string arguments(first);
    for (size_t i = 0; i < proc.arguments.size(); ++i) {
      StrAppend(&arguments, i == 0 ? "" : ", ", Make(pool_.Type(proc.arguments[i]), depth - 1));
    }
    return StrCat(name, "(", arguments, ")");
  }

  Draft& draft_;
  const Scope& scope_;
  const Pool& pool_;
};

}  // namespace

Scope ColumnScope(Draft& draft, ObjectId relation, std::string_view prefix) {
  Scope scope;
  for (const ColumnRef& ref : draft.Columns(relation)) {
    TypeRef type = ref.column->type;
    type.modifiers = {};
    scope.variables.push_back({StrCat(prefix, draft.Quote(ref.name)), type});
  }
  return scope;
}

std::string Expression(Draft& draft, const Scope& scope, const TypeRef& type, int depth) {
  return Maker(draft, scope).Make(type, depth);
}

std::string Condition(Draft& draft, const Scope& scope, int depth) {
  return Maker(draft, scope).Condition(depth);
}

std::string AnyExpression(Draft& draft, const Scope& scope, int depth, TypeRef* type) {
  Maker maker(draft, scope);
  *type = maker.SomeType();
  return maker.Make(*type, depth);
}

}  // namespace schemadiff::random_ddl
