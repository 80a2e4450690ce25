#ifndef SYNC_PROBE_H
#define SYNC_PROBE_H

/* What has happened to one file since it was first opened through the probe. */
typedef struct {
    long writes;
    long syncs;
    /* Whether something was written after the last sync. */
    int is_unsynced;
} sync_probe_state;

/* Puts the probe under every database that is opened from now on. Safe to call again. */
void sync_probe_install(void);

/* The state of a file by its full path; all zero for one that was never opened. */
sync_probe_state sync_probe_of(const char *path);

/* Makes every later sync of a file take this many microseconds more, so that an answer before it would be seen. */
void sync_probe_delay(const char *path, int microseconds);

#endif
