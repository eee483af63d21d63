// YAML: with CloudFormation's short forms and without, and whatever a file turns out to be.
#include "base/yaml/yaml.h"

#include "base/json/value.h"
#include "base/json/write.h"
#include "tests/fuzz/fuzz.h"

typedef struct doc *reader(
    const char *text, size_t size, enum yaml_tags tags, struct places *places,
    struct read_problem *problem);

static struct doc *try(reader *read, const char *text, size_t size, enum yaml_tags tags) {
    struct places places = {0};
    struct read_problem problem = {0};
    struct doc *doc = read(text, size, tags, &places, &problem);
    if (doc != NULL) {
        ASSERT(treadle_place_of(&places, treadle_doc_root(doc)).line > 0);
        fuzz_check_value(treadle_doc_root(doc));
    } else {
        fuzz_check_problem(&problem);
    }
    treadle_places_clear(&places);
    return doc;
}

// JSON is YAML, but for what libyaml does not take; what it takes, it must not change.
static void check_as_json(const struct doc *doc) {
    struct text text = {0};
    treadle_json_write(&text, treadle_doc_root(doc));
    struct doc *again = treadle_yaml_read(text.bytes, text.count, YAML_TAGS_REFUSED, NULL, NULL);
    if (again != NULL) ASSERT(treadle_json_equal(treadle_doc_root(doc), treadle_doc_root(again)));
    treadle_doc_drop(again);
    treadle_text_clear(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *text = (const char *)data;
    struct doc *plain = try(treadle_yaml_read, text, size, YAML_TAGS_REFUSED);
    struct doc *tagged = try(treadle_yaml_read, text, size, YAML_TAGS_CLOUDFORMATION);
    if (plain != NULL) {
        ASSERT(tagged != NULL);
        ASSERT(treadle_json_equal(treadle_doc_root(plain), treadle_doc_root(tagged)));
    }
    if (tagged != NULL) check_as_json(tagged);
    treadle_doc_drop(try(treadle_source_read, text, size, YAML_TAGS_CLOUDFORMATION));
    treadle_doc_drop(tagged);
    treadle_doc_drop(plain);
    return 0;
}
