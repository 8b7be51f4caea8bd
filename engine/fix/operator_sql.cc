// Statements for operators, their families and classes, casts, base types, languages, transforms
// and access methods.
#include "engine/base/strings.h"
#include "engine/fix/statements.h"

namespace schemadiff::fix {
namespace {

std::string OwnName(const Context& context, const Object& object) {
  return context.Quote(QualifiedName{object.key.schema, object.key.name});
}

// Operators' names are never quoted.
std::string OperatorName(const Context& context, const QualifiedName& name) {
  return StrCat(context.Quote(name.schema), ".", name.name);
}
std::string OperatorReference(const Context& context, const QualifiedName& name) {
  return StrCat("OPERATOR(", OperatorName(context, name), ")");
}

std::string Types(const Context& context, const std::vector<TypeRef>& types) {
  return StrJoin(types, ", ",
                 [&](std::string* out, const TypeRef& type) { *out += context.Type(type); });
}

std::string Pair(const Context& context, const TypeRef& left, const TypeRef& right) {
  return StrCat("(", left.name.empty() ? "NONE" : context.Type(left), ", ", context.Type(right),
                ")");
}

std::string Members(const Context& context, const std::vector<FamilyOperator>& operators,
                    const std::vector<FamilyFunction>& functions) {
  std::vector<std::string> members;
  for (const FamilyOperator& op : operators) {
    members.push_back(StrCat("OPERATOR ", op.strategy, " ", OperatorName(context, op.name), " ",
                             Pair(context, op.left, op.right)));
    if (!op.sort_family.empty()) {
      StrAppend(&members.back(), " FOR ORDER BY ", context.Quote(op.sort_family));
    }
  }
  for (const FamilyFunction& function : functions) {
    members.push_back(
        StrCat("FUNCTION ", function.number, " ", Pair(context, function.left, function.right), " ",
               context.Quote(function.name), "(", Types(context, function.arguments), ")"));
  }
  return StrJoin(members, ",\n    ");
}

}  // namespace

std::string CreateOperator(const Context& context, const Object& object) {
  const auto& op = object.As<Operator>();
  // Its commutator or negator makes it.
  if (op.function.empty()) return {};
  std::string out =
      StrCat("CREATE OPERATOR ", OperatorName(context, {object.key.schema, object.key.name}),
             " (FUNCTION = ", context.Quote(op.function));
  if (!op.left.name.empty()) StrAppend(&out, ", LEFTARG = ", context.Type(op.left));
  StrAppend(&out, ", RIGHTARG = ", context.Type(op.right));
  if (!op.commutator.empty()) {
    StrAppend(&out, ", COMMUTATOR = ", OperatorReference(context, op.commutator));
  }
  if (!op.negator.empty()) {
    StrAppend(&out, ", NEGATOR = ", OperatorReference(context, op.negator));
  }
  if (!op.restrict_estimator.empty()) {
    StrAppend(&out, ", RESTRICT = ", context.Quote(op.restrict_estimator));
  }
  if (!op.join_estimator.empty()) {
    StrAppend(&out, ", JOIN = ", context.Quote(op.join_estimator));
  }
  if (op.hashes) out += ", HASHES";
  if (op.merges) out += ", MERGES";
  return out + ")";
}

std::vector<std::string> CreateOperatorFamily(const Context& context, const Object& object) {
  const auto& family = object.As<OperatorFamily>();
  const std::string name = StrCat("OPERATOR FAMILY ", OwnName(context, object), " USING ",
                                  context.Quote(object.key.signature));
  std::vector<std::string> statements = {StrCat("CREATE ", name)};
  if (!family.operators.empty() || !family.functions.empty()) {
    statements.push_back(
        StrCat("ALTER ", name, " ADD\n    ", Members(context, family.operators, family.functions)));
  }
  return statements;
}

std::string CreateOperatorClass(const Context& context, const Object& object) {
  const auto& opclass = object.As<OperatorClass>();
  std::string members = Members(context, opclass.operators, opclass.functions);
  // It must say something; that the stored type is the indexed one says nothing.
  if (!opclass.storage.name.empty() || members.empty()) {
    const TypeRef& stored = opclass.storage.name.empty() ? opclass.input : opclass.storage;
    members = StrCat("STORAGE ", context.Type(stored), members.empty() ? "" : ",\n    ", members);
  }
  return StrCat("CREATE OPERATOR CLASS ", OwnName(context, object),
                opclass.is_default ? " DEFAULT" : "", " FOR TYPE ", context.Type(opclass.input),
                " USING ", context.Quote(object.key.signature), " FAMILY ",
                context.Quote(opclass.family), " AS\n    ", members);
}

std::string CreateCast(const Context& context, const Object& object) {
  const auto& cast = object.As<Cast>();
  std::string out =
      StrCat("CREATE CAST (", context.Type(cast.source), " AS ", context.Type(cast.target), ")");
  switch (cast.method) {
    case CastMethod::kBinary:
      out += " WITHOUT FUNCTION";
      break;
    case CastMethod::kInOut:
      out += " WITH INOUT";
      break;
    case CastMethod::kFunction:
      StrAppend(&out, " WITH FUNCTION ", context.Quote(cast.function), "(",
                Types(context, cast.function_arguments), ")");
      break;
  }
  if (cast.context == CastContext::kImplicit) return out + " AS IMPLICIT";
  return cast.context == CastContext::kAssignment ? out + " AS ASSIGNMENT" : out;
}

std::string CreateShellType(const Context& context, const Object& object) {
  return StrCat("CREATE TYPE ", OwnName(context, object));
}

std::string CreateBaseType(const Context& context, const Object& object) {
  const auto& type = object.As<ScalarType>();
  if (type.shell) return {};
  std::vector<std::string> options;
  const auto put = [&](std::string_view option, const QualifiedName& name) {
    if (!name.empty()) options.push_back(StrCat(option, " = ", context.Quote(name)));
  };
  put("INPUT", type.input);
  put("OUTPUT", type.output);
  put("RECEIVE", type.receive);
  put("SEND", type.send);
  put("TYPMOD_IN", type.modifier_input);
  put("TYPMOD_OUT", type.modifier_output);
  put("ANALYZE", type.analyze);
  if (context.major >= 14) put("SUBSCRIPT", type.subscript);
  options.push_back(type.length == -1 ? std::string("INTERNALLENGTH = VARIABLE")
                                      : StrCat("INTERNALLENGTH = ", type.length));
  if (type.by_value) options.emplace_back("PASSEDBYVALUE");
  options.push_back(StrCat("ALIGNMENT = ", type.alignment));
  options.push_back(StrCat("STORAGE = ", type.storage));
  options.push_back(StrCat("CATEGORY = ", Literal(type.category)));
  if (type.preferred) options.emplace_back("PREFERRED = true");
  if (type.default_value) options.push_back(StrCat("DEFAULT = ", Literal(*type.default_value)));
  if (!type.element.name.empty()) {
    options.push_back(StrCat("ELEMENT = ", context.Type(type.element)));
  }
  options.push_back(StrCat("DELIMITER = ", Literal(type.delimiter)));
  if (type.collatable) options.emplace_back("COLLATABLE = true");
  return StrCat("CREATE TYPE ", OwnName(context, object), " (\n    ", StrJoin(options, ",\n    "),
                "\n)");
}

std::string CreateLanguage(const Context& context, const Object& object) {
  const auto& language = object.As<Language>();
  std::string out =
      StrCat("CREATE ", language.trusted ? "TRUSTED " : "", "LANGUAGE ",
             context.Quote(object.key.name), " HANDLER ", context.Quote(language.handler));
  if (!language.inline_handler.empty()) {
    StrAppend(&out, " INLINE ", context.Quote(language.inline_handler));
  }
  if (!language.validator.empty()) {
    StrAppend(&out, " VALIDATOR ", context.Quote(language.validator));
  }
  return out;
}

std::string CreateTransform(const Context& context, const Object& object) {
  const auto& transform = object.As<Transform>();
  std::vector<std::string> functions;
  if (!transform.from_sql.empty()) {
    functions.push_back(
        StrCat("FROM SQL WITH FUNCTION ", context.Quote(transform.from_sql), "(internal)"));
  }
  if (!transform.to_sql.empty()) {
    functions.push_back(
        StrCat("TO SQL WITH FUNCTION ", context.Quote(transform.to_sql), "(internal)"));
  }
  return StrCat("CREATE TRANSFORM FOR ", context.Type(transform.type), " LANGUAGE ",
                context.Quote(transform.language), " (", StrJoin(functions, ", "), ")");
}

std::string CreateAccessMethod(const Context& context, const Object& object) {
  const auto& method = object.As<AccessMethod>();
  return StrCat("CREATE ACCESS METHOD ", context.Quote(object.key.name), " TYPE ",
                method.type == AccessMethodType::kTable ? "TABLE" : "INDEX", " HANDLER ",
                context.Quote(method.handler));
}

}  // namespace schemadiff::fix
