// What a select-list item is called that has no name (FigureColname of parse_target.c).
#include <utility>

#include "engine/analyze/transform.h"

namespace schemadiff::sema {
namespace {

std::string_view LastName(const ast::List& list) {
  for (size_t i = list.size(); i > 0; --i) {
    if (const auto* name = ast::As<ast::String>(list[i - 1])) return name->sval;
  }
  return {};
}

// Of the SQL notation; a function of the user's may have the same name.
constexpr std::string_view kExtract = "extract";

// The name, and how much it means: 2 a real name, 1 a type's, 0 none.
std::pair<std::string_view, int> Figure(const ast::Node* node) {
  constexpr std::pair<std::string_view, int> kNone{{}, 0};
  if (node == nullptr) return kNone;
  switch (node->tag) {
    case ast::NodeTag::kColumnRef: {
      const std::string_view name = LastName(ast::Cast<ast::ColumnRef>(node)->fields);
      return name.empty() ? kNone : std::pair(name, 2);
    }
    case ast::NodeTag::kA_Indirection: {
      const auto& indirection = *ast::Cast<ast::A_Indirection>(node);
      const std::string_view name = LastName(indirection.indirection);
      return name.empty() ? Figure(indirection.arg) : std::pair(name, 2);
    }
    case ast::NodeTag::kFuncCall: {
      const auto& call = *ast::Cast<ast::FuncCall>(node);
      const std::string_view name = LastName(call.funcname);
      const bool syntax = call.funcformat == ast::CoercionForm::COERCE_SQL_SYNTAX;
      return {syntax && name == kExtract ? kExtract : name, 2};
    }
    case ast::NodeTag::kA_Expr:
      if (ast::Cast<ast::A_Expr>(node)->kind == ast::A_Expr_Kind::AEXPR_NULLIF) {
        return {"nullif", 2};
      }
      return kNone;
    case ast::NodeTag::kTypeCast: {
      const auto& cast = *ast::Cast<ast::TypeCast>(node);
      const auto inner = Figure(cast.arg);
      if (inner.second > 1) return inner;
      return {LastName(cast.typeName->names), 1};
    }
    case ast::NodeTag::kCollateClause:
      return Figure(ast::Cast<ast::CollateClause>(node)->arg);
    case ast::NodeTag::kGroupingFunc:
      return {"grouping", 2};
    case ast::NodeTag::kSubLink: {
      const auto& link = *ast::Cast<ast::SubLink>(node);
      switch (link.subLinkType) {
        case ast::SubLinkType::EXISTS_SUBLINK:
          return {"exists", 2};
        case ast::SubLinkType::ARRAY_SUBLINK:
          return {"array", 2};
        case ast::SubLinkType::EXPR_SUBLINK: {
          const auto* select = ast::As<ast::SelectStmt>(link.subselect);
          while (select != nullptr && select->larg != nullptr) select = select->larg;
          if (select == nullptr || select->targetList.empty()) return kNone;
          const auto& target = *ast::Cast<ast::ResTarget>(select->targetList[0]);
          if (!target.name.empty()) return {target.name, 2};
          return Figure(target.val);
        }
        default:
          return kNone;
      }
    }
    case ast::NodeTag::kCaseExpr: {
      const auto otherwise = Figure(ast::Cast<ast::CaseExpr>(node)->defresult);
      if (otherwise.second > 1) return otherwise;
      return {"case", 1};
    }
    case ast::NodeTag::kA_ArrayExpr:
      return {"array", 2};
    case ast::NodeTag::kRowExpr:
      return {"row", 2};
    case ast::NodeTag::kCoalesceExpr:
      return {"coalesce", 2};
    case ast::NodeTag::kMinMaxExpr:
      return {
          ast::Cast<ast::MinMaxExpr>(node)->op == ast::MinMaxOp::IS_GREATEST ? "greatest" : "least",
          2};
    case ast::NodeTag::kSQLValueFunction:
      switch (ast::Cast<ast::SQLValueFunction>(node)->op) {
        case ast::SQLValueFunctionOp::SVFOP_CURRENT_DATE:
          return {"current_date", 2};
        case ast::SQLValueFunctionOp::SVFOP_CURRENT_TIME:
        case ast::SQLValueFunctionOp::SVFOP_CURRENT_TIME_N:
          return {"current_time", 2};
        case ast::SQLValueFunctionOp::SVFOP_CURRENT_TIMESTAMP:
        case ast::SQLValueFunctionOp::SVFOP_CURRENT_TIMESTAMP_N:
          return {"current_timestamp", 2};
        case ast::SQLValueFunctionOp::SVFOP_LOCALTIME:
        case ast::SQLValueFunctionOp::SVFOP_LOCALTIME_N:
          return {"localtime", 2};
        case ast::SQLValueFunctionOp::SVFOP_LOCALTIMESTAMP:
        case ast::SQLValueFunctionOp::SVFOP_LOCALTIMESTAMP_N:
          return {"localtimestamp", 2};
        case ast::SQLValueFunctionOp::SVFOP_CURRENT_ROLE:
          return {"current_role", 2};
        case ast::SQLValueFunctionOp::SVFOP_CURRENT_USER:
          return {"current_user", 2};
        case ast::SQLValueFunctionOp::SVFOP_USER:
          return {"user", 2};
        case ast::SQLValueFunctionOp::SVFOP_SESSION_USER:
          return {"session_user", 2};
        case ast::SQLValueFunctionOp::SVFOP_CURRENT_CATALOG:
          return {"current_catalog", 2};
        case ast::SQLValueFunctionOp::SVFOP_CURRENT_SCHEMA:
          return {"current_schema", 2};
      }
      return kNone;
    case ast::NodeTag::kXmlExpr:
      switch (ast::Cast<ast::XmlExpr>(node)->op) {
        case ast::XmlExprOp::IS_XMLCONCAT:
          return {"xmlconcat", 2};
        case ast::XmlExprOp::IS_XMLELEMENT:
          return {"xmlelement", 2};
        case ast::XmlExprOp::IS_XMLFOREST:
          return {"xmlforest", 2};
        case ast::XmlExprOp::IS_XMLPARSE:
          return {"xmlparse", 2};
        case ast::XmlExprOp::IS_XMLPI:
          return {"xmlpi", 2};
        case ast::XmlExprOp::IS_XMLROOT:
          return {"xmlroot", 2};
        default:
          return kNone;
      }
    case ast::NodeTag::kXmlSerialize:
      return {"xmlserialize", 2};
    default:
      return kNone;
  }
}

}  // namespace

Name FigureColumnName(const ast::Node* node, int major) {
  const std::string_view name = Figure(node).first;
  if (major < 14 && name.data() == kExtract.data()) return "date_part";
  return name.empty() ? Name("?column?") : Name(name);
}

}  // namespace schemadiff::sema
