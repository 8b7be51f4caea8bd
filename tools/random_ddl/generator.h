// Makes the statements of one program.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/catalog/catalog.h"
#include "tools/random_ddl/draft.h"
#include "tools/random_ddl/program.h"

namespace schemadiff::random_ddl {

/// Most statements are valid: they name what the replay's catalog has. What they would do is known
/// from there, too, so that nothing has to be kept besides; where that catalog is wrong, the
/// comparison with the server's at the end of the program shows it.
class Generator {
 public:
  Generator(uint64_t seed, int major, int max_statements);

  Mode mode() const { return mode_; }
  /// The next statement for what there is; nothing at the end of the program.
  std::optional<std::string> Next(const Catalog& catalog);

 private:
  Random random_;
  Mode mode_;
  int left_;
  Memory memory_;
  int major_;
};

}  // namespace schemadiff::random_ddl
