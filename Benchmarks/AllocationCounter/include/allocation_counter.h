#ifndef REPLYBOT_ALLOCATION_COUNTER_H
#define REPLYBOT_ALLOCATION_COUNTER_H

/// Preloaded into a process, the library counts its allocations: calls of malloc, calloc, realloc and the aligned ones.
///
/// With this variable in the environment the count stands in the file that it names, eight bytes in the order of the
/// machine, to be read at any time. Without it the process says the count at its end: "allocations: N" on stderr.
#define ALLOCATION_COUNTER_FILE "ALLOCATION_COUNTER_FILE"

#endif
