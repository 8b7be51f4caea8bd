// CLUSTER and REFRESH MATERIALIZED VIEW: what they refuse, and the mark that CLUSTER leaves.
#pragma once

#include "engine/replay/context.h"

namespace schemadiff::replay {

void ExecuteCluster(Context& cx, const ast::ClusterStmt& stmt);
void ExecuteRefresh(Context& cx, const ast::RefreshMatViewStmt& stmt);

}  // namespace schemadiff::replay
