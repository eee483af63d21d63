// JSON: reading as data and as a source, writing, settling, comparing.
#include "base/json/places.h"
#include "base/json/read.h"
#include "base/json/walk.h"
#include "tests/fuzz/fuzz.h"

static void check_places(const struct places *places, const cJSON *root) {
    struct walk walk;
    walk_init(&walk);
    for (const cJSON *node = root; node != NULL; node = walk_next(&walk, node, NULL)) {
        struct place place = treadle_place_of(places, node);
        ASSERT(place.line > 0 && place.column > 0 && place.width > 0);
        if (node->string == NULL) continue;
        struct place name = treadle_place_of_name(places, node);
        ASSERT(name.line > 0 && name.line <= place.line && name.column > 0 && name.width > 0);
    }
    walk_clear(&walk);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *text = (const char *)data;
    struct pool pool = {0};
    struct places places = {0};
    struct read_problem problem = {0};
    struct doc *doc = treadle_doc_read(&pool, text, size, &problem);
    if (doc != NULL)
        fuzz_check_value(treadle_doc_root(doc));
    else
        fuzz_check_problem(&problem);
    struct doc *source = treadle_doc_read_source(text, size, &places, &problem);
    if (source != NULL) {
        ASSERT(doc != NULL);
        check_places(&places, treadle_doc_root(source));
    } else {
        fuzz_check_problem(&problem);
    }
    treadle_doc_drop(source);
    treadle_doc_drop(doc);
    treadle_places_clear(&places);
    treadle_pool_clear(&pool);
    return 0;
}
