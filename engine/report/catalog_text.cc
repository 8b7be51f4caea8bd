// A catalog as text: every attribute by its descriptor, no kind by name.
#include <algorithm>
#include <tuple>

#include "engine/base/strings.h"
#include "engine/catalog/kind_info.h"
#include "engine/report/text_writer.h"

namespace schemadiff {
namespace {

struct AttributeText {
  std::string_view name;
  std::string value;
};

class CatalogWriter {
 public:
  CatalogWriter(const Catalog& catalog, TextWriter* out) : catalog_(catalog), out_(out) {}

  void Write(ObjectId id, size_t depth) {
    const Object& object = catalog_.Get(id);
    const std::string indent(2 * depth, ' ');
    // A part is named without what it is part of, which stands above it.
    std::string title = ObjectText(object.key);
    if (depth > 0 && object.key.target == kNoKind) {
      ObjectKey local = object.key;
      local.schema = {};
      local.table = {};
      title = ObjectText(local);
    }
    std::string origin;
    if (out_->verbosity() > 0) {
      const Origin& made = catalog_.GetOrigin(object.origin);
      origin = PlaceText(made.location);
      if (!made.revision.empty()) {
        origin =
            origin.empty() ? Safe(made.revision) : StrCat(Safe(made.revision), " (", origin, ")");
      }
      if (!origin.empty()) origin.insert(0, "  ");
    }
    out_->Line(StrCat(indent, depth == 0 ? out_->Paint(Tone::kStrong, title) : title,
                      out_->Paint(Tone::kFaint, origin)));
    WriteAttributes(object, 2 * depth + 4);
    if (const std::string* reason = catalog_.UnknownReason(object.key)) {
      out_->Wrapped(StrCat(indent, "  ! "), indent.size() + 4, StrCat("not known: ", Safe(*reason)),
                    Tone::kWarning);
    }
    for (const ObjectId part : InOrder(catalog_.Children(id))) Write(part, depth + 1);
  }

 private:
  // By kind, then by position among siblings where the kind has one, else by key: a snapshot knows
  // no order of creation.
  template <typename Ids>
  std::vector<ObjectId> InOrder(const Ids& parts) const {
    std::vector<std::tuple<Kind, size_t, std::string, ObjectKey, ObjectId>> sorted;
    for (const ObjectId part : parts) {
      const Object& object = catalog_.Get(part);
      std::string position;
      for (const AttributeInfo& attribute : InfoFor(object.key.kind).attributes) {
        if (attribute.role == AttributeRole::kRelative) position = attribute.text(object.payload);
      }
      // Numbers without leading zeros: the shorter is the smaller.
      sorted.emplace_back(object.key.kind, position.size(), position, object.key, part);
    }
    std::ranges::sort(sorted);
    std::vector<ObjectId> ids;
    for (const auto& entry : sorted) ids.push_back(std::get<ObjectId>(entry));
    return ids;
  }

  void WriteAttributes(const Object& object, size_t indent) {
    std::vector<AttributeText> attributes;
    size_t widest = 0;
    for (const AttributeInfo& attribute : InfoFor(object.key.kind).attributes) {
      // The order of the lines shows relative positions.
      if (attribute.role == AttributeRole::kRelative || !attribute.is_set(object.payload)) continue;
      attributes.push_back({attribute.name, attribute.text(object.payload)});
      widest = std::max(widest, attribute.name.size());
    }
    for (const AttributeText& attribute : attributes) {
      const std::string lead =
          StrCat(std::string(indent, ' '), PadRight(attribute.name, widest + 2));
      bool first = true;
      for (const std::string_view line : StrSplit(attribute.value, '\n')) {
        const size_t room = out_->width() > lead.size() + 20 ? out_->width() - lead.size() : 20;
        for (const std::string& piece : BreakText(Safe(line), room)) {
          out_->Line(StrCat(first ? lead : std::string(lead.size(), ' '), piece));
          first = false;
        }
      }
    }
  }

  const Catalog& catalog_;
  TextWriter* out_;
};

}  // namespace

std::string RenderCatalogText(const Catalog& catalog, const std::vector<ObjectId>& objects,
                              const TextOptions& options) {
  TextWriter out(options);
  CatalogWriter writer(catalog, &out);
  for (const ObjectId id : objects) writer.Write(id, 0);
  return out.Take();
}

}  // namespace schemadiff
