// Reading YAML into documents with places, and choosing between YAML and JSON.
#include "base/yaml/yaml.h"

#include <stdlib.h>
#include <string.h>

#include "base/json/walk.h"
#include "base/memory.h"
#include "base/yaml/compose.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

// Settled nodes stand in the order of a walk.
static void fill_places(const struct composer *composer, struct doc *doc, struct places *places) {
    uint32_t nodes = 0, i = 0;
    struct walk walk;
    walk_init(&walk);
    const cJSON *root = &composer->root->json;
    for (const cJSON *node = root; node != NULL; node = walk_next(&walk, node, NULL))
        nodes++;
    struct mark *marks = treadle_alloc(nodes * sizeof(*marks));
    for (const cJSON *at = root; at != NULL; at = walk_next(&walk, at, NULL)) {
        const struct node *node = (const struct node *)at;
        marks[i++] = (struct mark){
            (uint32_t)node->name.at, (uint32_t)node->name.size, (uint32_t)node->value.at,
            (uint32_t)node->value.size};
    }
    walk_clear(&walk);
    treadle_places_init(
        places, treadle_doc_root(doc), nodes, composer->text, composer->size, marks);
}

static void composer_init(
    struct composer *composer, const char *text, size_t size, enum yaml_tags tags,
    struct read_problem *problem) {
    *composer = (struct composer){.text = text, .size = size, .tags = tags, .problem = problem};
    if (problem != NULL) *problem = (struct read_problem){.width = 1};
    if (text == NULL) text = composer->text = "";
    size_t mark = strlen(BYTE_ORDER_MARK);
    if (size >= mark && memcmp(text, BYTE_ORDER_MARK, mark) == 0) composer->skipped = mark;
    treadle_ruler_init(&composer->ruler, text, size);
    if (!yaml_parser_initialize(&composer->parser)) treadle_memory_out(sizeof(composer->parser));
    yaml_parser_set_encoding(&composer->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(
        &composer->parser, (const unsigned char *)text + composer->skipped,
        size - composer->skipped);
}

static void composer_clear(struct composer *composer) {
    yaml_parser_delete(&composer->parser);
    for (uint32_t i = 0; i < composer->frames_count; i++)
        treadle_map_clear(&composer->frames[i].names);
    free(composer->frames);
    treadle_map_clear(&composer->anchors);
    treadle_ruler_clear(&composer->ruler);
    treadle_arena_clear(&composer->arena);
}

struct doc *treadle_yaml_read(
    const char *text, size_t size, enum yaml_tags tags, struct places *places,
    struct read_problem *problem) {
    struct composer composer;
    composer_init(&composer, text, size, tags, problem);
    struct doc *doc = NULL;
    if (treadle_yaml_compose(&composer)) {
        doc = treadle_doc_settle(NULL, &composer.root->json);
        if (places != NULL) fill_places(&composer, doc, places);
    }
    composer_clear(&composer);
    return doc;
}

// The first character that is not white space nor a byte order mark; NUL: none.
static char first_of(const char *text, size_t size) {
    size_t mark = strlen(BYTE_ORDER_MARK), at = 0;
    if (size >= mark && memcmp(text, BYTE_ORDER_MARK, mark) == 0) at = mark;
    while (at < size && memchr(" \t\r\n", text[at], 4) != NULL)
        at++;
    return at < size ? text[at] : '\0';
}

struct doc *treadle_source_read(
    const char *text, size_t size, enum yaml_tags tags, struct places *places,
    struct read_problem *problem) {
    char first = first_of(text, size);
    if (first != '{' && first != '[') return treadle_yaml_read(text, size, tags, places, problem);
    struct doc *doc = treadle_doc_read_source(text, size, places, problem);
    if (doc != NULL || first == '{') return doc;
    doc = treadle_yaml_read(text, size, tags, places, NULL);
    if (doc != NULL && problem != NULL) *problem = (struct read_problem){0};
    return doc;
}
