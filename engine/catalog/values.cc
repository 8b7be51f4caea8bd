#include "engine/catalog/values.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "engine/base/strings.h"
#include "engine/catalog/kinds/constraint.h"
#include "engine/catalog/kinds/function.h"
#include "engine/catalog/kinds/index.h"
#include "engine/catalog/kinds/operator_class.h"
#include "engine/catalog/kinds/text_search.h"
#include "engine/pg/identifier.h"

namespace schemadiff {

std::string QualifiedName::ToString() const {
  if (schema.empty()) return QuoteIdentifier(name, kNewestMajor);
  return StrCat(QuoteIdentifier(schema, kNewestMajor), ".", QuoteIdentifier(name, kNewestMajor));
}

std::string ColumnName::ToString() const {
  return StrCat(QuoteIdentifier(schema, kNewestMajor), ".", QuoteIdentifier(table, kNewestMajor),
                ".", QuoteIdentifier(column, kNewestMajor));
}

Expression Expression::Canonical(std::string canonical, std::string source) {
  Expression expression;
  if (source == canonical) source.clear();
  expression.data_ =
      std::make_shared<const Data>(Data{std::move(canonical), std::move(source), {}});
  return expression;
}

Expression Expression::Unresolved(std::string source, std::string reason) {
  Expression expression;
  expression.data_ = std::make_shared<const Data>(Data{std::move(source), {}, std::move(reason)});
  return expression;
}

namespace {
const std::string kNoText;
}

const std::string& Expression::text() const { return data_ ? data_->text : kNoText; }
const std::string& Expression::source() const { return data_ ? data_->source : kNoText; }
const std::string& Expression::reason() const { return data_ ? data_->reason : kNoText; }

void Options::Set(Name name, std::string value) {
  const auto at = std::ranges::lower_bound(list_, name, {}, &Option::name);
  if (at != list_.end() && at->name == name) {
    at->value = std::move(value);
  } else {
    list_.insert(at, {name, std::move(value)});
  }
}

void Options::Reset(Name name) {
  std::erase_if(list_, [name](const Option& option) { return option.name == name; });
}

const std::string* Options::Find(std::string_view name) const {
  const auto found =
      std::ranges::find_if(list_, [name](const Option& o) { return o.name == name; });
  return found == list_.end() ? nullptr : &found->value;
}

std::string IndexKey::ToText() const {
  std::string out = column.empty() ? expression.text() : QuoteIdentifier(column, kNewestMajor);
  if (!collation.empty()) StrAppend(&out, " COLLATE ", collation.ToString());
  if (!opclass.empty()) StrAppend(&out, " ", opclass.ToString());
  if (!opclass_options.empty()) {
    StrAppend(&out, " (",
              StrJoin(opclass_options.list(), ", ",
                      [](std::string* text, const Option& o) {
                        StrAppend(text, o.name.str(), "=", o.value);
                      }),
              ")");
  }
  if (descending) out += " DESC";
  if (nulls_first != descending) out += nulls_first ? " NULLS FIRST" : " NULLS LAST";
  // CREATE INDEX cannot say it, but keys that differ must not look alike.
  if (statistics_target) StrAppend(&out, " (statistics ", *statistics_target, ")");
  return out;
}

std::string ConstraintTrigger::ToText() const {
  std::string out = StrCat(EnumText(state), " for ", event);
  if (!partition.empty()) StrAppend(&out, " on ", partition.ToString());
  return out;
}

void SetConstraintTrigger(std::vector<ConstraintTrigger>* triggers, const QualifiedName& partition,
                          std::string_view event, TriggerState state) {
  const auto before = [](const ConstraintTrigger& a, const ConstraintTrigger& b) {
    return std::tie(a.partition, a.event) < std::tie(b.partition, b.event);
  };
  ConstraintTrigger trigger{partition, std::string(event), state};
  const auto at = std::lower_bound(triggers->begin(), triggers->end(), trigger, before);
  const bool there = at != triggers->end() && !before(trigger, *at);
  if (state == TriggerState::kEnabled) {
    if (there) triggers->erase(at);
  } else if (there) {
    at->state = state;
  } else {
    triggers->insert(at, std::move(trigger));
  }
}

std::string Argument::ToText() const {
  std::string out;
  if (mode != ArgumentMode::kIn && mode != ArgumentMode::kTable)
    StrAppend(&out, EnumText(mode), " ");
  if (!name.empty()) StrAppend(&out, QuoteIdentifier(name, kNewestMajor), " ");
  out += FormatType(type, kNewestMajor);
  if (!default_value.empty()) StrAppend(&out, " DEFAULT ", default_value.text());
  return out;
}

namespace {

std::string TypesText(const TypeRef& left, const TypeRef& right) {
  return StrCat("(", left.name.empty() ? "NONE" : FormatTypeWithoutModifiers(left, kNewestMajor),
                ", ", FormatTypeWithoutModifiers(right, kNewestMajor), ")");
}

}  // namespace

std::string TokenMapping::ToText() const {
  return StrCat(token.str(), ": ",
                StrJoin(dictionaries, ", ", [](std::string* out, const QualifiedName& name) {
                  *out += name.ToString();
                }));
}

std::string FamilyOperator::ToText() const {
  std::string out =
      StrCat("OPERATOR ", strategy, " ", name.schema, ".", name.name, TypesText(left, right));
  if (!sort_family.empty()) StrAppend(&out, " FOR ORDER BY ", sort_family.ToString());
  return out;
}

std::string FamilyFunction::ToText() const {
  return StrCat("FUNCTION ", number, " ", TypesText(left, right), " ", name.ToString(), "(",
                StrJoin(arguments, ", ",
                        [](std::string* out, const TypeRef& type) {
                          *out += FormatTypeWithoutModifiers(type, kNewestMajor);
                        }),
                ")");
}

void SortMembers(std::vector<FamilyOperator>* operators, std::vector<FamilyFunction>* functions) {
  std::ranges::sort(*operators, {}, [](const FamilyOperator& op) {
    return std::pair(TypesText(op.left, op.right), op.strategy);
  });
  std::ranges::sort(*functions, {}, [](const FamilyFunction& function) {
    return std::pair(TypesText(function.left, function.right), function.number);
  });
}

}  // namespace schemadiff
