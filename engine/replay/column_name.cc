// The names that expressions give to columns. Facts from parse_target.c of the server's source.
#include "engine/replay/define_index.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

// How good a name is: one that the user chose is better than that of a type or a keyword.
struct Figured {
  std::string_view name;
  int strength = 0;
};

std::string_view LastString(const ast::List& list) {
  std::string_view name;
  for (const ast::Node* node : list) {
    if (const auto* text = ast::As<ast::String>(node)) name = text->sval;
  }
  return name;
}

std::string_view ValueFunctionName(ast::SQLValueFunctionOp op) {
  using Op = ast::SQLValueFunctionOp;
  switch (op) {
    case Op::SVFOP_CURRENT_DATE:
      return "current_date";
    case Op::SVFOP_CURRENT_TIME:
    case Op::SVFOP_CURRENT_TIME_N:
      return "current_time";
    case Op::SVFOP_CURRENT_TIMESTAMP:
    case Op::SVFOP_CURRENT_TIMESTAMP_N:
      return "current_timestamp";
    case Op::SVFOP_LOCALTIME:
    case Op::SVFOP_LOCALTIME_N:
      return "localtime";
    case Op::SVFOP_LOCALTIMESTAMP:
    case Op::SVFOP_LOCALTIMESTAMP_N:
      return "localtimestamp";
    case Op::SVFOP_CURRENT_ROLE:
      return "current_role";
    case Op::SVFOP_CURRENT_USER:
      return "current_user";
    case Op::SVFOP_USER:
      return "user";
    case Op::SVFOP_SESSION_USER:
      return "session_user";
    case Op::SVFOP_CURRENT_CATALOG:
      return "current_catalog";
    case Op::SVFOP_CURRENT_SCHEMA:
      return "current_schema";
    default:
      return {};
  }
}

// Of the SQL notation; a function of the user's may have the same name.
constexpr std::string_view kExtract = "extract";

Figured Figure(const ast::Node* node);

Figured FigureCase(const ast::CaseExpr& node) {
  const Figured result = Figure(node.defresult);
  return result.strength <= 1 ? Figured{"case", 1} : result;
}

Figured FigureXml(const ast::XmlExpr& node) {
  using Op = ast::XmlExprOp;
  switch (node.op) {
    case Op::IS_XMLCONCAT:
      return {"xmlconcat", 2};
    case Op::IS_XMLELEMENT:
      return {"xmlelement", 2};
    case Op::IS_XMLFOREST:
      return {"xmlforest", 2};
    case Op::IS_XMLPARSE:
      return {"xmlparse", 2};
    case Op::IS_XMLPI:
      return {"xmlpi", 2};
    case Op::IS_XMLROOT:
      return {"xmlroot", 2};
    case Op::IS_XMLSERIALIZE:
      return {"xmlserialize", 2};
    default:
      return {};
  }
}

Figured Figure(const ast::Node* node) {
  if (node == nullptr) return {};
  using Tag = ast::NodeTag;
  switch (node->tag) {
    case Tag::kColumnRef: {
      const std::string_view name = LastString(ast::Cast<ast::ColumnRef>(node)->fields);
      return name.empty() ? Figured{} : Figured{name, 2};
    }
    case Tag::kA_Indirection: {
      const auto* indirection = ast::Cast<ast::A_Indirection>(node);
      const std::string_view name = LastString(indirection->indirection);
      return name.empty() ? Figure(indirection->arg) : Figured{name, 2};
    }
    case Tag::kFuncCall: {
      const auto* call = ast::Cast<ast::FuncCall>(node);
      const std::string_view name = LastString(call->funcname);
      const bool syntax = call->funcformat == ast::CoercionForm::COERCE_SQL_SYNTAX;
      return {syntax && name == kExtract ? kExtract : name, 2};
    }
    case Tag::kA_Expr:
      if (ast::Cast<ast::A_Expr>(node)->kind == ast::A_Expr_Kind::AEXPR_NULLIF) {
        return {"nullif", 2};
      }
      return {};
    case Tag::kTypeCast: {
      const auto* cast = ast::Cast<ast::TypeCast>(node);
      const Figured inner = Figure(cast->arg);
      if (inner.strength > 1 || cast->typeName == nullptr) return inner;
      return {LastString(cast->typeName->names), 1};
    }
    case Tag::kCollateClause:
      return Figure(ast::Cast<ast::CollateClause>(node)->arg);
    case Tag::kGroupingFunc:
      return {"grouping", 2};
    case Tag::kCaseExpr:
      return FigureCase(*ast::Cast<ast::CaseExpr>(node));
    case Tag::kA_ArrayExpr:
      return {"array", 2};
    case Tag::kRowExpr:
      return {"row", 2};
    case Tag::kCoalesceExpr:
      return {"coalesce", 2};
    case Tag::kMinMaxExpr:
      return {
          ast::Cast<ast::MinMaxExpr>(node)->op == ast::MinMaxOp::IS_GREATEST ? "greatest" : "least",
          2};
    case Tag::kSQLValueFunction:
      return {ValueFunctionName(ast::Cast<ast::SQLValueFunction>(node)->op), 2};
    case Tag::kXmlExpr:
      return FigureXml(*ast::Cast<ast::XmlExpr>(node));
    case Tag::kXmlSerialize:
      return {"xmlserialize", 2};
    default:
      return {};
  }
}

}  // namespace

std::string_view FigureIndexColumnName(const ast::Node& expression, int major) {
  const std::string_view name = Figure(&expression).name;
  return major < 14 && name.data() == kExtract.data() ? "date_part" : name;
}

}  // namespace schemadiff::replay
