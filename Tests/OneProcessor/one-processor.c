/* Preloaded by `make test-one-thread`: the machine seems to have one processor, so that the cooperative pool has one
   thread. The runtime's own switch, LIBDISPATCH_COOPERATIVE_POOL_STRICT, has no effect on Linux. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>

long sysconf(int name) {
  static long (*original)(int);
  if (name == _SC_NPROCESSORS_ONLN || name == _SC_NPROCESSORS_CONF) return 1;
  if (!original) original = (long (*)(int))dlsym(RTLD_NEXT, "sysconf");
  return original(name);
}
