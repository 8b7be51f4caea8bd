#include "tools/random_ddl/random.h"

namespace schemadiff::random_ddl {

uint64_t Random::Next() {
  state_ += 0x9E3779B97F4A7C15U;
  uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
  return mixed ^ (mixed >> 31U);
}

int Random::Below(int limit) {
  if (limit <= 1) return 0;
  return static_cast<int>((Next() >> 33U) % static_cast<uint64_t>(limit));
}

uint64_t SeedOf(uint64_t run_seed, int program) {
  Random random(run_seed + 0x632BE59BD9B4E019U * static_cast<uint64_t>(program));
  return random.Next();
}

}  // namespace schemadiff::random_ddl
