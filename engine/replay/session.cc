#include "engine/replay/session.h"

#include <utility>

namespace schemadiff::replay {

namespace {
constexpr size_t kNone = static_cast<size_t>(-1);
}

void Session::ResetAllSettings() { current_ = lasting_ = defaults_; }

void Session::Begin(Catalog& catalog, SourceLocation place) {
  if (in_transaction()) return;
  levels_.push_back({"", catalog.SetMark(), current_, lasting_, place});
}

bool Session::Commit(Catalog& catalog) {
  if (!in_transaction()) return false;
  catalog.Release(levels_.front().mark);
  levels_.clear();
  failure_.reset();
  current_ = lasting_;
  return true;
}

bool Session::Rollback(Catalog& catalog) {
  if (!in_transaction()) return false;
  Level& outermost = levels_.front();
  catalog.RollbackTo(outermost.mark);
  current_ = std::move(outermost.current);
  lasting_ = std::move(outermost.lasting);
  levels_.clear();
  failure_.reset();
  return true;
}

void Session::Savepoint(Catalog& catalog, std::string_view name) {
  levels_.push_back({std::string(name), catalog.SetMark(), current_, lasting_, {}});
}

size_t Session::FindSavepoint(std::string_view name) const {
  for (size_t i = levels_.size(); i-- > 1;) {
    if (levels_[i].name == name) return i;
  }
  return kNone;
}

bool Session::ReleaseSavepoint(Catalog& catalog, std::string_view name) {
  const size_t at = FindSavepoint(name);
  if (at == kNone) return false;
  catalog.Release(levels_[at].mark);
  levels_.resize(at);
  return true;
}

bool Session::RollbackToSavepoint(Catalog& catalog, std::string_view name) {
  const size_t at = FindSavepoint(name);
  if (at == kNone) return false;
  catalog.RollbackTo(levels_[at].mark);
  failure_.reset();
  current_ = levels_[at].current;
  lasting_ = levels_[at].lasting;
  levels_.resize(at + 1);
  levels_[at].mark = catalog.SetMark();
  return true;
}

}  // namespace schemadiff::replay
