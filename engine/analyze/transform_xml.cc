#include "engine/analyze/transform.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {
namespace {

// Names that XML cannot take as they are would be escaped.
bool IsPlainXmlName(std::string_view name) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  for (const char c : name) {
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')) {
      return false;
    }
  }
  return AsciiToLower(name.substr(0, 3)) != "xml" && name.find("_x") == std::string_view::npos;
}

}  // namespace

Expr* Transformer::Xml(const ast::XmlExpr& node) {
  Expr* xml = context_.arena.New(ExprKind::kXml, type_id::kXml, -1, node.location);
  xml->number = static_cast<int>(node.op);
  const auto check_name = [&](std::string_view name) {
    if (!IsPlainXmlName(name)) throw NotModelled("an XML name that needs escapes", node.location);
  };
  if (!node.name.empty()) {
    check_name(node.name);
    xml->name = node.name;
  }
  xml->flag = node.xmloption == ast::XmlOptionType::XMLOPTION_DOCUMENT;
  // Named arguments come first; `names` tells how many there are.
  for (const ast::Node* item : node.named_args) {
    const auto& target = *ast::Cast<ast::ResTarget>(item);
    Expr* value = Recurse(target.val);
    Name name = target.name;
    if (target.name.empty()) {
      if (ast::As<ast::ColumnRef>(target.val) == nullptr) {
        throw PgError(sqlstate::kSyntaxError,
                      node.op == ast::XmlExprOp::IS_XMLELEMENT
                          ? "unnamed XML attribute value must be a column reference"
                          : "unnamed XML element value must be a column reference",
                      target.location);
      }
      name = FigureColumnName(target.val, context_.major());
    }
    check_name(name);
    xml->names.push_back(name);
    xml->args.push_back(value);
  }
  int position = 0;
  for (const ast::Node* item : node.args) {
    Expr* value = Recurse(item);
    switch (node.op) {
      case ast::XmlExprOp::IS_XMLCONCAT:
        value = CoerceToSpecific(context_, value, type_id::kXml, "XMLCONCAT");
        break;
      case ast::XmlExprOp::IS_XMLPARSE:
        value = position == 0 ? CoerceToSpecific(context_, value, type_id::kText, "XMLPARSE")
                              : CoerceToBoolean(context_, value, "XMLPARSE");
        break;
      case ast::XmlExprOp::IS_XMLPI:
        value = CoerceToSpecific(context_, value, type_id::kText, "XMLPI");
        break;
      case ast::XmlExprOp::IS_XMLROOT:
        value = CoerceToSpecific(context_, value,
                                 position == 0   ? type_id::kXml
                                 : position == 1 ? type_id::kText
                                                 : type_id::kInt4,
                                 "XMLROOT");
        break;
      case ast::XmlExprOp::IS_DOCUMENT:
        value = CoerceToSpecific(context_, value, type_id::kXml, "IS DOCUMENT");
        break;
      default:
        break;
    }
    xml->args.push_back(value);
    ++position;
  }
  if (node.op == ast::XmlExprOp::IS_DOCUMENT) xml->type = type_id::kBool;
  return xml;
}

Expr* Transformer::XmlSerialize(const ast::XmlSerialize& node) {
  if (node.indent) throw NotModelled("XMLSERIALIZE with INDENT", node.location);
  Expr* xml = context_.arena.New(ExprKind::kXml, 0, -1, node.location);
  xml->number = static_cast<int>(ast::XmlExprOp::IS_XMLSERIALIZE);
  xml->flag = node.xmloption == ast::XmlOptionType::XMLOPTION_DOCUMENT;
  xml->args = {CoerceToSpecific(context_, Recurse(node.expr), type_id::kXml, "XMLSERIALIZE")};
  int32_t typmod = -1;
  const TypeId target = ResolveTypeName(context_, *node.typeName, &typmod);
  // The result is text, whatever the type; the type itself is kept to be printed.
  xml->type = type_id::kText;
  xml->text = types().Format(target, typmod);
  Expr* result = CoerceToTarget(context_, xml, target, typmod, CoercionContext::kImplicit,
                                Form::kImplicitCast, -1);
  if (result == nullptr) {
    throw PgError(sqlstate::kCannotCoerce,
                  StrCat("cannot cast XMLSERIALIZE result to ", types().FormatBare(target)),
                  node.location);
  }
  return result;
}

}  // namespace schemadiff::sema
