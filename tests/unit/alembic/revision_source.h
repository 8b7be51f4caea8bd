// Revision files made up in tests.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/strings.h"
#include "parsers/alembic/migration.h"

namespace schemadiff::alembic {

/// What upgrade() of a revision file gives.
struct Upgraded {
  std::vector<std::string> sql;        ///< the text of each operation
  std::vector<std::string> uncertain;  ///< apart, the texts that may not run
  std::vector<std::shared_ptr<const SourceText>> texts;
  std::vector<std::string> unread;
  bool open_ended = false;
  std::vector<std::string> doubtful;
  std::vector<Diagnostic> diagnostics;
  bool transactional = true;

  /// The only text; the unread reasons where there is none.
  std::string Only() const {
    return sql.size() == 1 ? sql[0]
                           : StrCat(sql.size(), " texts; unread: ", StrJoin(unread, " / "));
  }
};

/// Reads a whole file.
inline Upgraded UpgradeFile(const std::string& source,
                            const NamingConvention& naming = DefaultNaming()) {
  Migration migration("versions/x.py", source);
  TypeLedger types;
  MigrationSql result = migration.Upgrade(&types, naming);
  Upgraded out;
  out.texts = result.texts;
  for (size_t i = 0; i < result.texts.size(); ++i) {
    const bool runs = std::ranges::find(result.uncertain, i) == result.uncertain.end();
    (runs ? out.sql : out.uncertain).push_back(result.texts[i]->text());
  }
  out.unread = result.unread;
  for (const DoubtfulSql& doubtful : result.doubtful) out.doubtful.push_back(doubtful.sql);
  out.open_ended = result.open_ended;
  out.diagnostics = migration.diagnostics().list();
  out.transactional = result.transactional;
  return out;
}

/// Reads a file whose upgrade() has the given body; the body begins on line 12.
inline Upgraded Upgrade(std::string_view body, std::string_view module_level = "",
                        const NamingConvention& naming = DefaultNaming()) {
  std::string source =
      "from alembic import op\n"
      "import sqlalchemy as sa\n"
      "from sqlalchemy.dialects import postgresql\n"
      "import os\n"
      "import textwrap\n"
      "\n"
      "revision = 'x'\n"
      "down_revision = None\n";
  StrAppend(&source, module_level, "\n\ndef upgrade():\n");
  for (const std::string_view line : StrSplit(body, '\n')) StrAppend(&source, "    ", line, "\n");
  return UpgradeFile(source, naming);
}

/// What str() of an expression gives, or why it cannot be told.
inline std::string Evaluated(std::string_view expression, std::string_view module_level = "") {
  // Bars keep the white space at both ends, which executing would drop.
  const std::string text =
      Upgrade(StrCat("value = ", expression, "\nop.execute('|' + str(value) + '|')"), module_level)
          .Only();
  return text.size() > 1 && text.front() == '|' ? text.substr(1, text.size() - 2) : text;
}

}  // namespace schemadiff::alembic
