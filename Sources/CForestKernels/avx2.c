// The kernels compiled for AVX2; reached only through the dispatch.
#include "kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define FK_INCLUDE_AVX2
#define VECTOR_BYTES 32
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "rank.inc"
#define VEC_(name) name##_vector
#define VEC(name) VEC_(name)
#define QUANTISE_(name) name##_quantise
#define QUANTISE(name) QUANTISE_(name)
#define LANE uint8_t
#define NAME fk_score_rows_bytes_avx2
#include "rows.inc"
#undef LANE
#undef NAME
#define LANE uint16_t
#define NAME fk_score_rows_words_avx2
#include "rows.inc"
#undef NAME
#define NAME fk_contributions_avx2
#include "contributions.inc"
#pragma clang attribute pop
#endif
