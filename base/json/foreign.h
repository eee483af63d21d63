// Trees of an embedder's own: made by cJSON's functions, freed by cJSON_Delete. (The door's
// values.)
#ifndef TREADLE_BASE_JSON_FOREIGN_H
#define TREADLE_BASE_JSON_FOREIGN_H

#include "base/json/doc.h"

struct doc *treadle_doc_from_tree(struct pool *pool, const cJSON *tree);  // gives; borrows [tree]
cJSON *treadle_tree_of(const cJSON *value);  // gives: cJSON_Delete(). malloc'ed node by node.
void treadle_tree_free(cJSON *tree);         // NULL is fine.

#endif
