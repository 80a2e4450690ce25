#ifndef C_EMBEDDED_FILES_H
#define C_EMBEDDED_FILES_H

#include <stddef.h>

// Every text is UTF-8 and ends with a zero byte. It lives as long as the program.

struct EmbeddedFile {
    // Within its folder, such as `core/dom.js`.
    const char *_Nonnull path;
    const unsigned char *_Nonnull text;
};

// The files of `Sources/Dashboard/Assets`, ascending by path; NULL from their number on.
const struct EmbeddedFile *_Nullable embedded_page_file(size_t index);

// `openapi.yaml` of the repository's root.
const unsigned char *_Nonnull embedded_openapi(void);

// `catalogs/sandbox.yaml`.
const unsigned char *_Nonnull embedded_sandboxes(void);

#endif
