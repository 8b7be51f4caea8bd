#include "engine/analyze/coerce.h"

#include <algorithm>

#include "engine/analyze/literal.h"
#include "engine/analyze/routines.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {
namespace {

// What pg_cast says about a cast within its context.
Pathway PathwayOfMethod(char method) {
  switch (method) {
    case 'f':
      return Pathway::kFunction;
    case 'i':
      return Pathway::kIo;
    default:
      return Pathway::kRelabel;
  }
}

CoercionContext ContextOfLetter(char letter) {
  switch (letter) {
    case 'i':
      return CoercionContext::kImplicit;
    case 'a':
      return CoercionContext::kAssignment;
    default:
      return CoercionContext::kExplicit;
  }
}

bool IsCompositeArray(Context& context, TypeId type) {
  const TypeId element = context.types.Element(type);
  return element != 0 && context.types.IsComposite(element);
}

// Whether `type` is the row type of a table that inherits from `ancestor`'s, or is OF it.
bool RowTypeInherits(Context& context, TypeId type, TypeId ancestor) {
  const TypeInfo child = context.types.Get(context.types.Base(type));
  const TypeInfo parent = context.types.Get(ancestor);
  if (child.kind != 'c' || parent.kind != 'c') return false;
  const QualifiedName wanted{parent.schema, parent.name};
  std::vector<QualifiedName> pending{{child.schema, child.name}};
  for (size_t i = 0; i < pending.size(); ++i) {
    const Table* table =
        context.catalog.FindPayload<Table>(KeyFor<Table>(pending[i].schema, pending[i].name));
    if (table == nullptr) continue;
    if (i == 0 && table->of_type == wanted) return true;
    std::vector<QualifiedName> next = table->inherits;
    if (!table->partition_of.empty()) next.push_back(table->partition_of);
    for (const QualifiedName& name : next) {
      if (name == wanted) return true;
      if (std::find(pending.begin(), pending.end(), name) == pending.end()) pending.push_back(name);
    }
  }
  return false;
}

// A cast hides behind the one that follows it: only the outer one is printed.
void HideCoercion(Expr* expr) { expr->form = Form::kImplicitCast; }

Expr* Relabel(Context& context, Expr* arg, TypeId type, int32_t typmod, Form form, int location) {
  Expr* relabel = context.arena.New(ExprKind::kRelabel, type, typmod, location);
  relabel->args = {arg};
  relabel->form = form;
  return relabel;
}

// A relabel over relabels is one relabel; a constant just changes its type.
Expr* ApplyRelabel(Context& context, Expr* arg, TypeId type, int32_t typmod, Form form,
                   int location) {
  while (arg->kind == ExprKind::kRelabel) arg = arg->args[0];
  if (arg->kind == ExprKind::kConst) {
    Expr* constant = context.arena.Copy(*arg);
    constant->type = type;
    constant->typmod = typmod;
    return constant;
  }
  if (arg->type == type && arg->typmod == typmod) return arg;
  return Relabel(context, arg, type, typmod, form, location);
}

// A cast that CREATE CAST made.
const Cast* FindOwnCast(Context& context, TypeId source, TypeId target) {
  bool any = false;
  context.catalog.ForEachOfKind(KindOf<Cast>, [&](ObjectId) { any = true; });
  if (!any) return nullptr;
  return context.catalog.FindPayload<Cast>(
      CastKey(context.types.ToRef(source, -1), context.types.ToRef(target, -1)));
}

CoercionContext ContextOf(const Cast& cast) {
  switch (cast.context) {
    case CastContext::kImplicit:
      return CoercionContext::kImplicit;
    case CastContext::kAssignment:
      return CoercionContext::kAssignment;
    default:
      return CoercionContext::kExplicit;
  }
}

Pathway PathwayOf(const Cast& cast) {
  switch (cast.method) {
    case CastMethod::kFunction:
      return Pathway::kFunction;
    case CastMethod::kInOut:
      return Pathway::kIo;
    default:
      return Pathway::kRelabel;
  }
}

// The function of a cast of the catalog.
const Routine* FunctionOf(Context& context, const Cast& cast, int location) {
  std::vector<TypeId> arguments;
  for (const TypeRef& type : cast.function_arguments) {
    arguments.push_back(context.types.FromRef(type, nullptr));
  }
  for (const BuiltinProc& proc : context.builtins.FindProcs(cast.function.name)) {
    if (proc.schema == cast.function.schema &&
        std::equal(proc.arguments.begin(), proc.arguments.end(), arguments.begin(),
                   arguments.end())) {
      return BuiltinRoutine(proc);
    }
  }
  for (const ObjectId id : context.types.index().RoutinesNamed(cast.function.name)) {
    const Object& object = context.catalog.Get(id);
    if (object.key.schema != cast.function.schema) continue;
    const Routine* routine = CatalogRoutine(context, object);
    if (routine->arguments == arguments) return routine;
  }
  throw NotModelled("the function of a cast", location);
}

// A cast function takes the value, and maybe the typmod and whether the cast is explicit.
Expr* CallCastFunction(Context& context, Expr* arg, const CastPath& path, TypeId target,
                       int32_t typmod, CoercionContext how, Form form, int location) {
  Expr* call = context.arena.New(ExprKind::kFunc, target, -1, location);
  call->form = form;
  call->args = {arg};
  if (path.own != nullptr) {
    call->routine = FunctionOf(context, *path.own, location);
    if (call->routine->arguments.size() >= 2) {
      call->args.push_back(MakeIntConst(context, typmod));
      call->typmod = typmod;
    }
    if (call->routine->arguments.size() == 3) {
      call->args.push_back(MakeBoolConst(context, how == CoercionContext::kExplicit));
    }
    return call;
  }
  if (path.function == nullptr) {
    // An extension's cast: what its function is called does not show.
    Routine* routine = context.arena.NewRoutine();
    routine->key = KeyFor<Extension>(path.extension->extension);
    routine->volatility = path.extension->volatility;
    call->routine = routine;
    if (path.extension->arguments >= 2) {
      call->args.push_back(MakeIntConst(context, typmod));
      call->typmod = typmod;
    }
    if (path.extension->arguments == 3) {
      call->args.push_back(MakeBoolConst(context, how == CoercionContext::kExplicit));
    }
    return call;
  }
  const BuiltinProc& proc = *path.function;
  call->routine = BuiltinRoutine(proc);
  if (proc.arguments.size() >= 2) {
    call->args.push_back(MakeIntConst(context, typmod));
    call->typmod = typmod;
  }
  if (proc.arguments.size() == 3) {
    call->args.push_back(MakeBoolConst(context, how == CoercionContext::kExplicit));
  }
  return call;
}

Expr* BuildCoercion(Context& context, Expr* arg, const CastPath& path, TypeId target,
                    int32_t typmod, CoercionContext how, Form form, int location) {
  switch (path.pathway) {
    case Pathway::kFunction:
      return CallCastFunction(context, arg, path, target, typmod, how, form, location);
    case Pathway::kArray: {
      int32_t source_typmod = arg->typmod;
      const TypeId source = context.types.Base(arg->type, &source_typmod);
      Expr* element =
          context.arena.New(ExprKind::kCaseTest, context.types.Element(source), source_typmod);
      element = CoerceToTarget(context, element, context.types.Element(target), typmod, how, form,
                               location);
      Expr* coerced = context.arena.New(ExprKind::kArrayCoerce, target, element->typmod, location);
      coerced->args = {arg};
      coerced->extra = element;
      coerced->form = form;
      return coerced;
    }
    default: {
      Expr* io = context.arena.New(ExprKind::kCoerceViaIo, target, -1, location);
      io->args = {arg};
      io->form = form;
      return io;
    }
  }
}

// Enforces the typmod on an expression that already has the type.
Expr* CoerceTypmod(Context& context, Expr* expr, TypeId target, int32_t typmod, CoercionContext how,
                   Form form, int location, bool hide_input) {
  if (typmod == expr->typmod) return expr;
  if (hide_input) HideCoercion(expr);
  CastPath path;
  if (typmod >= 0) {
    const TypeId element = context.types.Element(target);
    const TypeId scalar = element != 0 ? element : target;
    const BuiltinCast* cast = context.builtins.FindCast(scalar, scalar);
    if (cast != nullptr && cast->function != 0) {
      path.pathway = element != 0 ? Pathway::kArray : Pathway::kFunction;
      path.function = context.builtins.FindProc(cast->function);
    } else if (const Cast* of_catalog = FindOwnCast(context, scalar, scalar);
               of_catalog != nullptr && of_catalog->method == CastMethod::kFunction) {
      path.pathway = element != 0 ? Pathway::kArray : Pathway::kFunction;
      path.own = of_catalog;
    } else if (const ExtensionCast* own = scalar < kFirstUserId
                                              ? nullptr
                                              : context.types.extensions().FindCast(scalar, scalar);
               own != nullptr && own->method == 'f') {
      path.pathway = element != 0 ? Pathway::kArray : Pathway::kFunction;
      path.extension = own;
    } else if (context.types.IsOpaque(scalar)) {
      throw NotModelled(StrCat("whether type ", context.types.FormatBare(scalar),
                               " has a length conversion is not known"));
    }
  }
  if (path.pathway == Pathway::kNone) {
    return ApplyRelabel(context, expr, target, typmod, form, location);
  }
  return BuildCoercion(context, expr, path, target, typmod, how, form, location);
}

Expr* CoerceToDomain(Context& context, Expr* arg, TypeId domain, CoercionContext how, Form form,
                     int location, bool hide_input) {
  int32_t base_typmod = -1;
  const TypeId base = context.types.Base(domain, &base_typmod);
  if (base == domain) return arg;
  if (hide_input) HideCoercion(arg);
  arg = CoerceTypmod(context, arg, base, base_typmod, how, Form::kImplicitCast, location,
                     /*hide_input=*/false);
  Expr* coerced = context.arena.New(ExprKind::kCoerceToDomain, domain, -1, location);
  coerced->args = {arg};
  coerced->form = form;
  return coerced;
}

// An unknown literal takes the target type: the type's input function reads it now.
Expr* CoerceLiteral(Context& context, const Expr& literal, TypeId target, int32_t typmod,
                    CoercionContext how, Form form, int location) {
  int32_t base_typmod = typmod;
  const TypeId base = context.types.Base(target, &base_typmod);
  // Only interval's input needs the typmod: which fields a bare number means depends on it.
  const int32_t input_typmod = base == type_id::kInterval ? base_typmod : -1;
  Expr* constant = context.arena.New(ExprKind::kConst, base, input_typmod, literal.location);
  constant->is_null = literal.is_null;
  constant->collation = context.types.Collation(base);
  if (!literal.is_null) ReadLiteral(context, literal.text, constant);
  if (base == target) return constant;
  return CoerceToDomain(context, constant, target, how, form, location, /*hide_input=*/false);
}

Expr* CoerceRecord(Context& context, Expr* expr, TypeId target, CoercionContext how, Form form,
                   int location) {
  const auto fail = [&]() {
    throw PgError(sqlstate::kCannotCoerce,
                  StrCat("cannot cast type record to ", context.types.FormatBare(target)),
                  location >= 0 ? location : expr->location);
  };
  if (expr->kind != ExprKind::kRow) fail();
  const TypeId base = context.types.Base(target);
  const std::vector<Field> fields = context.types.Fields(base);
  if (fields.size() != expr->args.size()) fail();
  Expr* row = context.arena.New(ExprKind::kRow, base, -1, location);
  row->form = form;
  for (size_t i = 0; i < fields.size(); ++i) {
    Expr* value = CoerceToTarget(context, expr->args[i], fields[i].type, fields[i].typmod, how,
                                 Form::kImplicitCast, -1);
    if (value == nullptr) fail();
    row->args.push_back(value);
    row->names.push_back(fields[i].name);
  }
  if (base == target) return row;
  row->form = Form::kImplicitCast;
  return CoerceToDomain(context, row, target, how, form, location, /*hide_input=*/false);
}

bool TakesAnything(TypeId target) {
  return target == type_id::kAny || target == type_id::kAnyElement ||
         target == type_id::kAnyNonArray || target == type_id::kAnyCompatible ||
         target == type_id::kAnyCompatibleNonArray;
}

}  // namespace

CastPath FindCoercion(Context& context, TypeId target, TypeId source, CoercionContext how) {
  TypeTable& types = context.types;
  source = types.Base(source);
  target = types.Base(target);
  if (source == target) return {Pathway::kRelabel, nullptr, nullptr, nullptr};
  if (const BuiltinCast* cast = context.builtins.FindCast(source, target)) {
    if (how < ContextOfLetter(cast->context)) return {};
    CastPath path{PathwayOfMethod(cast->method), nullptr, nullptr, nullptr};
    if (path.pathway == Pathway::kFunction)
      path.function = context.builtins.FindProc(cast->function);
    return path;
  }
  if (const Cast* cast = FindOwnCast(context, source, target)) {
    if (how < ContextOf(*cast)) return {};
    return {PathwayOf(*cast), nullptr, nullptr, cast};
  }
  if (source >= kFirstUserId || target >= kFirstUserId) {
    if (const ExtensionCast* cast = types.extensions().FindCast(source, target)) {
      if (how < ContextOfLetter(cast->context)) return {};
      return {PathwayOfMethod(cast->method), nullptr, cast, nullptr};
    }
  }
  if (types.IsOpaque(source) || types.IsOpaque(target)) {
    throw NotModelled(StrCat("whether ", types.FormatBare(source), " can become ",
                             types.FormatBare(target), " is not known"));
  }
  if (target != type_id::kOidVector && target != type_id::kInt2Vector) {
    const TypeId target_element = types.Element(target);
    const TypeId source_element = types.Element(source);
    if (target_element != 0 && source_element != 0 &&
        FindCoercion(context, target_element, source_element, how).pathway != Pathway::kNone) {
      return {Pathway::kArray, nullptr, nullptr, nullptr};
    }
  }
  // Everything can be written as text, and read from it.
  if (how >= CoercionContext::kAssignment && types.Category(target) == 'S') {
    return {Pathway::kIo, nullptr, nullptr, nullptr};
  }
  if (how >= CoercionContext::kExplicit && types.Category(source) == 'S') {
    return {Pathway::kIo, nullptr, nullptr, nullptr};
  }
  return {};
}

bool CanCoerce(Context& context, TypeId input, TypeId target, CoercionContext how) {
  return CanCoerce(context, std::span(&input, 1), std::span(&target, 1), how);
}

bool CanCoerce(Context& context, std::span<const TypeId> inputs, std::span<const TypeId> targets,
               CoercionContext how) {
  bool polymorphic = false;
  for (size_t i = 0; i < inputs.size(); ++i) {
    const TypeId input = inputs[i];
    const TypeId target = targets[i];
    if (input == target || target == type_id::kAny) continue;
    if (context.types.IsPolymorphic(target)) {
      polymorphic = true;
      continue;
    }
    if (input == type_id::kUnknown) continue;
    if (FindCoercion(context, target, input, how).pathway != Pathway::kNone) continue;
    if (input == type_id::kRecord && context.types.IsComposite(target)) continue;
    if (target == type_id::kRecord && context.types.IsComposite(input)) continue;
    if (target == type_id::kRecordArray && IsCompositeArray(context, input)) continue;
    if (RowTypeInherits(context, input, target)) continue;
    return false;
  }
  return !polymorphic || CheckGenericConsistency(context, inputs, targets);
}

bool IsBinaryCoercible(Context& context, TypeId source, TypeId target) {
  if (source == target) return true;
  if (target == type_id::kAny || target == type_id::kAnyElement ||
      target == type_id::kAnyCompatible) {
    return true;
  }
  source = context.types.Base(source);
  if (source == target) return true;
  const bool array = context.types.Element(source) != 0;
  switch (target) {
    case type_id::kAnyArray:
    case type_id::kAnyCompatibleArray:
      return array;
    case type_id::kAnyNonArray:
    case type_id::kAnyCompatibleNonArray:
      return !array;
    case type_id::kAnyEnum:
      return context.types.IsEnum(source);
    case type_id::kAnyRange:
    case type_id::kAnyCompatibleRange:
      return context.types.IsRange(source);
    case type_id::kAnyMultirange:
    case type_id::kAnyCompatibleMultirange:
      return context.types.IsMultirange(source);
    case type_id::kRecord:
      return context.types.IsComposite(source);
    case type_id::kRecordArray:
      return IsCompositeArray(context, source);
    default:
      break;
  }
  if (const BuiltinCast* cast = context.builtins.FindCast(source, target)) {
    return cast->method == 'b' && cast->context == 'i';
  }
  if (const Cast* cast = FindOwnCast(context, source, target)) {
    return cast->method == CastMethod::kBinary && cast->context == CastContext::kImplicit;
  }
  const ExtensionCast* cast = context.types.extensions().FindCast(source, target);
  return cast != nullptr && cast->method == 'b' && cast->context == 'i';
}

Expr* CoerceToTarget(Context& context, Expr* expr, TypeId target, int32_t typmod,
                     CoercionContext how, Form form, int location) {
  if (!CanCoerce(context, expr->type, target, how)) return nullptr;
  // A cast goes below a COLLATE clause, which then applies to the result.
  Expr* const original = expr;
  while (expr->kind == ExprKind::kCollate) expr = expr->args[0];
  Expr* result = CoerceType(context, expr, target, typmod, how, form, location);
  result = CoerceTypmod(context, result, target, typmod, how, form, location,
                        result != expr && result->kind != ExprKind::kConst);
  if (expr != original && context.types.IsCollatable(target)) {
    Expr* collate = context.arena.Copy(*original);
    collate->args = {result};
    collate->type = result->type;
    collate->typmod = result->typmod;
    result = collate;
  }
  return result;
}

Expr* CoerceType(Context& context, Expr* expr, TypeId target, int32_t typmod, CoercionContext how,
                 Form form, int location) {
  TypeTable& types = context.types;
  const TypeId input = expr->type;
  if (target == input || TakesAnything(target)) return expr;
  if (types.IsPolymorphic(target) && input != type_id::kUnknown) {
    const TypeId base = types.Base(input);
    return base == input ? expr : Relabel(context, expr, base, -1, form, location);
  }
  if (input == type_id::kUnknown && expr->kind == ExprKind::kConst) {
    return CoerceLiteral(context, *expr, target, typmod, how, form, location);
  }
  if (expr->kind == ExprKind::kCollate) {
    Expr* result = CoerceType(context, expr->args[0], target, typmod, how, form, location);
    if (!types.IsCollatable(target)) return result;
    Expr* collate = context.arena.Copy(*expr);
    collate->args = {result};
    collate->type = result->type;
    collate->typmod = result->typmod;
    return collate;
  }
  const CastPath path = FindCoercion(context, target, input, how);
  if (path.pathway == Pathway::kRelabel) {
    Expr* result = CoerceToDomain(context, expr, target, how, form, location,
                                  /*hide_input=*/false);
    return result == expr ? Relabel(context, expr, target, -1, form, location) : result;
  }
  if (path.pathway != Pathway::kNone) {
    int32_t base_typmod = typmod;
    const TypeId base = types.Base(target, &base_typmod);
    Expr* result = BuildCoercion(context, expr, path, base, base_typmod, how, form, location);
    if (base == target) return result;
    return CoerceToDomain(context, result, target, how, form, location, /*hide_input=*/true);
  }
  if (input == type_id::kRecord && types.IsComposite(target)) {
    return CoerceRecord(context, expr, target, how, form, location);
  }
  if ((target == type_id::kRecord && types.IsComposite(input)) ||
      (target == type_id::kRecordArray && IsCompositeArray(context, input))) {
    return expr;
  }
  if (RowTypeInherits(context, input, target)) {
    const TypeId base = types.Base(input);
    if (base != input) expr = Relabel(context, expr, base, -1, Form::kImplicitCast, location);
    Expr* convert = context.arena.New(ExprKind::kConvertRowtype, target, -1, location);
    convert->args = {expr};
    convert->form = form;
    return convert;
  }
  throw NotModelled(StrCat("a value of type ", types.FormatBare(input), " where ",
                           types.FormatBare(target), " is needed"),
                    location);
}

Expr* CoerceToBoolean(Context& context, Expr* expr, std::string_view construct) {
  return CoerceToSpecific(context, expr, type_id::kBool, construct);
}

Expr* CoerceToSpecific(Context& context, Expr* expr, TypeId target, std::string_view construct) {
  if (expr->type == target) return expr;
  Expr* result = CoerceToTarget(context, expr, target, -1, CoercionContext::kAssignment,
                                Form::kImplicitCast, -1);
  if (result == nullptr) {
    throw PgError(
        sqlstate::kDatatypeMismatch,
        StrCat("argument of ", construct, " must be type ", context.types.FormatBare(target),
               ", not type ", context.types.FormatBare(expr->type)),
        expr->location);
  }
  return result;
}

Expr* MakeConst(Context& context, TypeId type, std::string text, int location) {
  Expr* constant = context.arena.New(ExprKind::kConst, type, -1, location);
  constant->text = std::move(text);
  constant->collation = context.types.Collation(type);
  return constant;
}

Expr* MakeBoolConst(Context& context, bool value) {
  return MakeConst(context, type_id::kBool, value ? "t" : "f");
}

Expr* MakeIntConst(Context& context, int32_t value) {
  return MakeConst(context, type_id::kInt4, std::to_string(value));
}

}  // namespace schemadiff::sema
