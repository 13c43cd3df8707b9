#include "base/give_way.h"

#include <sys/resource.h>
#include <unistd.h>

namespace weir {

void GiveWay() {
  // On Linux "process" means the thread here (setpriority(2), NOTES).
  constexpr int kNiceness = 5;
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNiceness);
}

}  // namespace weir
