// Where the SQL of a migration goes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/strings.h"
#include "parsers/alembic/evaluator.h"
#include "parsers/alembic/python_text.h"

namespace schemadiff::alembic {

struct NamingConvention;

/// What running a piece of SQL can change.
enum class Effect : uint8_t {
  kSchema,  ///< the schema, or it cannot be told
  kData,    ///< rows, or nothing
};

/// Which enumerations and domains the history has made so far, by their SQL name.
///
/// SQLAlchemy creates such a type once in a run when tables need it, and asks the server
/// where it is told to check first; what the server would answer is kept here.
class TypeLedger {
 public:
  bool Exists(const std::string& name) const { return existing_.contains(name); }
  void Created(const std::string& name) { existing_.insert(name); }
  void Dropped(const std::string& name) { existing_.erase(name); }
  /// Whether a table of this run has already made the type, which then still exists.
  bool MadeForTable(const std::string& name) const {
    return made_.contains(name) && existing_.contains(name);
  }
  void MakeForTable(const std::string& name) {
    made_.insert(name);
    existing_.insert(name);
  }
  /// Follows CREATE TYPE, DROP TYPE and renames in SQL that the migration wrote itself.
  void Follow(std::string_view sql);

 private:
  StringSet existing_;
  StringSet made_;
};

class SqlSink {
 public:
  virtual ~SqlSink() = default;
  /// Takes the SQL of one call. In an uncertain region SQL that changes the schema is not
  /// taken but told as not evaluated; `touches` says what it would have touched.
  virtual void Emit(py::Evaluator& ev, py::TextBuilder sql, Effect effect,
                    std::string_view touches) = 0;
  /// Takes SQL that names what an operation may change that could not be read.
  virtual void Doubt(std::string sql) = 0;
  /// Tells something that changes nothing about the schema.
  virtual void Note(py::Evaluator& ev, std::string_view code, std::string message) = 0;
  /// Tells an error that does not keep the SQL from being known.
  virtual void Problem(py::Evaluator& ev, std::string_view code, std::string message) = 0;
  virtual TypeLedger& types() = 0;
  virtual const NamingConvention& naming() const = 0;
  /// Statements from here on run outside of a transaction.
  virtual void LeftTransaction() = 0;
};

SqlSink& SinkOf(py::Evaluator& ev);

/// What SQL text can change, told from the first words of its statements.
Effect EffectOf(std::string_view sql);

}  // namespace schemadiff::alembic
