// A layer between SQLite and the file system that notes, for each file, whether what was written has been synced.

#include "sync_probe.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct entry {
    char *path;
    sync_probe_state state;
    int delay;
    struct entry *next;
} entry;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static entry *entries;

// Entries are never freed: tests open few files.
static entry *entry_of(const char *path) {
    for (entry *found = entries; found; found = found->next)
        if (strcmp(found->path, path) == 0) return found;
    entry *made = calloc(1, sizeof(entry));
    made->path = strdup(path);
    made->next = entries;
    entries = made;
    return made;
}

typedef struct {
    sqlite3_file base;
    entry *entry;
    sqlite3_file *real;
} probe_file;

#define REAL(file) (((probe_file *)(file))->real)
#define METHODS(file) (REAL(file)->pMethods)

static int probe_close(sqlite3_file *f) { return METHODS(f)->xClose(REAL(f)); }
static int probe_read(sqlite3_file *f, void *b, int n, sqlite3_int64 o) { return METHODS(f)->xRead(REAL(f), b, n, o); }

static int probe_write(sqlite3_file *f, const void *b, int n, sqlite3_int64 o) {
    pthread_mutex_lock(&lock);
    entry *noted = ((probe_file *)f)->entry;
    if (noted) {
        noted->state.writes++;
        noted->state.is_unsynced = 1;
    }
    pthread_mutex_unlock(&lock);
    return METHODS(f)->xWrite(REAL(f), b, n, o);
}

static int probe_truncate(sqlite3_file *f, sqlite3_int64 n) { return METHODS(f)->xTruncate(REAL(f), n); }

static int probe_sync(sqlite3_file *f, int flags) {
    entry *noted = ((probe_file *)f)->entry;
    if (noted && noted->delay) usleep((useconds_t)noted->delay);
    int code = METHODS(f)->xSync(REAL(f), flags);
    pthread_mutex_lock(&lock);
    if (noted && code == SQLITE_OK) {
        noted->state.syncs++;
        noted->state.is_unsynced = 0;
    }
    pthread_mutex_unlock(&lock);
    return code;
}

static int probe_size(sqlite3_file *f, sqlite3_int64 *n) { return METHODS(f)->xFileSize(REAL(f), n); }
static int probe_lock(sqlite3_file *f, int l) { return METHODS(f)->xLock(REAL(f), l); }
static int probe_unlock(sqlite3_file *f, int l) { return METHODS(f)->xUnlock(REAL(f), l); }
static int probe_check(sqlite3_file *f, int *r) { return METHODS(f)->xCheckReservedLock(REAL(f), r); }
static int probe_control(sqlite3_file *f, int o, void *a) { return METHODS(f)->xFileControl(REAL(f), o, a); }
static int probe_sector(sqlite3_file *f) { return METHODS(f)->xSectorSize(REAL(f)); }
static int probe_traits(sqlite3_file *f) { return METHODS(f)->xDeviceCharacteristics(REAL(f)); }
static int probe_map(sqlite3_file *f, int p, int s, int e, void volatile **m) {
    return METHODS(f)->xShmMap(REAL(f), p, s, e, m);
}
static int probe_shm_lock(sqlite3_file *f, int o, int n, int g) { return METHODS(f)->xShmLock(REAL(f), o, n, g); }
static void probe_barrier(sqlite3_file *f) { METHODS(f)->xShmBarrier(REAL(f)); }
static int probe_unmap(sqlite3_file *f, int d) { return METHODS(f)->xShmUnmap(REAL(f), d); }

static const sqlite3_io_methods methods = {
    2,           probe_close,  probe_read,   probe_write,   probe_truncate, probe_sync,  probe_size,     probe_lock,
    probe_unlock, probe_check, probe_control, probe_sector, probe_traits,   probe_map,   probe_shm_lock, probe_barrier,
    probe_unmap, 0,            0,
};

static sqlite3_vfs *system_vfs;
static sqlite3_vfs probe_vfs;

static int probe_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out) {
    probe_file *file = (probe_file *)f;
    file->real = (sqlite3_file *)(file + 1);
    pthread_mutex_lock(&lock);
    file->entry = name ? entry_of(name) : 0;
    pthread_mutex_unlock(&lock);
    int code = system_vfs->xOpen(system_vfs, name, file->real, flags, out);
    file->base.pMethods = file->real->pMethods ? &methods : 0;
    return code;
}

void sync_probe_install(void) {
    pthread_mutex_lock(&lock);
    if (!system_vfs) {
        system_vfs = sqlite3_vfs_find(0);
        probe_vfs = *system_vfs;
        probe_vfs.zName = "berth-sync-probe";
        probe_vfs.szOsFile = (int)sizeof(probe_file) + system_vfs->szOsFile;
        probe_vfs.xOpen = probe_open;
        sqlite3_vfs_register(&probe_vfs, 1);
    }
    pthread_mutex_unlock(&lock);
}

sync_probe_state sync_probe_of(const char *path) {
    pthread_mutex_lock(&lock);
    sync_probe_state state = entry_of(path)->state;
    pthread_mutex_unlock(&lock);
    return state;
}

void sync_probe_delay(const char *path, int microseconds) {
    pthread_mutex_lock(&lock);
    entry_of(path)->delay = microseconds;
    pthread_mutex_unlock(&lock);
}
