// The kernels' names by instruction set, and the small pieces they share.
#ifndef KERNELS_H
#define KERNELS_H

#include "CForestKernels.h"
#include <math.h>

#define FK_DECLARE(level)                                                                                              \
    void fk_score_rows_bytes_##level(const fk_forest *, const double *, int64_t, void *, double *);                   \
    void fk_score_rows_words_##level(const fk_forest *, const double *, int64_t, void *, double *);                   \
    void fk_contributions_##level(const fk_plain_forest *, const double *, int64_t, void *, double *);

FK_DECLARE(portable)
#if defined(__x86_64__)
FK_DECLARE(avx2)
FK_DECLARE(avx512)
#endif

/// LightGBM's kZeroThreshold, a float in its source: values at most this far from 0 are read as 0.
#define FK_ZERO_THRESHOLD ((double)1e-35f)

static inline int fk_is_zero(double value) { return fabs(value) <= FK_ZERO_THRESHOLD; }

/// LightGBM's `static_cast<int>` as x86-64 does it: truncation, and −1 (in no set) for what no `int` can hold.
static inline int32_t fk_category(double value) {
    return value > -1.0 && value < 2147483648.0 ? (int32_t)value : -1;
}

static inline uint32_t fk_code(const fk_forest *forest, const fk_categorical *feature, double value) {
    int32_t category = fk_category(value);
    return category >= 0 && (uint32_t)category < feature->code_limit
        ? forest->codes[feature->code_start + (uint32_t)category]
        : 0;
}

#endif
