// The files under tests/mutations/cases: for each kind, what changes one attribute of one object on
// a server, and what must be found then.
//
//   -- unchangeable: attribute: reason      no statement changes it alone on an object that stays
//   -- setup: words                         begins a new database; SQL follows, which is what is
//                                           expected of it, too. `-- setup(18-): words`: of these
//                                           majors; one of them is tried, the nearest to 15
//   -- finds: changed table public.t: options
//                                           begins a mutation; its SQL follows. What must be found
//                                           after it, and was not before: this, and nothing else.
//                                           Of another class than drift, that stands in front:
//                                           `cosmetic changed column public.t.a: position`. What
//                                           no kind holds must be told: `not compared: large
//                                           object`
//   -- because: reason                      must be there where there is more than one such line:
//                                           why one cannot be had without the other
//   -- unseen: reason                       `pg_dump -s` prints the same as before
//   -- undo: SQL                            after which everything is found as before the mutation
//
// The mutations of a setup are made one after the other. What was found after the earlier ones must
// still be found after the later ones, except where it was undone.
//
// There is a file for each kind, called like it. In it there must be a mutation for each of its
// attributes that changes that one alone, or a reason why that cannot be, one that makes such an
// object, and one that drops one.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/oracle/case_file.h"

namespace schemadiff::testing {

struct Mutation {
  int line = 0;  ///< where it begins
  std::vector<std::string> finds;
  std::string because;
  std::string unseen;
  std::string sql;
  std::vector<std::string> undo;
};

struct MutationSetup {
  int line = 0;
  std::string title;
  MajorRange majors{15, 15};
  std::string sql;
  std::vector<Mutation> mutations;
};

struct MutationFile {
  std::string name;  ///< "foreign_table"
  std::map<std::string, std::string> unchangeable;
  std::vector<MutationSetup> setups;
};

/// Reads such a text. Throws std::runtime_error with the line where it has not this form.
MutationFile ParseMutations(const std::string& name, std::string_view text);

/// What is called like the kind: "materialized view" -> "materialized_view".
std::string MutationFileName(std::string_view kind);

/// What is wrong with the file for a kind, by itself: see above. Empty where nothing is.
std::vector<std::string> MissingMutations(const MutationFile& file, std::string_view kind);

}  // namespace schemadiff::testing
