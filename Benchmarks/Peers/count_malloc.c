// Preloaded into a process, counts its allocations and says the count at its end: "allocations: N" on stderr.
#define _GNU_SOURCE
#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static atomic_ulong allocations;

static void counted(void) { atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed); }

void *malloc(size_t size) { return counted(), __libc_malloc(size); }

void *calloc(size_t count, size_t size) { return counted(), __libc_calloc(count, size); }

void *realloc(void *old, size_t size) { return counted(), __libc_realloc(old, size); }

void *aligned_alloc(size_t alignment, size_t size) { return counted(), __libc_memalign(alignment, size); }

void *memalign(size_t alignment, size_t size) { return counted(), __libc_memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
    counted();
    void *memory = __libc_memalign(alignment, size);
    if (memory == NULL) return ENOMEM;
    *result = memory;
    return 0;
}

__attribute__((destructor)) static void report(void) {
    char line[64];
    int length = snprintf(line, sizeof line, "allocations: %lu\n", atomic_load(&allocations));
    if (write(STDERR_FILENO, line, (size_t)length) < 0) return;
}
