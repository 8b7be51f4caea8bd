// The inside of Analyzer.
#pragma once

#include "engine/analyze/analyzer.h"
#include "engine/analyze/transform.h"

namespace schemadiff {

struct Analyzer::Impl {
  Impl(const Catalog& the_catalog, AnalyzeOptions the_options);
  sema::Context MakeContext(sema::Arena& arena);

  const Catalog& catalog;
  AnalyzeOptions options;
  sema::TypeTable types;
  SearchPath path;
};

namespace sema {

/// One analysis, from raw tree to text.
struct Analysis {
  explicit Analysis(Analyzer::Impl& impl);

  /// Makes a relation's columns visible.
  void AddScope(const RelationScope& scope, Name alias, bool columns_visible);
  /// Prints the expression and says what it refers to.
  AnalyzedExpression Finish(const Expr& expr, bool prefix, int indent = 0);

  Arena arena;
  ParseState state;
  Context context;
  Transformer transformer;
};

/// Throws 42P17 with the message where the expression is not immutable, NotModelled where only the
/// body of a function in SQL could say.
void RequireImmutable(const Catalog& catalog, const AnalyzedExpression& expression,
                      std::string_view message, int location = -1);

}  // namespace sema

}  // namespace schemadiff
