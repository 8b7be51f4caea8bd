#include "engine/fix/create_sql.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <vector>

#include "engine/base/escape.h"
#include "engine/base/strings.h"
#include "engine/catalog/kind_info.h"
#include "engine/fix/statements.h"
#include "engine/pg/identifier.h"
#include "engine/pg/type_name.h"

namespace schemadiff {
namespace fix {

namespace {

// The code point of one well-formed UTF-8 sequence.
uint32_t CodePointOf(std::string_view sequence) {
  const auto lead = static_cast<unsigned char>(sequence[0]);
  uint32_t code_point = sequence.size() == 1 ? lead : lead & (0xFFU >> (sequence.size() + 1));
  for (const char c : sequence.substr(1)) {
    code_point = (code_point << 6) | (static_cast<unsigned char>(c) & 0x3FU);
  }
  return code_point;
}

// An identifier with Unicode escapes for all that a terminal or an editor would obey or hide.
std::string QuoteWithEscapes(std::string_view name) {
  std::string out = "U&\"";
  while (!name.empty()) {
    size_t length = 1;
    while (length < name.size() && (static_cast<unsigned char>(name[length]) & 0xC0) == 0x80) {
      ++length;
    }
    const std::string_view sequence = name.substr(0, length);
    name.remove_prefix(length);
    if (sequence == "\"" || sequence == "\\") {
      StrAppend(&out, sequence, sequence);
    } else if (EscapeForTerminal(sequence) == sequence) {
      out += sequence;
    } else {
      const uint32_t code_point = CodePointOf(sequence);
      char escape[16];
      std::snprintf(escape, sizeof escape, code_point > 0xFFFF ? "\\+%06X" : "\\%04X", code_point);
      out += escape;
    }
  }
  return out + "\"";
}

}  // namespace

std::string Context::Quote(std::string_view name) const {
  const bool harmless = EscapeForTerminal(name) == name || !IsValidUtf8(name);
  return harmless ? QuoteIdentifier(name, major) : QuoteWithEscapes(name);
}
std::string Context::Quote(const QualifiedName& name) const {
  return name.schema.empty() ? Quote(name.name) : StrCat(Quote(name.schema), ".", Quote(name.name));
}
std::string Context::Names(const std::vector<Name>& names) const {
  return StrJoin(names, ", ", [this](std::string* out, Name name) { *out += Quote(name); });
}
std::string Context::Type(const TypeRef& type) const { return FormatType(type, major); }

std::string Literal(std::string_view text) { return QuotePortableLiteral(text); }

std::string WithOptions(const Options& options) {
  if (options.empty()) return {};
  return StrCat(" WITH (",
                StrJoin(options.list(), ", ",
                        [](std::string* out, const Option& option) {
                          StrAppend(out, option.name, "=", Literal(option.value));
                        }),
                ")");
}

}  // namespace fix

namespace {

using namespace fix;  // NOLINT(google-build-using-namespace): the private half of this file

// Emits free-standing objects, each after what it or its parts depend on.
class Emitter {
 public:
  explicit Emitter(const Catalog& catalog)
      : catalog_(catalog),
        context_{catalog,
                 catalog.server_version == 0 ? kNewestMajor : catalog.server_version / 10000},
        state_(catalog.end_id(), State::kNew) {}

  std::string Run() {
    Statement("SELECT pg_catalog.set_config('search_path', '', false)");
    Statement("SET check_function_bodies = false");
    EachOf<Schema>([&](ObjectId, const Object& o) { Statement(CreateSchema(context_, o)); });
    EachOf<Extension>([&](ObjectId, const Object& o) { Statement(CreateExtension(context_, o)); });
    for (ObjectId id = 0; id < catalog_.end_id(); ++id) {
      if (catalog_.IsLive(id)) Visit(Whole(id));
    }
    EachOf<Sequence>([&](ObjectId, const Object& o) { Statement(OwnSequence(context_, o)); });
    EachOf<Table>([&](ObjectId, const Object& o) { Statement(AttachPartition(context_, o)); });
    EachConstraint([](const Constraint& c) { return c.type != ConstraintType::kForeignKey; });
    EachOf<Index>([&](ObjectId, const Object& o) { Statement(CreateIndex(context_, o)); });
    EachOf<Constraint>([&](ObjectId, const Object& o) { Statement(AttachIndex(context_, o)); });
    EachOf<Index>([&](ObjectId, const Object& o) { Statement(AttachIndex(context_, o)); });
    EachConstraint([](const Constraint& c) { return c.type == ConstraintType::kForeignKey; });
    EachOf<Table>([&](ObjectId id, const Object&) {
      for (const std::string& statement : AlterTableRest(context_, id)) Statement(statement);
    });
    EachOf<Trigger>([&](ObjectId, const Object& o) { Statement(CreateTrigger(context_, o)); });
    EachOf<Trigger>([&](ObjectId, const Object& o) { Statement(SetTriggerState(context_, o)); });
    EachOf<Policy>([&](ObjectId, const Object& o) { Statement(CreatePolicy(context_, o)); });
    EachOf<Comment>([&](ObjectId, const Object& o) { Statement(CreateComment(context_, o)); });
    return std::move(out_);
  }

 private:
  enum class State : uint8_t { kNew, kOpen, kDone };

  void Statement(std::string_view text) {
    if (!text.empty()) StrAppend(&out_, text, ";\n");
  }

  template <typename T, typename Emit>
  void EachOf(Emit emit) {
    for (ObjectId id = 0; id < catalog_.end_id(); ++id) {
      if (catalog_.IsLive(id) && catalog_.Get(id).TryAs<T>() != nullptr) {
        SayUnresolved(catalog_.Get(id));
        emit(id, catalog_.Get(id));
      }
    }
  }
  template <typename Wanted>
  void EachConstraint(Wanted wanted) {
    EachOf<Constraint>([&](ObjectId id, const Object& object) {
      if (wanted(object.As<Constraint>())) Statement(AddConstraint(context_, id));
    });
  }

  void SayUnresolved(const Object& object) {
    for (const AttributeInfo& attribute : InfoFor(object.key.kind).attributes) {
      const std::string reason = attribute.unresolved(object.payload);
      if (reason.empty()) continue;
      std::string line = StrCat(attribute.name, " of ", object.key.ToString(),
                                " is as written, not resolved: ", reason);
      // Hostile names may not end the comment.
      std::replace(line.begin(), line.end(), '\n', ' ');
      std::replace(line.begin(), line.end(), '\r', ' ');
      if (said_.insert(line).second) StrAppend(&out_, "-- ", line, "\n");
    }
  }

  ObjectId Whole(ObjectId id) const {
    while (catalog_.Get(id).parent != kNoObject) id = catalog_.Get(id).parent;
    return id;
  }

  // Depth first along the references of the object and of those parts that its own statement
  // holds. A cycle (a function over a table whose default calls it) is cut where it closes.
  void Visit(ObjectId id) {
    if (state_[id] != State::kNew) return;
    state_[id] = State::kOpen;
    VisitReferences(id);
    Emit(id);
    state_[id] = State::kDone;
  }

  void VisitReferences(ObjectId id) {
    const bool is_sequence = catalog_.Get(id).TryAs<Sequence>() != nullptr;
    for (const Dependency& reference : catalog_.References(id)) {
      // The column that owns a sequence is told when both are there.
      if (is_sequence && reference.type != DependencyType::kNormal) continue;
      // A sequence must be there before the default that uses it, also when it is owned.
      const Object& referenced = catalog_.Get(reference.object);
      Visit(referenced.TryAs<Sequence>() != nullptr ? reference.object : Whole(reference.object));
    }
    for (const ObjectId child : catalog_.Children(id)) {
      const Object& part = catalog_.Get(child);
      const Constraint* constraint = part.TryAs<Constraint>();
      if (constraint != nullptr && constraint->type == ConstraintType::kForeignKey) continue;
      if (part.TryAs<Trigger>() != nullptr || part.TryAs<Policy>() != nullptr) continue;
      if (part.TryAs<Sequence>() != nullptr) {
        Visit(child);
      } else {
        VisitReferences(child);
      }
    }
  }

  void Emit(ObjectId id) {
    const Object& object = catalog_.Get(id);
    SayUnresolved(object);
    if (object.TryAs<EnumType>()) return Statement(CreateEnum(context_, object));
    if (object.TryAs<Domain>()) return Statement(CreateDomain(context_, id));
    if (object.TryAs<CompositeType>()) return Statement(CreateCompositeType(context_, id));
    if (object.TryAs<RangeType>()) return Statement(CreateRangeType(context_, object));
    if (object.TryAs<Sequence>()) return Statement(CreateSequence(context_, object));
    if (object.TryAs<Table>()) return Statement(CreateTable(context_, id));
    if (object.TryAs<View>()) return Statement(CreateView(context_, object));
    if (object.TryAs<MaterializedView>()) {
      return Statement(CreateMaterializedView(context_, object));
    }
    if (object.TryAs<Function>()) return Statement(CreateFunction(context_, object));
    if (object.TryAs<Aggregate>()) return Statement(CreateAggregate(context_, object));
  }

  const Catalog& catalog_;
  Context context_;
  std::vector<State> state_;
  StringSet said_;
  std::string out_;
};

}  // namespace

std::string CreateSql(const Catalog& catalog) { return Emitter(catalog).Run(); }

}  // namespace schemadiff
