#include "CEmbeddedFiles.h"

#include <stddef.h>

#pragma clang diagnostic ignored "-Wc23-extensions"

// Ascending by path. A test of the pages tells of a file of the folder that is not named here.
static const struct EmbeddedFile files[] = {
    {"app.js", (const unsigned char[]){
#embed "../Dashboard/Assets/app.js" suffix(, 0)
    }},
    {"charts/bars.js", (const unsigned char[]){
#embed "../Dashboard/Assets/charts/bars.js" suffix(, 0)
    }},
    {"charts/columns.js", (const unsigned char[]){
#embed "../Dashboard/Assets/charts/columns.js" suffix(, 0)
    }},
    {"charts/frame.js", (const unsigned char[]){
#embed "../Dashboard/Assets/charts/frame.js" suffix(, 0)
    }},
    {"charts/ring.js", (const unsigned char[]){
#embed "../Dashboard/Assets/charts/ring.js" suffix(, 0)
    }},
    {"charts/scale.js", (const unsigned char[]){
#embed "../Dashboard/Assets/charts/scale.js" suffix(, 0)
    }},
    {"charts/scatter.js", (const unsigned char[]){
#embed "../Dashboard/Assets/charts/scatter.js" suffix(, 0)
    }},
    {"charts/span.js", (const unsigned char[]){
#embed "../Dashboard/Assets/charts/span.js" suffix(, 0)
    }},
    {"charts/spark.js", (const unsigned char[]){
#embed "../Dashboard/Assets/charts/spark.js" suffix(, 0)
    }},
    {"charts/time.js", (const unsigned char[]){
#embed "../Dashboard/Assets/charts/time.js" suffix(, 0)
    }},
    {"core/api.js", (const unsigned char[]){
#embed "../Dashboard/Assets/core/api.js" suffix(, 0)
    }},
    {"core/dom.js", (const unsigned char[]){
#embed "../Dashboard/Assets/core/dom.js" suffix(, 0)
    }},
    {"core/follow.js", (const unsigned char[]){
#embed "../Dashboard/Assets/core/follow.js" suffix(, 0)
    }},
    {"core/format.js", (const unsigned char[]){
#embed "../Dashboard/Assets/core/format.js" suffix(, 0)
    }},
    {"core/history.js", (const unsigned char[]){
#embed "../Dashboard/Assets/core/history.js" suffix(, 0)
    }},
    {"core/live.js", (const unsigned char[]){
#embed "../Dashboard/Assets/core/live.js" suffix(, 0)
    }},
    {"core/resource.js", (const unsigned char[]){
#embed "../Dashboard/Assets/core/resource.js" suffix(, 0)
    }},
    {"core/router.js", (const unsigned char[]){
#embed "../Dashboard/Assets/core/router.js" suffix(, 0)
    }},
    {"index.html", (const unsigned char[]){
#embed "../Dashboard/Assets/index.html" suffix(, 0)
    }},
    {"mark.svg", (const unsigned char[]){
#embed "../Dashboard/Assets/mark.svg" suffix(, 0)
    }},
    {"pages/costs.js", (const unsigned char[]){
#embed "../Dashboard/Assets/pages/costs.js" suffix(, 0)
    }},
    {"pages/decision.js", (const unsigned char[]){
#embed "../Dashboard/Assets/pages/decision.js" suffix(, 0)
    }},
    {"pages/decisions.js", (const unsigned char[]){
#embed "../Dashboard/Assets/pages/decisions.js" suffix(, 0)
    }},
    {"pages/models.js", (const unsigned char[]){
#embed "../Dashboard/Assets/pages/models.js" suffix(, 0)
    }},
    {"pages/node.js", (const unsigned char[]){
#embed "../Dashboard/Assets/pages/node.js" suffix(, 0)
    }},
    {"pages/nodes.js", (const unsigned char[]){
#embed "../Dashboard/Assets/pages/nodes.js" suffix(, 0)
    }},
    {"pages/overview.js", (const unsigned char[]){
#embed "../Dashboard/Assets/pages/overview.js" suffix(, 0)
    }},
    {"pages/submit.js", (const unsigned char[]){
#embed "../Dashboard/Assets/pages/submit.js" suffix(, 0)
    }},
    {"pages/targets.js", (const unsigned char[]){
#embed "../Dashboard/Assets/pages/targets.js" suffix(, 0)
    }},
    {"pages/task.js", (const unsigned char[]){
#embed "../Dashboard/Assets/pages/task.js" suffix(, 0)
    }},
    {"pages/tasks.js", (const unsigned char[]){
#embed "../Dashboard/Assets/pages/tasks.js" suffix(, 0)
    }},
    {"parts/announce.js", (const unsigned char[]){
#embed "../Dashboard/Assets/parts/announce.js" suffix(, 0)
    }},
    {"parts/basics.js", (const unsigned char[]){
#embed "../Dashboard/Assets/parts/basics.js" suffix(, 0)
    }},
    {"parts/candidates.js", (const unsigned char[]){
#embed "../Dashboard/Assets/parts/candidates.js" suffix(, 0)
    }},
    {"parts/dialog.js", (const unsigned char[]){
#embed "../Dashboard/Assets/parts/dialog.js" suffix(, 0)
    }},
    {"parts/fleet.js", (const unsigned char[]){
#embed "../Dashboard/Assets/parts/fleet.js" suffix(, 0)
    }},
    {"parts/icons.js", (const unsigned char[]){
#embed "../Dashboard/Assets/parts/icons.js" suffix(, 0)
    }},
    {"parts/outcome.js", (const unsigned char[]){
#embed "../Dashboard/Assets/parts/outcome.js" suffix(, 0)
    }},
    {"parts/shell.js", (const unsigned char[]){
#embed "../Dashboard/Assets/parts/shell.js" suffix(, 0)
    }},
    {"parts/states.js", (const unsigned char[]){
#embed "../Dashboard/Assets/parts/states.js" suffix(, 0)
    }},
    {"parts/table.js", (const unsigned char[]){
#embed "../Dashboard/Assets/parts/table.js" suffix(, 0)
    }},
    {"parts/taskform.js", (const unsigned char[]){
#embed "../Dashboard/Assets/parts/taskform.js" suffix(, 0)
    }},
    {"style/base.css", (const unsigned char[]){
#embed "../Dashboard/Assets/style/base.css" suffix(, 0)
    }},
    {"style/charts.css", (const unsigned char[]){
#embed "../Dashboard/Assets/style/charts.css" suffix(, 0)
    }},
    {"style/pages.css", (const unsigned char[]){
#embed "../Dashboard/Assets/style/pages.css" suffix(, 0)
    }},
    {"style/parts.css", (const unsigned char[]){
#embed "../Dashboard/Assets/style/parts.css" suffix(, 0)
    }},
    {"style/shell.css", (const unsigned char[]){
#embed "../Dashboard/Assets/style/shell.css" suffix(, 0)
    }},
    {"style/tables.css", (const unsigned char[]){
#embed "../Dashboard/Assets/style/tables.css" suffix(, 0)
    }},
    {"style/tokens.css", (const unsigned char[]){
#embed "../Dashboard/Assets/style/tokens.css" suffix(, 0)
    }},
    {"theme.js", (const unsigned char[]){
#embed "../Dashboard/Assets/theme.js" suffix(, 0)
    }},
};

const struct EmbeddedFile *embedded_page_file(size_t index) {
    return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
