// JSON values at the door: trees of the embedder's own, and text.
#include "treadle/value.h"

#include <string.h>

#include "base/json/foreign.h"
#include "base/json/read.h"
#include "base/json/write.h"
#include "base/status.h"

char *treadle_json_text(const cJSON *tree) {
    struct text text = {0};
    if (tree == NULL) {
        treadle_text_add(&text, "null");
    } else {
        struct doc *doc = treadle_doc_from_tree(NULL, tree);  // Whatever somebody made of it.
        treadle_json_write(&text, treadle_doc_root(doc));
        treadle_doc_drop(doc);
    }
    return text.bytes;
}

cJSON *treadle_json_tree(const char *text, struct treadle_status *status) {
    REQUIRE(text);
    struct read_problem problem = {0};
    struct doc *doc = treadle_doc_read(NULL, text, strlen(text), &problem);
    if (doc == NULL) {
        treadle_status_set(
            status, TREADLE_EPARSE, "%u:%u: %s", problem.line, problem.column, problem.message);
        if (status != NULL) {
            status->line = problem.line;
            status->column = problem.column;
        }
        return NULL;
    }
    cJSON *tree = treadle_tree_of(treadle_doc_root(doc));
    treadle_doc_drop(doc);
    return tree;
}
