// The trees kernel: 64 trees side by side in the bytes of a vector, for one to eight rows.
//
// It takes the same walk as the rows kernel (see rows.inc) with trees in the lanes: step s applies the s-th split, in
// preorder, of 64 trees. A row's ranks sit in one or two registers, so that fetching the rank each of the 64 splits
// asks for is one byte permutation (VBMI). Categorical splits read a constant rank that always sends a row right, and a
// word of permissions per category, prepared beforehand, says for which of the 64 trees the category is outside the set.
#include "kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#define FK_INCLUDE_AVX512
#pragma clang attribute push(                                                                                          \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,fma"))), apply_to = function)
#include "rank.inc"

enum {
    together = 8,
    rank_bytes = FK_TREES_COLUMNS + 64 // room for the last store past the last column
};

static inline void quantise(const fk_forest *forest, const double *row, uint8_t *ranks) {
    for (uint32_t i = 0; i < forest->numeric_count; i++) {
        const fk_numeric numeric = forest->numeric[i];
        const double value = row[numeric.feature];
        uint8_t *column = ranks + numeric.first_column;
        if (__builtin_expect(isnan(value) || fk_is_zero(value), 0)) {
            const uint16_t *special = (isnan(value) ? forest->nan_ranks : forest->zero_ranks) + numeric.first_column;
            for (uint32_t c = 0; c < numeric.column_count; c++) column[c] = (uint8_t)special[c];
            continue;
        }
        // One store for the feature's at most five columns; what it spoils to their right is written after it.
        uint64_t rank = fk_rank(forest->thresholds + numeric.threshold_start, numeric.threshold_count, value);
        rank *= 0x0101010101010101;
        memcpy(column, &rank, sizeof rank);
    }
}

/// Walks `groups` groups for `rows` rows and leaves the 64 reached leaves of each in `reached`, row by row.
static inline __attribute__((always_inline)) void walk(const fk_forest *forest, const fk_group *group,
                                                       const uint8_t (*ranks)[rank_bytes],
                                                       const uint64_t *const *allow, uint32_t step_count,
                                                       uint8_t *reached, const int rows, const int groups,
                                                       const int wide, const int categorical) {
    __m512i low[together], high[together], at[together];
    const uint8_t *steps[together];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
        low[r] = _mm512_load_si512(ranks[r]);
        if (wide) high[r] = _mm512_load_si512(ranks[r] + 64);
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < rows * groups; i++) at[i] = _mm512_setzero_si512();
#pragma clang loop unroll(full)
    for (int g = 0; g < groups; g++) steps[g] = forest->steps + (uint64_t)group[g].step_start * 256;
    for (uint32_t s = 0; s < step_count; s++) {
#pragma clang loop unroll(full)
        for (int g = 0; g < groups; g++) {
            const uint8_t *step = steps[g] + (uint64_t)s * 256;
            const __m512i column = _mm512_load_si512(step);
            const __m512i threshold = _mm512_load_si512(step + 64);
            const __m512i begin = _mm512_load_si512(step + 128);
            const __m512i end = _mm512_load_si512(step + 192);
#pragma clang loop unroll(full)
            for (int r = 0; r < rows; r++) {
                __m512i rank = wide ? _mm512_permutex2var_epi8(low[r], column, high[r])
                                    : _mm512_permutexvar_epi8(column, low[r]);
                __mmask64 right = categorical
                    ? _mm512_mask_cmpgt_epu8_mask(allow[r][group[g].step_start + s], rank, threshold)
                    : _mm512_cmpgt_epu8_mask(rank, threshold);
                __mmask64 moves = _mm512_mask_cmpeq_epu8_mask(right, at[r * groups + g], begin);
                at[r * groups + g] = _mm512_mask_mov_epi8(at[r * groups + g], moves, end);
            }
        }
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < rows * groups; i++) _mm512_store_si512(reached + i * 64, at[i]);
}

static inline __attribute__((always_inline)) void dispatch_walk(const fk_forest *forest, const fk_group *group,
                                                                const uint8_t (*ranks)[rank_bytes],
                                                                const uint64_t *const *allow, uint32_t step_count,
                                                                uint8_t *reached, const int rows, const int groups) {
    const int wide = forest->numeric_columns + (forest->categorical_count > 0) > 64;
    if (forest->categorical_count) {
        if (wide) walk(forest, group, ranks, allow, step_count, reached, rows, groups, 1, 1);
        else walk(forest, group, ranks, allow, step_count, reached, rows, groups, 0, 1);
    } else {
        if (wide) walk(forest, group, ranks, allow, step_count, reached, rows, groups, 1, 0);
        else walk(forest, group, ranks, allow, step_count, reached, rows, groups, 0, 0);
    }
}

/// Adds the reached leaves in the order of the trees, as LightGBM does, so that sums round alike.
static inline __attribute__((always_inline)) void add_leaves(const fk_forest *forest, uint32_t tree_start,
                                                             uint32_t tree_count, const uint8_t *reached, int stride,
                                                             double *out, const int rows) {
    const fk_tree *trees = forest->trees + tree_start;
    const uint32_t outputs = forest->output_count;
    if (outputs == 1) {
        double sum[together];
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) sum[r] = out[r];
        for (uint32_t t = 0; t < tree_count; t++) {
            const double *leaves = forest->leaves + trees[t].leaf_start;
#pragma clang loop unroll(full)
            for (int r = 0; r < rows; r++) {
                sum[r] += leaves[reached[r * stride + (int)t]];
                // Eight loads and additions beat the gather that the compiler would make of them.
                __asm__("" : "+x"(sum[r]));
            }
        }
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) out[r] = sum[r];
        return;
    }
    uint32_t output = tree_start % outputs;
    for (uint32_t t = 0; t < tree_count; t++) {
        const double *leaves = forest->leaves + trees[t].leaf_start;
        for (int r = 0; r < rows; r++) out[(uint32_t)r * outputs + output] += leaves[reached[r * stride + (int)t]];
        output = output + 1 == outputs ? 0 : output + 1;
    }
}

/// The permissions of up to eight rows for steps `start ..< start + count`: the table's own row with one categorical
/// feature, else the conjunction over features in `combined`. Pointers are moved so that the step's own index works.
static inline void gather_allow(const fk_forest *forest, const uint32_t *codes, int rows, uint32_t start,
                                uint32_t count, uint64_t *combined, uint32_t stride, const uint64_t **allow) {
    for (int r = 0; r < rows; r++) {
        const uint32_t *row_codes = codes + (uint32_t)r * forest->categorical_count;
        const fk_categorical *feature = forest->categorical;
        const uint64_t *first = forest->allow + feature->allow_start + (uint64_t)row_codes[0] * forest->step_total;
        allow[r] = first;
        if (forest->categorical_count == 1) continue;
        uint64_t *words = combined + (uint32_t)r * stride;
        for (uint32_t s = 0; s < count; s++) words[s] = first[start + s];
        for (uint32_t i = 1; i < forest->categorical_count; i++) {
            const uint64_t *more = forest->allow + feature[i].allow_start + (uint64_t)row_codes[i] * forest->step_total;
            for (uint32_t s = 0; s < count; s++) words[s] &= more[start + s];
        }
        allow[r] = words - start;
    }
}

static inline __attribute__((always_inline)) void score(const fk_forest *forest, const double *rows, double *out,
                                                        const int count, const int groups) {
    _Alignas(64) uint8_t ranks[together][rank_bytes];
    _Alignas(64) uint8_t reached[together * 64];
    uint32_t codes[together * FK_TREES_CATEGORICAL];
    uint64_t combined[together * 256]; // count × groups is at most `together`
    const uint64_t *allow[together];
    for (int r = 0; r < count; r++) {
        const double *row = rows + (uint64_t)r * forest->feature_count;
        quantise(forest, row, ranks[r]);
        if (forest->categorical_count) ranks[r][forest->numeric_columns] = 255;
        for (uint32_t i = 0; i < forest->categorical_count; i++) {
            const fk_categorical *feature = &forest->categorical[i];
            codes[(uint32_t)r * forest->categorical_count + i] = fk_code(forest, feature, row[feature->feature]);
        }
    }
    uint32_t g = 0;
    while (g < forest->group_count) {
        const fk_group *group = &forest->groups[g];
        const uint32_t left = forest->group_count - g;
        const uint32_t taken = left < (uint32_t)groups ? left : (uint32_t)groups;
        const uint32_t steps = taken > 1 ? group->padded_step_count : group->step_count;
        if (forest->categorical_count) {
            gather_allow(forest, codes, count, group->step_start, steps * taken, combined,
                         256 * (uint32_t)groups, allow);
        }
        uint32_t trees = 0;
        for (uint32_t i = 0; i < taken; i++) trees += group[i].tree_count;
        switch (taken) {
        case 1: dispatch_walk(forest, group, ranks, allow, steps, reached, count, 1); break;
#define FK_CASE(n)                                                                                                     \
    case n:                                                                                                            \
        if (n <= groups) dispatch_walk(forest, group, ranks, allow, steps, reached, count, n <= groups ? n : 1);       \
        break;
            FK_CASE(2) FK_CASE(3) FK_CASE(4) FK_CASE(5) FK_CASE(6) FK_CASE(7) FK_CASE(8)
#undef FK_CASE
        default: break;
        }
        add_leaves(forest, group->tree_start, trees, reached, 64 * (int)taken, out, count);
        g += taken;
    }
}

void fk_score_trees(const fk_forest *forest, const double *rows, int64_t row_count, double *out) {
    const uint64_t width = forest->feature_count, outputs = forest->output_count;
    for (; row_count >= 8; row_count -= 8, rows += 8 * width, out += 8 * outputs) score(forest, rows, out, 8, 1);
    for (; row_count >= 2; row_count -= 2, rows += 2 * width, out += 2 * outputs) score(forest, rows, out, 2, 4);
    if (row_count) score(forest, rows, out, 1, 8);
}
#pragma clang attribute pop
#endif
