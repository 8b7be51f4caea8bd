// How bad a finding is: by consequence for the data and the application, as data.
#pragma once

#include "engine/diff/finding.h"

namespace schemadiff {

/// The severity by class, kind, change and attribute. The worst attribute decides.
Severity SeverityOf(const Finding& finding);

}  // namespace schemadiff
