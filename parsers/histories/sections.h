// Migration files that hold both directions, told apart by comments.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace schemadiff {

/// A file's two directions, with the lines of each where they are in the file.
struct Directions {
  std::string up;
  std::string down;
};

/// Splits at lines such as `-- +goose Down`, `-- +migrate Down` or `-- migrate:down`: what follows
/// one undoes the migration, up to the next `Up` of its kind. Nothing where there is no such line.
/// Sources: the manuals of goose, sql-migrate and dbmate.
std::optional<Directions> SplitDirections(std::string_view sql);

}  // namespace schemadiff
