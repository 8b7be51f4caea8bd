// What users of a migration tool type. Its reader knows; what advises users takes it as data.
#pragma once

#include <string>

namespace schemadiff {

/// Commands for a POSIX shell; empty where the tool has none. "{}" stands for revisions, already
/// quoted and separated by spaces.
struct ToolCommands {
  std::string title;             ///< the tool's name in a sentence: "Alembic"
  std::string upgrade;           ///< applies one revision and all before it
  std::string upgrade_head;      ///< applies everything, where there is one head
  std::string upgrade_heads;     ///< applies everything
  std::string record;            ///< records one revision, after or before the one recorded now
  std::string record_anew;       ///< records exactly these, whatever was recorded
  std::string base;              ///< stands for no revision at all in the two above
  std::string merge;             ///< joins these heads
  std::string new_revision;      ///< begins a revision, where there is one head
  std::string new_revision_on;   ///< begins a revision on one head
  std::string several_heads;     ///< what several heads keep from working, in a few words
  bool refuses_overlap = false;  ///< will not go on from a revision and its ancestor, both recorded
};

}  // namespace schemadiff
