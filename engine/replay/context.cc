#include "engine/replay/context.h"

#include <algorithm>
#include <utility>

#include "engine/analyze/analyzer.h"
#include "engine/base/strings.h"
#include "engine/replay/lookup.h"
#include "engine/replay/settings.h"
#include "parsers/sql/harsh_text.h"

namespace schemadiff::replay {

Context::Context(Catalog& catalog_in, Diagnostics& diagnostics_in, ReplayOptions options_in)
    : catalog(catalog_in),
      diagnostics(diagnostics_in),
      options(std::move(options_in)),
      builtins(Builtins::ForMajor(catalog_in.server_version / 10000)),
      session(DefaultSettings(catalog_in)),
      first_of_session(catalog_in.end_id()),
      owned_until(catalog_in.end_id()),
      analyzer_(std::make_unique<Analyzer>(catalog_in)) {}

Context::~Context() = default;

Analyzer& Context::analyzer() const {
  schemadiff::SearchPath path;
  path.schemas = replay::SearchPath(*this);
  analyzer_->SetSearchPath(std::move(path));
  analyzer_->SetReadsTrees(false);
  analyzer_->SetZoneKnown(IsUtc(session.settings().time_zone));
  return *analyzer_;
}

Analyzer& Context::analyzer_of_stored(Reading reading) const {
  schemadiff::SearchPath path;
  path.schemas.clear();
  analyzer_->SetSearchPath(std::move(path));
  analyzer_->SetReadsTrees(reading == Reading::kTree);
  return *analyzer_;
}

void Context::SetStatement(const ParsedStatement& statement, std::string_view revision) {
  revision_ = revision;
  SetStatement(statement);
}

void Context::SetStatement(const ParsedStatement& statement) {
  statement_ = &statement;
  origin_location_ = -2;
}

OriginId Context::OriginAt(int32_t location) {
  location = std::max(location, -1);
  if (location != origin_location_) {
    SourceLocation place = statement_->Locate(location);
    place.column = 0;  // what is on one line shares its origin
    origin_ = catalog.AddOrigin({revision_, place});
    origin_location_ = location;
  }
  return origin_;
}

void Context::Report(DiagnosticLevel level, std::string_view code, std::string message,
                     int32_t location, std::string_view sqlstate,
                     std::vector<std::string> touches) const {
  diagnostics.Add({level, std::string(code), std::string(sqlstate),
                   ShortMessage(std::move(message)), statement_->Locate(location), revision_,
                   std::move(touches)});
}

std::string Context::MarkUnknown(const ObjectKey& key, const std::string& reason) {
  catalog.MarkUnknown(key, StrCat(statement_->location().ToString(), ": ", reason));
  return key.ToString();
}

void Context::CountUncompared(std::string_view what) {
  for (Summary& summary : summaries_) {
    if (summary.what == what) {
      ++summary.count;
      return;
    }
  }
  summaries_.push_back({std::string(what), 1, statement_->location()});
}

void Context::ReportSummaries() {
  for (Summary& summary : summaries_) {
    diagnostics.Add({DiagnosticLevel::kNote,
                     "replay.not-compared",
                     "",
                     StrCat(summary.what, " (", summary.count,
                            summary.count == 1 ? " statement)" : " statements)"),
                     summary.first,
                     "",
                     {}});
  }
  summaries_.clear();
}

}  // namespace schemadiff::replay
