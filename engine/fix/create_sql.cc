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
                 catalog.server_version == 0 ? kNewestMajor : catalog.server_version / 10000,
                 {}},
        state_(catalog.end_id(), State::kNew) {}

  std::string Run() {
    Statement("SELECT pg_catalog.set_config('search_path', '', false)");
    Statement("SET check_function_bodies = false");
    EachOf<Schema>([&](ObjectId, const Object& o) { Statement(CreateSchema(context_, o)); });
    EachOf<Extension>([&](ObjectId, const Object& o) { Statement(CreateExtension(context_, o)); });
    EachOf<ScalarType>([&](ObjectId, const Object& o) { Statement(CreateShellType(context_, o)); });
    for (ObjectId id = 0; id < catalog_.end_id(); ++id) {
      if (catalog_.IsLive(id)) Visit(Free(id));
    }
    for (const ObjectId part : late_) {
      if (catalog_.Get(part).TryAs<Constraint>() != nullptr) {
        Constrain(part);
      } else {
        Statement(SetLateDefault(context_, catalog_.Get(part)));
      }
    }
    EachOf<Sequence>([&](ObjectId, const Object& o) { Statement(OwnSequence(context_, o)); });
    EachOf<Table>([&](ObjectId id, const Object&) { Attach(id); });
    EachOf<Constraint>([&](ObjectId id, const Object& o) {
      if (o.As<Constraint>().type != ConstraintType::kForeignKey) Constrain(id);
    });
    EachOf<Index>([&](ObjectId, const Object& o) { EachStatement(CreateIndex(context_, o)); });
    EachOf<Constraint>([&](ObjectId, const Object& o) { Statement(AttachIndex(context_, o)); });
    EachOf<Index>([&](ObjectId, const Object& o) { Statement(AttachIndex(context_, o)); });
    EachOf<Constraint>([&](ObjectId id, const Object& o) {
      if (o.As<Constraint>().type == ConstraintType::kForeignKey) Constrain(id);
    });
    EachOf<Table>([&](ObjectId id, const Object&) { EachStatement(AlterTableRest(context_, id)); });
    EachOf<View>([&](ObjectId id, const Object&) { EachStatement(AlterViewRest(context_, id)); });
    EachOf<MaterializedView>(
        [&](ObjectId id, const Object&) { EachStatement(AlterViewRest(context_, id)); });
    EachOf<Trigger>([&](ObjectId, const Object& o) { Statement(CreateTrigger(context_, o)); });
    EachOf<Trigger>([&](ObjectId, const Object& o) { Statement(SetTriggerState(context_, o)); });
    EachOf<Constraint>(
        [&](ObjectId, const Object& o) { EachStatement(SetConstraintTriggers(context_, o)); });
    EachOf<Rule>([&](ObjectId, const Object& o) { EachStatement(CreateRule(context_, o)); });
    EachOf<Policy>([&](ObjectId, const Object& o) { Statement(CreatePolicy(context_, o)); });
    EachOf<StatisticsObject>(
        [&](ObjectId, const Object& o) { EachStatement(CreateStatistics(context_, o)); });
    EachOf<Publication>(
        [&](ObjectId, const Object& o) { Statement(CreatePublication(context_, o)); });
    EachOf<PublishedTable>(
        [&](ObjectId, const Object& o) { Statement(PublishTable(context_, o)); });
    EachOf<PublishedSchema>(
        [&](ObjectId, const Object& o) { Statement(PublishSchema(context_, o)); });
    EachOf<Subscription>(
        [&](ObjectId, const Object& o) { EachStatement(CreateSubscription(context_, o)); });
    EachOf<ExtensionDependency>(
        [&](ObjectId, const Object& o) { EachStatement(DependOnExtensions(context_, o)); });
    const auto comment = [this](bool on_event_trigger) {
      EachOf<Comment>([&](ObjectId, const Object& o) {
        if ((o.key.target == KindOf<EventTrigger>) == on_event_trigger) {
          Statement(CreateComment(context_, o));
        }
      });
    };
    comment(/*on_event_trigger=*/false);
    const auto give = [this](bool event_triggers) {
      for (ObjectId id = 0; id < catalog_.end_id(); ++id) {
        if (!catalog_.IsLive(id)) continue;
        const Object& o = catalog_.Get(id);
        if ((o.key.kind == KindOf<EventTrigger>) == event_triggers)
          Statement(SetOwner(context_, o));
      }
    };
    give(/*event_triggers=*/false);
    EachOf<Grant>([&](ObjectId, const Object& o) { EachStatement(CreateGrant(context_, o)); });
    // They would fire on what comes after them.
    EachOf<EventTrigger>(
        [&](ObjectId, const Object& o) { EachStatement(CreateEventTrigger(context_, o)); });
    comment(/*on_event_trigger=*/true);
    give(/*event_triggers=*/true);
    // They would give privileges on what comes after them.
    EachOf<DefaultPrivileges>(
        [&](ObjectId, const Object& o) { EachStatement(CreateDefaultPrivileges(context_, o)); });
    return std::move(out_);
  }

 private:
  enum class State : uint8_t { kNew, kOpen, kDone };

  void Statement(std::string_view text) {
    if (!text.empty()) StrAppend(&out_, text, ";\n");
  }
  void EachStatement(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) Statement(text);
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

  // A constraint that its table's own statement does not say; once.
  void Constrain(ObjectId id) {
    if (constrained_.insert(id).second) Statement(AddConstraint(context_, id));
  }

  // Parents first: what a partitioned table hands down when it is attached stays with it, and does
  // not reach its own partitions.
  void Attach(ObjectId id) {
    if (!attached_.insert(id).second) return;
    const Object& object = catalog_.Get(id);
    const QualifiedName& parent = object.As<Table>().partition_of;
    if (parent.empty()) return;
    const ObjectId above = catalog_.IdOf(KeyFor<Table>(parent.schema, parent.name));
    if (above != kNoObject) Attach(above);
    Statement(AttachPartition(context_, object));
  }

  void Say(std::string line) {
    // Hostile names may not end the comment.
    std::replace(line.begin(), line.end(), '\n', ' ');
    std::replace(line.begin(), line.end(), '\r', ' ');
    if (said_.insert(line).second) StrAppend(&out_, "-- ", line, "\n");
  }

  void SayUnresolved(const Object& object) {
    for (const AttributeInfo& attribute : InfoFor(object.key.kind).attributes) {
      const std::string reason = attribute.unresolved(object.payload);
      if (reason.empty()) continue;
      Say(StrCat(attribute.name, " of ", object.key.ToString(),
                 " is as written, not resolved: ", reason));
    }
  }

  // What has a statement of its own: the outermost object, or a sequence, which must be there
  // before the default that uses it, also when the default's column owns it.
  ObjectId Free(ObjectId id) const {
    while (catalog_.Get(id).parent != kNoObject && catalog_.Get(id).TryAs<Sequence>() == nullptr) {
      id = catalog_.Get(id).parent;
    }
    return id;
  }

  // Whether the statement that makes the parent says this part, too.
  bool IsSaidByParent(const Object& part) const {
    if (part.TryAs<Column>() != nullptr) return true;
    const auto* constraint = part.TryAs<Constraint>();
    return constraint != nullptr && constraint->type == ConstraintType::kCheck;
  }

  // Depth first along the references of the object and of those parts that its own statement
  // holds. A default or check that leads back to its own table (it calls a function over the
  // table's rows) is left for later.
  void Visit(ObjectId id) {
    if (state_[id] != State::kNew) return;
    state_[id] = State::kOpen;
    VisitReferences(id);
    if (catalog_.Get(id).TryAs<Sequence>() == nullptr) {
      for (const ObjectId child : catalog_.Children(id)) {
        if (!IsSaidByParent(catalog_.Get(child))) continue;
        if (CanBeLate(child) && LeadsTo(child, id)) {
          late_.push_back(child);
          context_.late.insert(child);
        } else {
          VisitReferences(child);
        }
      }
    }
    Emit(id);
    state_[id] = State::kDone;
  }

  void VisitReferences(ObjectId id) {
    // What owns a sequence comes after it.
    if (catalog_.Get(id).TryAs<Sequence>() != nullptr) return;
    VisitMembers(id);
    for (const Dependency& reference : catalog_.References(id)) {
      // The functions of a base type need its declaration only.
      if (catalog_.Get(reference.object).TryAs<ScalarType>() != nullptr &&
          DependsOn(reference.object, id)) {
        continue;
      }
      Visit(Free(reference.object));
      // A view that groups by a primary key needs the key.
      const Object& referenced = catalog_.Get(reference.object);
      if (referenced.TryAs<Constraint>() != nullptr &&
          state_[Free(reference.object)] == State::kDone) {
        Constrain(reference.object);
      }
    }
  }

  bool DependsOn(ObjectId id, ObjectId referenced) const {
    return std::ranges::any_of(catalog_.References(id), [&](const Dependency& reference) {
      return reference.object == referenced;
    });
  }

  // A family does not need its own members, but the statement that adds them does.
  void VisitMembers(ObjectId id) {
    const auto* family = catalog_.Get(id).TryAs<OperatorFamily>();
    if (family == nullptr) return;
    const auto visit = [&](const ObjectKey& key) {
      const ObjectId member = catalog_.IdOf(key);
      if (member != kNoObject) Visit(Free(member));
    };
    for (const FamilyOperator& op : family->operators) {
      visit(OperatorKey(op.name.schema, op.name.name, op.left, op.right));
    }
    for (const FamilyFunction& function : family->functions) {
      std::vector<Argument> arguments(function.arguments.size());
      for (size_t i = 0; i < arguments.size(); ++i) arguments[i].type = function.arguments[i];
      visit(RoutineKey<Function>(function.name.schema, function.name.name,
                                 RoutineSignature(arguments)));
    }
  }

  bool CanBeLate(ObjectId id) const {
    const Object& part = catalog_.Get(id);
    if (catalog_.Get(part.parent).TryAs<Table>() == nullptr) return false;
    const auto* column = part.TryAs<Column>();
    if (column != nullptr) {
      return !column->default_value.empty() && column->generated == Generated::kNone;
    }
    return part.As<Constraint>().is_local;
  }

  // Whether `target` must be there before this part is, by way of other objects.
  bool LeadsTo(ObjectId part, ObjectId target) const {
    std::vector<ObjectId> open = {part};
    absl::flat_hash_set<ObjectId> seen;
    bool first = true;
    while (!open.empty()) {
      const ObjectId id = open.back();
      open.pop_back();
      for (const Dependency& reference : catalog_.References(id)) {
        const ObjectId next = Free(reference.object);
        if (next == target) {
          if (!first) return true;
          continue;
        }
        if (catalog_.Get(next).TryAs<Sequence>() != nullptr || !seen.insert(next).second) continue;
        open.push_back(next);
        for (const ObjectId child : catalog_.Children(next)) {
          if (IsSaidByParent(catalog_.Get(child))) open.push_back(child);
        }
      }
      first = false;
    }
    return false;
  }

  void Emit(ObjectId id) {
    const Object& object = catalog_.Get(id);
    SayUnresolved(object);
    if (object.TryAs<EnumType>()) return Statement(CreateEnum(context_, object));
    if (object.TryAs<Domain>()) return EachStatement(CreateDomain(context_, id));
    if (object.TryAs<CompositeType>()) return Statement(CreateCompositeType(context_, id));
    if (object.TryAs<RangeType>()) return Statement(CreateRangeType(context_, object));
    if (object.TryAs<ForeignDataWrapper>()) {
      return Statement(CreateForeignDataWrapper(context_, object));
    }
    if (object.TryAs<ForeignServer>()) return Statement(CreateForeignServer(context_, object));
    if (object.TryAs<UserMapping>()) return Statement(CreateUserMapping(context_, object));
    if (object.TryAs<Sequence>()) return Statement(CreateSequence(context_, object));
    if (object.TryAs<Table>()) {
      if (CannotOrderColumns(context_, id)) {
        Say(StrCat("columns of ", object.key.ToString(),
                   " will be in another order: a parent got one of them later"));
      }
      return Statement(CreateTable(context_, id));
    }
    if (object.TryAs<View>()) return Statement(CreateView(context_, object));
    if (object.TryAs<MaterializedView>()) {
      return Statement(CreateMaterializedView(context_, object));
    }
    if (object.TryAs<Function>()) return Statement(CreateFunction(context_, object));
    EmitOther(object);
  }

  void EmitOther(const Object& object) {
    if (object.TryAs<Aggregate>()) return Statement(CreateAggregate(context_, object));
    if (object.TryAs<ScalarType>()) return Statement(CreateBaseType(context_, object));
    if (object.TryAs<Collation>()) return Statement(CreateCollation(context_, object));
    if (object.TryAs<Conversion>()) return Statement(CreateConversion(context_, object));
    if (object.TryAs<Cast>()) return Statement(CreateCast(context_, object));
    if (object.TryAs<Operator>()) return Statement(CreateOperator(context_, object));
    if (object.TryAs<OperatorClass>()) return Statement(CreateOperatorClass(context_, object));
    if (object.TryAs<OperatorFamily>()) {
      return EachStatement(CreateOperatorFamily(context_, object));
    }
    if (object.TryAs<Language>()) return Statement(CreateLanguage(context_, object));
    if (object.TryAs<Transform>()) return Statement(CreateTransform(context_, object));
    if (object.TryAs<AccessMethod>()) return Statement(CreateAccessMethod(context_, object));
    if (object.TryAs<TextSearchParser>()) {
      return Statement(CreateTextSearchParser(context_, object));
    }
    if (object.TryAs<TextSearchTemplate>()) {
      return Statement(CreateTextSearchTemplate(context_, object));
    }
    if (object.TryAs<TextSearchDictionary>()) {
      return Statement(CreateTextSearchDictionary(context_, object));
    }
    if (object.TryAs<TextSearchConfiguration>()) {
      EachStatement(CreateTextSearchConfiguration(context_, object));
    }
  }

  const Catalog& catalog_;
  Context context_;
  std::vector<State> state_;
  std::vector<ObjectId> late_;
  absl::flat_hash_set<ObjectId> constrained_;
  absl::flat_hash_set<ObjectId> attached_;
  StringSet said_;
  std::string out_;
};

}  // namespace

std::string CreateSql(const Catalog& catalog) { return Emitter(catalog).Run(); }

}  // namespace schemadiff
