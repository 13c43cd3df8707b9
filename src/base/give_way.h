#pragma once

namespace weir {

/// Lower the calling thread's priority a little, for good: a stage that produces for another one
/// fills the gaps the other leaves, instead of taking its turns. For threads of our own that live
/// as long as the work; threads they start are lowered too. Where it cannot be done, nothing.
void GiveWay();

}  // namespace weir
