// Baseline kernels: the compiler lowers the vectors to SSE2 on x86-64 and to NEON on arm64.
#include "kernels.h"

#define VECTOR_BYTES 16
#include "rank.inc"
#define VEC_(name) name##_vector
#define VEC(name) VEC_(name)
#define QUANTISE_(name) name##_quantise
#define QUANTISE(name) QUANTISE_(name)
#define LANE uint8_t
#define NAME fk_score_rows_bytes_portable
#include "rows.inc"
#undef LANE
#undef NAME
#define LANE uint16_t
#define NAME fk_score_rows_words_portable
#include "rows.inc"
#undef NAME
#define NAME fk_contributions_portable
#include "contributions.inc"

void fk_prepare(const double *row, uint32_t feature_count, int64_t stride, double *prepared) {
    for (uint32_t f = 0; f < feature_count; f++, prepared += FK_VARIANTS * stride) {
        const double value = row[f];
        const int nan = isnan(value), zero = fk_is_zero(value);
        const double plain = nan | zero ? 0.0 : value;
        prepared[FK_PLAIN * stride] = plain;
        prepared[FK_ZERO_LEFT * stride] = nan | zero ? -INFINITY : value;
        prepared[FK_ZERO_RIGHT * stride] = nan | zero ? NAN : value;
        prepared[FK_NAN_LEFT * stride] = nan ? -INFINITY : plain;
        prepared[FK_NAN_RIGHT * stride] = nan ? NAN : plain;
    }
}

int32_t fk_walk(const fk_plain_forest *forest, uint32_t tree, const double *row, const double *prepared) {
    const fk_split *splits = forest->splits + forest->trees[tree].split_start;
    int32_t node = forest->trees[tree].split_count ? 0 : -1;
    while (node >= 0) {
        const fk_split *split = &splits[node];
        if (split->category_words == 0) {
            node = prepared[split->entry] <= split->threshold ? split->left : split->right;
            continue;
        }
        int32_t category = fk_category(row[split->entry / FK_VARIANTS]);
        uint32_t word = (uint32_t)category / 32;
        int inside = category >= 0 && word < split->category_words &&
            (forest->category_bits[split->category_start + word] >> ((uint32_t)category % 32) & 1);
        node = inside ? split->left : split->right;
    }
    return ~node;
}

int64_t fk_contribution_scratch(const fk_plain_forest *forest) {
    const int64_t vector = 64;
    return vector * ((int64_t)forest->feature_count * (FK_VARIANTS + 1) + 4 * (int64_t)forest->longest_path) +
        2 * (int64_t)forest->largest_tree + vector;
}
