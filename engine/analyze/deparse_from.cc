#include "engine/analyze/deparse.h"
#include "engine/analyze/routines.h"
#include "engine/base/strings.h"
#include "engine/pg/identifier.h"

namespace schemadiff::sema {
namespace {

constexpr int kStep = 8;      // PRETTYINDENT_STD
constexpr int kJoinStep = 4;  // PRETTYINDENT_JOIN

}  // namespace

QualifiedName Deparser::Renamed(const QualifiedName& relation) const {
  const Renaming* renaming = context_.types.renaming();
  return renaming == nullptr ? relation : renaming->Relation(relation);
}

Name Deparser::RenamedColumn(const QualifiedName& relation, Name column) const {
  const Renaming* renaming = context_.types.renaming();
  return renaming == nullptr ? column : renaming->Column(relation, column);
}

std::string Deparser::RelationName(const QualifiedName& name) const {
  const QualifiedName relation = Renamed(name);
  bool qualify = relation.schema != "pg_catalog";
  for (const PrintedLevel* level : levels_) {
    for (const CommonTable& cte : level->query->ctes) {
      qualify = qualify || cte.name == relation.name;
    }
  }
  return QuoteQualifiedName(qualify ? std::string_view(relation.schema) : std::string_view(),
                            relation.name, context_.major());
}

void Deparser::PrintFrom(const Query& query, std::string_view keyword) {
  bool first = true;
  for (const auto& node : query.from) {
    if (first) {
      Keyword(keyword, -kStep, kStep, 2);
      PrintFromItem(*node, query);
      first = false;
      continue;
    }
    *out_ += ", ";
    std::string* const out = out_;
    std::string item;
    out_ = &item;
    PrintFromItem(*node, query);
    out_ = out;
    if (!pretty_) {
      *out += item;
      continue;
    }
    if (!item.empty() && item[0] == '\n') {
      while (!out->empty() && out->back() == ' ') out->pop_back();
    } else {
      Keyword("", -kStep, kStep, kJoinStep);
    }
    *out += item;
  }
}

void Deparser::PrintFromItem(const JoinNode& node, const Query& query) {
  const auto index = static_cast<size_t>(node.rte);
  const Rte& rte = query.range_table[index];
  const PrintedLevel& level = Level(0);
  if (!node.is_join) {
    if (rte.lateral) *out_ += "LATERAL ";
    switch (rte.kind) {
      case RteKind::kRelation:
        if (rte.only) *out_ += "ONLY ";
        *out_ += RelationName(rte.relation);
        break;
      case RteKind::kSubquery:
        *out_ += '(';
        PrintQuery(*rte.subquery, nullptr, /*columns_visible=*/true);
        *out_ += ')';
        break;
      case RteKind::kFunction:
        PrintFunctionItem(rte);
        break;
      case RteKind::kValues:
        *out_ += '(';
        PrintValues(rte.values);
        *out_ += ')';
        break;
      case RteKind::kCte:
        *out_ += Quoted(rte.cte);
        break;
      default:
        throw NotModelled("this FROM item");
    }
    PrintAlias(rte, node.rte);
    if (rte.kind == RteKind::kFunction && rte.functions.size() == 1 &&
        rte.functions[0].has_definitions && !rte.ordinality) {
      PrintColumnDefinitions(rte, &level.columns[index]);
    } else {
      PrintColumnAliases(level.columns[index]);
    }
    if (rte.sample) {
      StrAppend(out_, " TABLESAMPLE ", Quoted(rte.sample->method.name), " (");
      PrintList(rte.sample->args, false);
      *out_ += ')';
      if (rte.sample->repeatable != nullptr) {
        *out_ += " REPEATABLE (";
        Print(*rte.sample->repeatable, false);
        *out_ += ')';
      }
    }
    return;
  }
  *out_ += '(';
  PrintFromItem(*node.left, query);
  std::string_view keyword = " LEFT JOIN ";
  switch (node.join) {
    case JoinKind::kInner:
      keyword = node.condition != nullptr ? " JOIN " : " CROSS JOIN ";
      break;
    case JoinKind::kFull:
      keyword = " FULL JOIN ";
      break;
    case JoinKind::kRight:
      keyword = " RIGHT JOIN ";
      break;
    case JoinKind::kLeft:
      break;
  }
  Keyword(keyword, -kStep, kStep, kJoinStep);
  PrintFromItem(*node.right, query);
  if (!node.using_columns.empty()) {
    StrAppend(out_, " USING (",
              StrJoin(level.columns[index].using_names, ", ",
                      [&](std::string* out, Name name) { StrAppend(out, Quoted(name)); }),
              ")");
    if (!rte.join_using_alias.empty()) StrAppend(out_, " AS ", Quoted(rte.join_using_alias));
  } else if (node.condition != nullptr) {
    *out_ += " ON (";
    Print(*node.condition, false);
    *out_ += ')';
  } else if (node.join != JoinKind::kInner) {
    *out_ += " ON TRUE";
  }
  *out_ += ')';
  if (rte.has_alias) {
    StrAppend(out_, " ", Quoted(level.rte_names[index]));
    PrintColumnAliases(level.columns[index]);
  }
}

void Deparser::PrintFunctionCall(const Expr& call) {
  if (LooksLikeFunction(call, context_.catalog.server_version)) {
    Print(call, true);
    return;
  }
  *out_ += "CAST(";
  Print(call, false);
  StrAppend(out_, " AS ", types().Format(call.type, call.typmod), ")");
}

void Deparser::PrintFunctionItem(const Rte& rte) {
  if (rte.functions.size() == 1 && (!rte.functions[0].has_definitions || !rte.ordinality)) {
    PrintFunctionCall(*rte.functions[0].expr);
  } else {
    bool all_unnest = true;
    for (const RteFunction& function : rte.functions) {
      const Expr& call = *function.expr;
      all_unnest = all_unnest && call.kind == ExprKind::kFunc && call.routine->builtin() &&
                   call.routine->name == "unnest" &&
                   call.routine->arguments[0] == type_id::kAnyArray && !function.has_definitions;
    }
    if (all_unnest) {
      *out_ += "UNNEST(";
      bool first = true;
      for (const RteFunction& function : rte.functions) {
        if (!first) *out_ += ", ";
        first = false;
        Print(*function.expr->args[0], true);
      }
      *out_ += ')';
    } else {
      for (const RteFunction& function : rte.functions) {
        if (function.has_definitions) {
          throw NotModelled("column definitions inside ROWS FROM");
        }
      }
      *out_ += "ROWS FROM(";
      bool first = true;
      for (const RteFunction& function : rte.functions) {
        if (!first) *out_ += ", ";
        first = false;
        PrintFunctionCall(*function.expr);
      }
      *out_ += ')';
    }
  }
  if (rte.ordinality) *out_ += " WITH ORDINALITY";
}

void Deparser::PrintAlias(const Rte& rte, int index, bool explicit_as) {
  const PrintedLevel& level = Level(0);
  const Name name = level.rte_names[static_cast<size_t>(index)];
  bool print = rte.has_alias || level.columns[static_cast<size_t>(index)].print_aliases;
  switch (rte.kind) {
    case RteKind::kRelation:
      print = print || name != Renamed(rte.relation).name;
      break;
    case RteKind::kCte:
      print = print || name != rte.cte;
      break;
    case RteKind::kFunction:
    case RteKind::kValues:
      print = true;
      break;
    case RteKind::kSubquery:
      // Since 16 a subquery needs no alias, and one that was made up is not shown.
      print = print || name != "unnamed_subquery";
      break;
    default:
      break;
  }
  if (print) StrAppend(out_, explicit_as ? " AS " : " ", Quoted(name));
}

void Deparser::PrintColumnAliases(const PrintedColumns& columns) {
  if (!columns.print_aliases || columns.new_names.empty()) return;
  StrAppend(out_, "(",
            StrJoin(columns.new_names, ", ",
                    [&](std::string* out, Name name) { StrAppend(out, Quoted(name)); }),
            ")");
}

void Deparser::PrintColumnDefinitions(const Rte& rte, const PrintedColumns* columns) {
  *out_ += '(';
  for (size_t i = 0; i < rte.columns.size(); ++i) {
    const RteColumn& column = rte.columns[i];
    if (i > 0) *out_ += ", ";
    StrAppend(out_, Quoted(columns->names[i]), " ", types().Format(column.type, column.typmod));
    if (!column.collation.empty() && column.collation != types().Collation(column.type)) {
      StrAppend(out_, " COLLATE ", CollationName(column.collation));
    }
  }
  *out_ += ')';
}

}  // namespace schemadiff::sema
