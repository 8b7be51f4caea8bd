// Foreign-data wrappers, servers, user mappings. Secrets are in no catalog: where there is one, its
// value must be filled in.
#include "engine/base/strings.h"
#include "engine/fix/statements.h"

namespace schemadiff::fix {

std::string GenericOptions(const Context& context, const Options& options) {
  if (options.empty()) return {};
  return StrCat(" OPTIONS (",
                StrJoin(options.list(), ", ",
                        [&](std::string* out, const Option& option) {
                          StrAppend(out, context.Quote(option.name), " ", Literal(option.value));
                        }),
                ")");
}

std::string CreateForeignDataWrapper(const Context& context, const Object& object) {
  const auto& wrapper = object.As<ForeignDataWrapper>();
  std::string out = StrCat("CREATE FOREIGN DATA WRAPPER ", context.Quote(object.key.name));
  if (!wrapper.handler.empty()) StrAppend(&out, " HANDLER ", context.Quote(wrapper.handler));
  if (!wrapper.validator.empty()) StrAppend(&out, " VALIDATOR ", context.Quote(wrapper.validator));
  return out + GenericOptions(context, wrapper.options);
}

std::string CreateForeignServer(const Context& context, const Object& object) {
  const auto& server = object.As<ForeignServer>();
  std::string out = StrCat("CREATE SERVER ", context.Quote(object.key.name));
  if (!server.type.empty()) StrAppend(&out, " TYPE ", Literal(server.type));
  if (!server.version.empty()) StrAppend(&out, " VERSION ", Literal(server.version));
  StrAppend(&out, " FOREIGN DATA WRAPPER ", context.Quote(server.wrapper));
  return out + GenericOptions(context, server.options);
}

std::string CreateUserMapping(const Context& context, const Object& object) {
  const auto& mapping = object.As<UserMapping>();
  const Name user = object.key.name;
  return StrCat("CREATE USER MAPPING FOR ", user == "public" ? "PUBLIC" : context.Quote(user),
                " SERVER ", context.Quote(object.key.table),
                mapping.options.value ? GenericOptions(context, *mapping.options.value) : "");
}

}  // namespace schemadiff::fix
