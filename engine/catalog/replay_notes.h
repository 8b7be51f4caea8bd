// What a replay has to remember of the statements that it has seen, besides the objects that they
// made.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/base/strings.h"
#include "engine/catalog/object.h"
#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

class Extensions;

/// What the functions that make values of a range type, and of its multirange type, are called.
struct RangeConstructors {
  QualifiedName range;
  QualifiedName multirange;
};

/// What statements said of a role. (Roles are the server's, not the database's: that nothing was
/// said of one does not mean that it is not there.)
struct RoleNote {
  bool superuser = false;
  bool inherit = true;
  bool dropped = false;
  std::set<Name> member_of;
};

/// Part of a catalog, so that it goes from revision to revision. No differ sees it: it says nothing
/// about what is there, only about what statements may mean. Snapshots keep what a replay against
/// the same server begins with. Nothing of it is undone with a transaction.
struct ReplayNotes {
  /// What sessions begin with (ALTER DATABASE ... SET, the server's configuration): the text of
  /// search_path where it is not PostgreSQL's own, and TimeZone; empty: UTC.
  std::optional<std::string> search_path;
  std::string time_zone;
  /// The role that executes the statements: it owns what they make. Empty: not known, and then
  /// owners are known only where a statement states them.
  Name session_role;
  /// What a server, or a snapshot of one, says of its extensions besides what is built in; null:
  /// nothing. For reading, Catalog::extensions().
  std::shared_ptr<const Extensions> extensions;
  /// How indexes, and the constraints that have one, call their own columns, where that is not what
  /// their definition says: an index keeps its columns' names when the table's are renamed.
  std::map<ObjectId, std::vector<std::string>> index_column_names;
  /// Of those range types whose constructors are not called as they are: these keep their names.
  std::map<ObjectId, RangeConstructors> range_constructors;
  /// Whether a statement said what is granted on schema public, even if that changed nothing.
  bool granted_on_public = false;
  /// By name. Only roles that a statement made.
  std::map<Name, RoleNote> roles;
  /// What the replay was begun with because the other side has it, and no statement has made so
  /// far: extensions (the database's owner may have to install them), and their schemas. Statements
  /// may use it; that it is there is not expected.
  std::set<ObjectKey> assumed;
  /// Code that was executed and may have made objects of any name: where it is.
  std::vector<std::string> open_ended;
};

}  // namespace schemadiff
