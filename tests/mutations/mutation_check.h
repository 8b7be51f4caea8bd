// Makes the mutations of a setup on a server, and sees what the tool finds after each.
#pragma once

#include <string>
#include <vector>

#include "tests/mutations/mutation_file.h"
#include "tests/support/pg_server.h"

namespace schemadiff::testing {

/// The major version that a setup is tried on, of those under test: the nearest to 15, which is the
/// newest whose pg_dump is everywhere. 0 where there is none.
int MajorFor(const MutationSetup& setup);

/// Roles alice and bob, and from 15 on the tablespace elsewhere, which setups use.
void PrepareServer(PgServer& server);

/// What is not as the setup says; empty where all is. `name` begins each.
std::vector<std::string> CheckMutations(PgServer& server, const std::string& name,
                                        const MutationSetup& setup);

}  // namespace schemadiff::testing
