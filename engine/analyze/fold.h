// The few computations that partition bounds need: values of casts of constants.
#pragma once

#include "engine/analyze/context.h"

namespace schemadiff::sema {

/// The constant that the expression is worth. Throws NotModelled where it takes more than a cast.
const Expr& FoldConstant(Context& context, const Expr& expr);

}  // namespace schemadiff::sema
