// Subscriptions: pg_subscription. They belong to a database and to no schema.
//
// Ordinary roles may read some columns only, never that of the connection string, which nobody
// reads here; of 13 not even the OID, which comments need: it is looked up by what the server calls
// the object that the comment is on.
#include <algorithm>

#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

SubscriptionStreaming StreamingFrom(char code) {
  if (code == 'p') return SubscriptionStreaming::kParallel;
  return code == 't' ? SubscriptionStreaming::kOn : SubscriptionStreaming::kOff;
}

void ReadSubscriptions(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name name = row.NameText();
    Subscription subscription;
    subscription.enabled = row.Bool();
    for (const std::string& publication : row.Texts()) {
      subscription.publications.emplace_back(publication);
    }
    std::ranges::sort(subscription.publications);
    if (row.IsNull()) {
      row.Skip();
    } else {
      subscription.slot_name = row.NameText();
    }
    subscription.synchronous_commit = row.String();
    subscription.binary = row.Bool();
    subscription.streaming = StreamingFrom(row.Char());
    // Pending or in force: which of them is replication's business.
    subscription.two_phase = row.Char() != 'd';
    subscription.disable_on_error = row.Bool();
    subscription.password_required = row.Bool();
    subscription.run_as_owner = row.Bool();
    subscription.origin = row.String();
    subscription.failover = row.Bool();
    subscription.owner = row.NameText();
    const ObjectId id = builder.catalog.Create(KeyFor<Subscription>(name), std::move(subscription));
    if (oid != 0) builder.Register("pg_subscription", oid, id);
  }
}

}  // namespace

Step SubscriptionsStep(const Scope& scope) {
  const std::string wanted =
      "s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())";
  return {
      "the subscriptions",
      "SELECT " +
          scope.Since(140000, "s.oid",
                      "(SELECT d.objoid FROM pg_description d"
                      " WHERE d.classoid = 'pg_subscription'::regclass"
                      " AND pg_describe_object(d.classoid, d.objoid, 0)"
                      " = 'subscription ' || s.subname)") +
          ", s.subname, s.subenabled, s.subpublications, s.subslotname, " +
          scope.Since(140000, "s.subsynccommit, s.subbinary, s.substream", "'off', false, 'f'") +
          ", " + scope.Since(150000, "s.subtwophasestate, s.subdisableonerr", "'d', false") + ", " +
          scope.Since(160000, "s.subpasswordrequired, s.subrunasowner, s.suborigin",
                      "true, false, 'any'") +
          ", " + scope.Since(170000, "s.subfailover", "false") +
          ", pg_get_userbyid(s.subowner) FROM pg_subscription s WHERE " +
          (scope.whole_database ? "" : "false AND ") + wanted,
      ReadSubscriptions,
      // Of 13 nobody may ask for whole rows.
      "(SELECT s.subname FROM pg_subscription s WHERE " + wanted + ") subscriptions"};
}

}  // namespace schemadiff::introspect
