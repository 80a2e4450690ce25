#include "CForestKernels.h"
#include "kernels.h"

#if defined(__x86_64__)
int fk_best_level(void) {
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl")) {
        return FK_AVX512;
    }
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? FK_AVX2 : FK_PORTABLE;
}

int fk_can_score_trees(void) {
    __builtin_cpu_init();
    return fk_best_level() == FK_AVX512 && __builtin_cpu_supports("avx512vbmi");
}
#else
int fk_best_level(void) { return FK_PORTABLE; }
int fk_can_score_trees(void) { return 0; }
void fk_score_trees(const fk_forest *forest, const double *rows, int64_t row_count, double *out) {
    (void)forest, (void)rows, (void)row_count, (void)out;
}
#endif

void fk_score_rows(const fk_forest *forest, int level, int words, const double *rows, int64_t row_count, void *scratch,
                   double *out) {
#if defined(__x86_64__)
    if (level == FK_AVX512) {
        (words ? fk_score_rows_words_avx512 : fk_score_rows_bytes_avx512)(forest, rows, row_count, scratch, out);
        return;
    }
    if (level == FK_AVX2) {
        (words ? fk_score_rows_words_avx2 : fk_score_rows_bytes_avx2)(forest, rows, row_count, scratch, out);
        return;
    }
#endif
    (void)level;
    (words ? fk_score_rows_words_portable : fk_score_rows_bytes_portable)(forest, rows, row_count, scratch, out);
}

void fk_contributions(const fk_plain_forest *forest, int level, const double *rows, int64_t row_count, void *scratch,
                      double *phi) {
#if defined(__x86_64__)
    if (level == FK_AVX512) {
        fk_contributions_avx512(forest, rows, row_count, scratch, phi);
        return;
    }
    if (level == FK_AVX2) {
        fk_contributions_avx2(forest, rows, row_count, scratch, phi);
        return;
    }
#endif
    (void)level;
    fk_contributions_portable(forest, rows, row_count, scratch, phi);
}
