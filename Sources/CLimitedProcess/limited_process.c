#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "limited_process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/syscall.h>
#endif

static void close_pair(int pair[2]) {
    if (pair[0] >= 0) close(pair[0]);
    if (pair[1] >= 0) close(pair[1]);
}

/// A pipe whose ends no other program inherits.
static int make_pipe(int pair[2]) {
#if defined(__linux__)
    return pipe2(pair, O_CLOEXEC);
#else
    if (pipe(pair) != 0) return -1;
    fcntl(pair[0], F_SETFD, FD_CLOEXEC);
    fcntl(pair[1], F_SETFD, FD_CLOEXEC);
    return 0;
#endif
}

static int limit(int resource, uint64_t value) {
    struct rlimit wanted;
    if (getrlimit(resource, &wanted) != 0) return -1;
    rlim_t most = (rlim_t)value;
    if (wanted.rlim_max != RLIM_INFINITY && wanted.rlim_max < most) most = wanted.rlim_max;
    wanted.rlim_cur = most;
    wanted.rlim_max = most;
    return setrlimit(resource, &wanted);
}

static int set_limits(const lp_limits *limits) {
    if (limit(RLIMIT_CORE, 0) != 0 || limit(RLIMIT_CPU, limits->cpu_seconds) != 0) return -1;
    if (limit(RLIMIT_FSIZE, limits->file_bytes) != 0 || limit(RLIMIT_NOFILE, limits->open_files) != 0) return -1;
#if defined(__APPLE__)
    // macOS refuses limits of address space.
    return 0;
#else
    return limit(RLIMIT_AS, limits->memory_bytes);
#endif
}

/// Marks what was open in the parent to be closed by execve.
static void close_others(int highest) {
#if defined(__linux__) && defined(SYS_close_range)
    const unsigned int on_exec = 4;  // CLOSE_RANGE_CLOEXEC
    if (syscall(SYS_close_range, 3u, ~0u, on_exec) == 0) return;
#endif
    for (int descriptor = 3; descriptor < highest; descriptor++) fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

/// The child's way to execve. Only async-signal-safe functions; it never returns.
static void become(const char *path, char *const arguments[], char *const environment[], const char *folder,
                   const lp_limits *limits, int input, int output, int errors, int report, int highest) {
    sigset_t none;
    sigemptyset(&none);
    int failed = setpgid(0, 0) != 0 || dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(errors, 2) < 0;
    close_others(highest);
    // What the service ignores or blocks is no matter of the program.
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    failed = failed || chdir(folder) != 0 || set_limits(limits) != 0;
    if (!failed) execve(path, arguments, environment);
    int number = errno;
    ssize_t written = write(report, &number, sizeof number);
    (void)written;
    _exit(127);
}

int lp_start(const char *path, char *const arguments[], char *const environment[], const char *folder,
             const lp_limits *limits, lp_process *process) {
    int output[2] = {-1, -1}, errors[2] = {-1, -1}, report[2] = {-1, -1};
    int failure = 0;
    int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (input < 0 || make_pipe(output) != 0 || make_pipe(errors) != 0 || make_pipe(report) != 0) failure = errno;
    long highest = sysconf(_SC_OPEN_MAX);
    if (highest < 0 || highest > 65536) highest = 65536;
    pid_t pid = -1;
    if (failure == 0) {
        pid = fork();
        if (pid == 0) {
            become(path, arguments, environment, folder, limits, input, output[1], errors[1], report[1], (int)highest);
        }
        if (pid < 0) failure = errno;
    }
    if (pid > 0) {
        // Both sides set it, so that it is set whichever comes first.
        setpgid(pid, pid);
        close(report[1]);
        report[1] = -1;
        ssize_t count;
        // Nothing comes when execve succeeded, since it closes the other end.
        do { count = read(report[0], &failure, sizeof failure); } while (count < 0 && errno == EINTR);
        if (count != (ssize_t)sizeof failure) failure = 0;
        if (failure != 0) lp_reap(pid);
    }
    close_pair(report);
    if (input >= 0) close(input);
    if (failure != 0) {
        close_pair(output);
        close_pair(errors);
        return failure;
    }
    close(output[1]);
    close(errors[1]);
    fcntl(output[0], F_SETFL, O_NONBLOCK);
    fcntl(errors[0], F_SETFL, O_NONBLOCK);
    process->pid = (int)pid;
    process->output = output[0];
    process->errors = errors[0];
    return 0;
}

lp_status lp_poll(int pid) {
    lp_status status = {0, 0, 0};
    siginfo_t info;
    info.si_pid = 0;
    int answer;
    do { answer = waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT); } while (answer != 0 && errno == EINTR);
    if (answer != 0 || info.si_pid == 0) {
        // Somebody else reaped it: it has ended, and nobody knows how.
        if (answer != 0) status = (lp_status){1, 0, 0};
        return status;
    }
    status.ended = 1;
    status.exited = info.si_code == CLD_EXITED;
    status.code = info.si_status;
    return status;
}

void lp_kill_group(int pid) { kill(-pid, SIGKILL); }

void lp_reap(int pid) {
    int status;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
}
