// Times rivals without Python: LightGBM's single-row fast call, and the function that lleaves compiled.
//
// usage: rivals LIB_LIGHTGBM MODEL ROWS.f64 FEATURES
// Linked with the object file that lleaves caches, whose entry is `forest_root`. Prints "name min median" in ns/row.
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void forest_root(const double *rows, double *out, int start, int end);

typedef int (*create_t)(const char *, int *, void **);
typedef int (*init_t)(void *, int, int, int, int, int32_t, const char *, void **);
typedef int (*fast_t)(void *, const void *, int64_t *, double *);

static double *rows;
static long count, width;
static double answers[4096];
static fast_t fast;
static void *fast_config;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

static int ascending(const void *a, const void *b) { return *(const double *)a < *(const double *)b ? -1 : 1; }

static void lleaves(const double *block, long batch) { forest_root(block, answers, 0, (int)batch); }

static void lightgbm(const double *block, long batch) {
    int64_t length;
    (void)batch;
    fast(fast_config, block, &length, answers);
}

/// Each sample covers about 1,000 rows, all different, in calls of `batch`.
static void measure(const char *name, void (*score)(const double *, long), long batch) {
    enum { samples = 40 };
    double took[samples];
    const long calls = batch >= 1000 ? 1 : 1000 / batch;
    long row = 0;
    for (int s = -2; s < samples; s++) {
        const double start = now();
        for (long c = 0; c < calls; c++) {
            if (row + batch > count) row = 0;
            score(rows + row * width, batch);
            row += batch;
        }
        if (s >= 0) took[s] = (now() - start) / (double)(calls * batch);
    }
    qsort(took, samples, sizeof *took, ascending);
    printf("%s batch=%ld\t%.0f\t%.0f\n", name, batch, took[0], took[samples / 2]);
}

int main(int argc, char **argv) {
    if (argc != 5) return 2;
    width = atol(argv[4]);
    FILE *file = fopen(argv[3], "rb");
    if (!file) return 3;
    fseek(file, 0, SEEK_END);
    count = ftell(file) / (long)sizeof(double) / width;
    rewind(file);
    rows = malloc((size_t)(count * width) * sizeof(double));
    if (!rows || fread(rows, sizeof(double), (size_t)(count * width), file) != (size_t)(count * width)) return 3;

    void *library = dlopen(argv[1], RTLD_NOW), *booster;
    if (!library) return fprintf(stderr, "%s\n", dlerror()), 4;
    int iterations;
    if (((create_t)dlsym(library, "LGBM_BoosterCreateFromModelfile"))(argv[2], &iterations, &booster)) return 5;
    // predict type 0 (outputs), iterations 0 … all, data type 1 (double)
    if (((init_t)dlsym(library, "LGBM_BoosterPredictForMatSingleRowFastInit"))(
            booster, 0, 0, -1, 1, (int32_t)width, "num_threads=1", &fast_config)) {
        return 6;
    }
    fast = (fast_t)dlsym(library, "LGBM_BoosterPredictForMatSingleRowFast");
    measure("LightGBM fast call", lightgbm, 1);
    measure("lleaves without Python", lleaves, 1);
    measure("lleaves without Python", lleaves, 8);
    measure("lleaves without Python", lleaves, 64);
    measure("lleaves without Python", lleaves, 4096);
    return 0;
}
