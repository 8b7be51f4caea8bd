#include "parsers/histories/readers.h"

namespace schemadiff {

const std::vector<const HistoryReader*>& AllHistoryReaders() {
  static const std::vector<const HistoryReader*> kReaders = {&AlembicReader(),
                                                             &SqlDirectoryReader()};
  return kReaders;
}

}  // namespace schemadiff
