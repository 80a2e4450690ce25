#ifndef LIMITED_PROCESS_H
#define LIMITED_PROCESS_H

#include <stdint.h>

/// What a program may use, itself and each process that it starts.
typedef struct {
    uint64_t cpu_seconds;
    uint64_t memory_bytes;  // of address space
    uint64_t file_bytes;    // of each file that it writes
    uint64_t open_files;
} lp_limits;

typedef struct {
    int pid;     // also the id of its process group
    int output;  // read end of its standard output
    int errors;  // read end of its standard error
} lp_process;

typedef struct {
    int ended;     // 0 while it runs
    int exited;    // 1 when it ended by itself
    int code;      // its exit code, or the signal that ended it
} lp_status;

/// Starts `path` with `arguments` and `environment`, both ended by NULL, and no input.
///
/// Returns 0 and fills `process`, or the errno of what failed, also that of execve.
int lp_start(const char *path, char *const arguments[], char *const environment[], const char *folder,
             const lp_limits *limits, lp_process *process);

/// Whether the process has ended. It is not yet reaped: its id and its group's stay taken.
lp_status lp_poll(int pid);

/// Ends every process of the group.
void lp_kill_group(int pid);

/// Takes back an ended process's id.
void lp_reap(int pid);

#endif
