#include "CEmbeddedFiles.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char openapi[] = {
#embed "../../openapi.yaml" suffix(, 0)
};

static const unsigned char sandboxes[] = {
#embed "../../catalogs/sandbox.yaml" suffix(, 0)
};

const unsigned char *embedded_openapi(void) { return openapi; }

const unsigned char *embedded_sandboxes(void) { return sandboxes; }
