// What every comparison does with its two sides and its report.
#pragma once

#include <absl/status/status.h>

#include <map>
#include <string>

#include "engine/catalog/catalog.h"
#include "engine/report/report.h"
#include "tools/schema_diff/filter.h"
#include "tools/schema_diff/options.h"

namespace schemadiff::cli {

/// How many of the objects that take part are not there on every new database anyway.
size_t CountOwn(const Catalog& catalog, const Filter& filter);

/// Says that neither side has an object, with the first error of what was read, which may be why.
absl::Status NothingToCompare(const CommonOptions& options, const Diagnostics& diagnostics);

/// Adds the number of a side's objects that take part, and their fingerprint.
void IdentifySide(const Catalog& catalog, const Filter& filter, SideIdentity* identity);

/// A report that says what was asked for, and nothing else yet.
Report NewReport(const CommonOptions& options);

/// Whether a side comes from statements.
bool IsReplayed(const SideIdentity& identity);

struct KnownSide {
  const Catalog& catalog;
  const SideIdentity& identity;
};

/// The kinds that catalogs do not hold, with the numbers of either side; `pending` is as for
/// CountUncompared. Where patterns choose objects, the numbers of one side alone follow them, so
/// that they are not compared.
std::vector<UncomparedKind> NotCompared(const CommonOptions& options, const KnownSide& expected,
                                        const KnownSide& actual, const Catalog* pending = nullptr);

/// A finding with what a missing or unexpected object consists of.
ReportedFinding WithParts(Finding finding, const Catalog& expected, const Catalog& actual);

/// Counts, sorts and judges; every report ends with this.
void FinishReport(Report* report);

}  // namespace schemadiff::cli
