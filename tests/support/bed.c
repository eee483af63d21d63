// A bed for tests of services.
#include "tests/support/bed.h"

#include "base/json/scratch.h"
#include "base/json/write.h"

static void on_note(const struct treadle_note *note, void *data) {
    struct bed *bed = data;
    treadle_text_printf(&bed->notes, "%s %s %s\n", note->account, note->where, note->text);
}

static void on_warning(const char *text, void *data) {
    struct bed *bed = data;
    treadle_text_printf(&bed->warnings, "%s\n", text);
}

void bed_open(struct bed *bed, const struct treadle_world_options *options) {
    *bed = (struct bed){0};
    struct treadle_world_options own = {.version = TREADLE_WORLD_VERSION};
    struct treadle_engine_options engine = {
        .version = TREADLE_ENGINE_VERSION, .account = "111111111111", .history = true};
    struct treadle_status status = {0};
    if (options != NULL) own = *options;
    own.on_note = on_note;
    own.on_warning = on_warning;
    own.data = bed;
    ck_assert_msg(
        treadle_engine_open_virtual(&engine, &bed->engine, &status) == 0, "%s", status.text);
    ck_assert_msg(
        treadle_world_open(bed->engine, &own, &bed->world, &status) == 0, "%s", status.text);
}

void bed_close(struct bed *bed) {
    treadle_engine_close(bed->engine, NULL, NULL);
    treadle_world_close(bed->world);
    treadle_arena_clear(&bed->arena);
    treadle_text_clear(&bed->notes);
    treadle_text_clear(&bed->warnings);
}

static struct resource *make(
    struct bed *bed, const struct birthplace *place, const char *type, const char *properties,
    struct treadle_status *status) {
    struct resource *resource = NULL;
    struct doc *doc = support_read(properties);
    int failed = treadle_world_create(bed->world, place, type, doc, &resource, status);
    treadle_doc_drop(doc);
    ck_assert((failed == 0) == (resource != NULL));
    return resource;
}

static struct birthplace place_of(
    const struct bed *bed, const char *account, const char *logical_id) {
    return (struct birthplace){
        .account = account,
        .region = bed->region == NULL ? "us-east-1" : bed->region,
        .stack = bed->stack == NULL ? "stack" : bed->stack,
        .logical_id = logical_id};
}

const struct resource *bed_make(
    struct bed *bed, const char *account, const char *logical_id, const char *type,
    const char *properties) {
    struct birthplace place = place_of(bed, account, logical_id);
    struct treadle_status status = {0};
    const struct resource *resource = make(bed, &place, type, properties, &status);
    ck_assert_msg(resource != NULL, "%s", status.text);
    return resource;
}

const char *bed_problem(
    struct bed *bed, const char *account, const char *logical_id, const char *type,
    const char *properties) {
    struct birthplace place = place_of(bed, account, logical_id);
    struct treadle_status status = {0};
    make(bed, &place, type, properties, &status);
    return treadle_arena_copy(&bed->arena, status.text);
}

struct hearing {
    struct bed *bed;
    struct heard heard;
    int answers;
};

static void on_response(const struct treadle_response *response, void *data) {
    struct hearing *hearing = data;
    struct arena *arena = &hearing->bed->arena;
    hearing->answers++;
    hearing->heard = (struct heard){.code = "", .message = ""};
    if (response->output != NULL) {
        hearing->heard.output = treadle_scratch_copy(arena, response->output);
        hearing->heard.text = treadle_json_print(arena, response->output);
        return;
    }
    hearing->heard.code = treadle_arena_copy(arena, response->code);
    hearing->heard.message = treadle_arena_copy(arena, response->message);
    hearing->heard.text = treadle_arena_print(arena, "%s: %s", response->code, response->message);
}

struct heard bed_ask(
    struct bed *bed, const char *as, const char *account, const char *service,
    const char *operation, const char *input) {
    struct hearing hearing = {.bed = bed};
    struct doc *doc = support_read(input);
    struct treadle_ask ask = {
        .service = service,
        .operation = operation,
        .region = bed->region,
        .input = treadle_doc_root(doc)};
    int status = treadle_world_ask(bed->world, as, account, &ask, on_response, &hearing);
    treadle_doc_drop(doc);
    ck_assert_msg(status == 0, "%s:%s: %s", service, operation, treadle_status_meaning(status));
    ck_assert_msg(hearing.answers == 0, "answered from inside");
    treadle_engine_turn(bed->engine, INT64_MAX);
    ck_assert_int_eq(hearing.answers, 1);
    return hearing.heard;
}
