#ifndef C_SHA256_H
#define C_SHA256_H

#include <stddef.h>
#include <stdint.h>

// Takes whole blocks of 64 bytes into the state, as FIPS 180-4, 6.2.2, says.
//
// state: eight words; bytes: 64 * blocks of them.
void sha256_blocks(uint32_t *_Nonnull state, const uint8_t *_Nonnull bytes, size_t blocks);

#endif
