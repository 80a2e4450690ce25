// The inner loops of Forest: scoring and attribution over quantised or prepared rows.
//
// Everything here is stateless: a caller owns every table and every scratch buffer, so that any number of threads may
// call any function at once. Tables are made and checked on the Swift side (`ForestTables`); nothing is validated here.
#ifndef C_FOREST_KERNELS_H
#define C_FOREST_KERNELS_H

#include <stdint.h>

/// Instruction sets a kernel was compiled for. `FK_PORTABLE` is the target's baseline (SSE2 on x86-64, NEON on arm64).
enum { FK_PORTABLE = 0, FK_AVX2 = 1, FK_AVX512 = 2 };

/// The best instruction set this processor and operating system support.
int fk_best_level(void);

/// Rows that the rows kernel takes at a time, and the stride of its rank columns.
#define FK_BLOCK 256
/// Widest row of ranks, in columns, that the trees kernel can look up in registers.
#define FK_TREES_COLUMNS 128
/// Most categorical features that the trees kernel takes.
#define FK_TREES_CATEGORICAL 64
/// Trees that the trees kernel walks side by side, and groups of them that share one padded step count.
#define FK_GROUP 64
#define FK_GROUPS_TOGETHER 8

/// A numerical feature: its sorted distinct thresholds, and the columns of ranks it fills.
///
/// The thresholds lie in blocks of 16 padded with infinity, after one row of 16 pivots (the last threshold of each
/// block), when there are at most 256 of them; otherwise they are plain.
typedef struct {
    uint32_t feature;
    uint32_t first_column;
    uint32_t column_count;
    uint32_t threshold_count;
    uint64_t threshold_start;
} fk_numeric;

/// A categorical feature: category → code, and code → membership in each distinct set the model asks for.
typedef struct {
    uint32_t feature;
    uint32_t first_column;
    uint32_t set_count;
    uint32_t code_limit;       // categories 0 ..< code_limit have an entry in `codes`; all others are code 0
    uint64_t code_start;       // into `codes`
    uint64_t membership_start; // into `membership`: code × set_count bytes, 0 = member (left), 1 = not (right)
    uint64_t allow_start;      // into `allow`: code × step_total words
} fk_categorical;

/// A split in preorder for the rows kernel: a row at leaf `begin` whose rank exceeds `threshold` moves to leaf `end`.
typedef struct {
    uint32_t column;
    uint16_t threshold;
    uint16_t begin;
    uint16_t end;
    uint16_t unused;
} fk_node;

typedef struct {
    uint32_t node_start;
    uint32_t node_count;
    uint32_t leaf_start;
    uint32_t leaf_count;
} fk_tree;

/// 64 consecutive trees walked side by side. Step *s* holds 64 columns, 64 thresholds, 64 begins and 64 ends.
typedef struct {
    uint32_t step_start; // in steps, into `steps` (256 bytes each) and `allow` (one word each)
    uint32_t step_count; // the longest tree of this group
    uint32_t padded_step_count;
    uint32_t tree_start;
    uint32_t tree_count;
} fk_group;

typedef struct {
    uint32_t feature_count;
    uint32_t output_count;
    uint32_t tree_count;
    uint32_t column_count;    // of the rows kernel: numerical ones, then one for each distinct categorical set
    uint32_t numeric_columns; // the trees kernel has one more after them, always 255, if there are categories
    uint32_t numeric_count;
    uint32_t categorical_count;
    uint32_t group_count; // 0: the trees kernel cannot serve this forest
    uint32_t step_total;
    const fk_numeric *numeric;
    const fk_categorical *categorical;
    const double *thresholds;
    const uint16_t *nan_ranks;  // by column
    const uint16_t *zero_ranks; // by column
    const uint32_t *codes;
    const uint8_t *membership;
    const fk_tree *trees;
    const fk_node *nodes;
    const double *leaves; // in left-to-right order of each tree
    const fk_group *groups;
    const uint8_t *steps;
    const uint64_t *allow; // bit t of word s: the condition of step s may send tree t to the right
} fk_forest;

/// Adds each tree's leaf to `out` (row-major, `row_count` × outputs), rows in the lanes of a vector.
///
/// `words` chooses 16-bit ranks instead of 8-bit ones. `scratch` holds FK_BLOCK × column_count ranks, 64-byte aligned.
void fk_score_rows(const fk_forest *forest, int level, int words, const double *rows, int64_t row_count, void *scratch,
                   double *out);

/// Adds each tree's leaf to `out`, trees in the lanes of a vector. Needs `fk_can_score_trees()` and a forest with groups.
void fk_score_trees(const fk_forest *forest, const double *rows, int64_t row_count, double *out);
int fk_can_score_trees(void);

/// How a feature's value is prepared for a split, the order of a feature's five entries in a prepared row.
/// Missing values become −∞ (≤ every threshold) or NaN (≤ none) where the split gives them a default direction.
enum { FK_PLAIN = 0, FK_ZERO_LEFT = 1, FK_ZERO_RIGHT = 2, FK_NAN_LEFT = 3, FK_NAN_RIGHT = 4, FK_VARIANTS = 5 };

/// A split in its original order: a prepared value ≤ threshold goes left; a categorical one looks its bit up.
typedef struct {
    double threshold;
    uint32_t entry; // feature × FK_VARIANTS + variant
    int32_t left;   // a node, or ~leaf
    int32_t right;
    uint32_t category_start; // into `category_bits`
    uint32_t category_words; // 0: a numerical split
    uint32_t unused;
} fk_split;

/// One distinct feature on the path to a leaf.
typedef struct {
    double share; // product of the shares of training rows that took the path's branches on this feature
    uint32_t feature;
    uint32_t branch_start; // into `branches`
    uint32_t branch_count;
    uint32_t unused;
} fk_element;

typedef struct {
    double value;
    uint64_t element_start;
    uint64_t element_count;
} fk_leaf;

typedef struct {
    uint64_t split_start;
    uint64_t leaf_start;
    uint32_t split_count;
    uint32_t leaf_count;
} fk_plain_tree;

typedef struct {
    uint32_t feature_count;
    uint32_t output_count;
    uint32_t tree_count;
    uint32_t longest_path;     // distinct features on the longest path
    uint32_t largest_tree;     // splits
    const fk_plain_tree *trees;
    const fk_split *splits;
    const uint32_t *category_bits;
    const fk_leaf *leaves;       // in the file's leaf order
    const fk_element *elements;
    const uint32_t *branches;    // 2 × split + (1 when the path goes right)
    const double *points;        // Gauss-Legendre on (0, 1): for n = 1…, n abscissae then n weights, start n(n − 1)
} fk_plain_forest;

/// Fills the FK_VARIANTS entries of each feature for one row, `stride` doubles apart.
void fk_prepare(const double *row, uint32_t feature_count, int64_t stride, double *prepared);

/// The leaf a prepared row (stride 1) reaches in one tree.
int32_t fk_walk(const fk_plain_forest *forest, uint32_t tree, const double *row, const double *prepared);

/// Adds the Shapley values of up to 8 rows to `phi`: output × (feature_count + 1) × 8, rows innermost.
///
/// The column of the expected value is left alone. `scratch` holds fk_contribution_scratch() bytes, 64-byte aligned.
void fk_contributions(const fk_plain_forest *forest, int level, const double *rows, int64_t row_count, void *scratch,
                      double *phi);
int64_t fk_contribution_scratch(const fk_plain_forest *forest);

#endif
