// What `pg_dump -s` prints, entry by entry.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace schemadiff::testing {

/// One object in a dump, as its heading tells: `-- Name: t a; Type: DEFAULT; Schema: public; ...`.
struct DumpEntry {
  std::string name;
  std::string type;  ///< "TABLE", "FK CONSTRAINT"
  std::string schema;
  /// Its statements without comments and empty lines; each of their lines.
  std::vector<std::string> lines;

  std::string Heading() const;
};

/// Reads a dump. Settings that precede an entry (`SET default_table_access_method`) belong to it,
/// those before the first one to none.
std::vector<DumpEntry> ReadDump(std::string_view text);

/// The kind that Catalog::unmodelled counts such an entry as; empty where its kind is modelled. A
/// comment is of the kind of what it is on.
std::string UnmodelledKind(const DumpEntry& entry);

/// Where two dumps differ, as a person would say it: lines of `a` with "-", lines of `b` with "+",
/// each group below the entry that it is in. Empty where there is no difference. Entries of the
/// kinds of `not_compared` are left out.
std::string DumpDifference(const std::vector<DumpEntry>& a, const std::vector<DumpEntry>& b,
                           const std::map<std::string, int>& not_compared);

}  // namespace schemadiff::testing
