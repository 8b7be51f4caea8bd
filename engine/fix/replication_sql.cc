// Publications and subscriptions.
#include "engine/base/strings.h"
#include "engine/fix/statements.h"

namespace schemadiff::fix {

std::string CreatePublication(const Context& context, const Object& object) {
  const auto& publication = object.As<Publication>();
  std::string out = StrCat("CREATE PUBLICATION ", context.Quote(object.key.name),
                           publication.all_tables ? " FOR ALL TABLES" : "",
                           " WITH (publish = ", Literal(StrJoin(publication.publish, ", ")));
  if (publication.via_root) out += ", publish_via_partition_root = true";
  if (publication.generated_columns == PublishedGenerated::kStored) {
    out += ", publish_generated_columns = stored";
  }
  return out + ")";
}

std::string PublishTable(const Context& context, const Object& object) {
  const auto& published = object.As<PublishedTable>();
  std::string out = StrCat("ALTER PUBLICATION ", context.Quote(object.key.name), " ADD TABLE ONLY ",
                           context.Quote(QualifiedName{object.key.schema, object.key.table}));
  if (!published.columns.empty()) StrAppend(&out, " (", context.Names(published.columns), ")");
  if (!published.filter.empty()) StrAppend(&out, " WHERE (", published.filter.text(), ")");
  return out;
}

std::string PublishSchema(const Context& context, const Object& object) {
  return StrCat("ALTER PUBLICATION ", context.Quote(object.key.name), " ADD TABLES IN SCHEMA ",
                context.Quote(object.key.schema));
}

std::vector<std::string> CreateSubscription(const Context& context, const Object& object) {
  const auto& subscription = object.As<Subscription>();
  const std::string name = context.Quote(object.key.name);
  const auto boolean = [](bool value) { return value ? "true" : "false"; };
  std::string options = StrCat("connect = false, slot_name = ",
                               subscription.slot_name ? Literal(*subscription.slot_name) : "NONE");
  if (context.major >= 14) {
    StrAppend(&options, ", synchronous_commit = ", Literal(subscription.synchronous_commit),
              ", binary = ", boolean(subscription.binary),
              ", streaming = ", EnumText(subscription.streaming));
  }
  if (context.major >= 15) {
    StrAppend(&options, ", two_phase = ", boolean(subscription.two_phase),
              ", disable_on_error = ", boolean(subscription.disable_on_error));
  }
  if (context.major >= 16) {
    StrAppend(&options, ", password_required = ", boolean(subscription.password_required),
              ", run_as_owner = ", boolean(subscription.run_as_owner),
              ", origin = ", Literal(subscription.origin));
  }
  if (context.major >= 17) StrAppend(&options, ", failover = ", boolean(subscription.failover));
  std::vector<std::string> statements = {
      StrCat("CREATE SUBSCRIPTION ", name, " CONNECTION '' PUBLICATION ",
             context.Names(subscription.publications), " WITH (", options, ")")};
  if (subscription.enabled) {
    statements.push_back(StrCat("ALTER SUBSCRIPTION ", name, " ENABLE"));
  }
  return statements;
}

}  // namespace schemadiff::fix
