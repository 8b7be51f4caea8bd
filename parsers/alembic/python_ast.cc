#include "parsers/alembic/python_ast.h"

namespace schemadiff::py {

void CollectTargetNames(const Expr& target, std::vector<std::string>* names) {
  switch (target.kind) {
    case ExprKind::kName:
      names->push_back(As<NameExpr>(target).name);
      return;
    case ExprKind::kStarred:
      return CollectTargetNames(*As<WrapExpr>(target).operand, names);
    case ExprKind::kTuple:
    case ExprKind::kList:
      for (const ExprPtr& item : As<SequenceExpr>(target).items) CollectTargetNames(*item, names);
      return;
    default:
      return;  // attributes and items bind no name
  }
}

void CollectBoundNames(const Stmt& stmt, std::vector<std::string>* names) {
  switch (stmt.kind) {
    case StmtKind::kAssign:
      for (const ExprPtr& target : As<AssignStmt>(stmt).targets) {
        CollectTargetNames(*target, names);
      }
      break;
    case StmtKind::kAugmented:
      CollectTargetNames(*As<AugmentedStmt>(stmt).target, names);
      break;
    case StmtKind::kDelete:
      CollectTargetNames(*As<ValueStmt>(stmt).value, names);
      break;
    case StmtKind::kImport:
    case StmtKind::kImportFrom:
      for (const ImportedName& imported : As<ImportStmt>(stmt).names) {
        names->push_back(imported.alias.empty() ? imported.name.substr(0, imported.name.find('.'))
                                                : imported.alias);
      }
      break;
    case StmtKind::kIf: {
      const auto& node = As<IfStmt>(stmt);
      for (const auto& branch : node.branches) CollectBoundNames(branch.second, names);
      CollectBoundNames(node.otherwise, names);
      break;
    }
    case StmtKind::kFor: {
      const auto& node = As<ForStmt>(stmt);
      CollectTargetNames(*node.target, names);
      CollectBoundNames(node.body, names);
      CollectBoundNames(node.otherwise, names);
      break;
    }
    case StmtKind::kWhile: {
      const auto& node = As<WhileStmt>(stmt);
      CollectBoundNames(node.body, names);
      CollectBoundNames(node.otherwise, names);
      break;
    }
    case StmtKind::kTry: {
      const auto& node = As<TryStmt>(stmt);
      CollectBoundNames(node.body, names);
      for (const ExceptClause& clause : node.handlers) {
        if (!clause.name.empty()) names->push_back(clause.name);
        CollectBoundNames(clause.body, names);
      }
      CollectBoundNames(node.otherwise, names);
      CollectBoundNames(node.finally, names);
      break;
    }
    case StmtKind::kWith: {
      const auto& node = As<WithStmt>(stmt);
      for (const auto& item : node.items) {
        if (item.second != nullptr) CollectTargetNames(*item.second, names);
      }
      CollectBoundNames(node.body, names);
      break;
    }
    case StmtKind::kMatch:
      for (const Block& body : As<MatchStmt>(stmt).cases) CollectBoundNames(body, names);
      break;
    case StmtKind::kFunction:
      names->push_back(As<FunctionStmt>(stmt).name);
      break;
    case StmtKind::kClass:
      names->push_back(As<ClassStmt>(stmt).name);
      break;
    default:
      break;
  }
}

void CollectBoundNames(const Block& block, std::vector<std::string>* names) {
  for (const StmtPtr& stmt : block) CollectBoundNames(*stmt, names);
}

const char* ToString(BinaryOp op) {
  switch (op) {
    case BinaryOp::kAdd:
      return "+";
    case BinaryOp::kSubtract:
      return "-";
    case BinaryOp::kMultiply:
      return "*";
    case BinaryOp::kMatrix:
      return "@";
    case BinaryOp::kDivide:
      return "/";
    case BinaryOp::kFloorDivide:
      return "//";
    case BinaryOp::kModulo:
      return "%";
    case BinaryOp::kPower:
      return "**";
    case BinaryOp::kShiftLeft:
      return "<<";
    case BinaryOp::kShiftRight:
      return ">>";
    case BinaryOp::kAnd:
      return "&";
    case BinaryOp::kOr:
      return "|";
    case BinaryOp::kXor:
      return "^";
  }
  return "?";
}

}  // namespace schemadiff::py
