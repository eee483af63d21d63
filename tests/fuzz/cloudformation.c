// CloudFormation templates, JSON or YAML: loaded whole or not at all, and loaded again where a
// parameter was wanting.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "tests/fuzz/fuzz.h"
#include "treadle/treadle.h"
#include "treadle/world.h"

static void on_warning(const char *text, void *data) {
    (void)data;
    fuzz_check_quoting(text);
}

// Does [path] begin at the root, or climb out of a folder?
static bool leaves(const char *path) {
    if (*path == '/') return true;
    for (const char *at = path; at != NULL; at = strchr(at, '/')) {
        at += *at == '/';
        if (strncmp(at, "..", 2) == 0 && (at[2] == '/' || at[2] == '\0')) return true;
    }
    return false;
}

// Any file that a template names is this definition.
static int on_load(
    const char *template_name, const char *path, char **text, size_t *size,
    struct treadle_status *status, void *data) {
    static const char definition[] = "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\","
                                     "\"Result\":\"${Name}\",\"End\":true}}}";
    (void)template_name;
    (void)data;
    ASSERT(!leaves(path));
    if (strcmp(path, "missing") == 0)
        return treadle_status_set(status, TREADLE_ENOTFOUND, "there is no %s", path);
    *text = treadle_text_copy(definition);
    *size = sizeof(definition) - 1;
    return 0;
}

static void on_response(const struct treadle_response *response, void *data) {
    int *answers = data;
    ++*answers;
    if (response->output != NULL) fuzz_check_value(response->output);
}

static void ask(treadle_engine *engine, treadle_world *world, const char *account) {
    static const cJSON nothing = {.type = cJSON_Object};
    const struct treadle_ask ask = {
        .service = "states", .operation = "ListStateMachines", .input = &nothing};
    int answers = 0;
    ASSERT(treadle_world_ask(world, NULL, account, &ask, on_response, &answers) == 0);
    treadle_engine_turn(engine, INT64_MAX);
    ASSERT(answers == 1);
}

static void load(treadle_engine *engine, treadle_world *world, const uint8_t *data, size_t size) {
    struct treadle_status status = {0};
    const struct treadle_template template = {
        .text = (const char *)data, .size = size, .name = "t.yaml", .account = "111111111111"};
    if (treadle_world_template(world, &template, &status) != 0) {
        fuzz_check_words(status.text);
        return;
    }
    int failed = treadle_world_load(world, &status);
    if (failed != 0) {
        fuzz_check_words(status.text);
        if (treadle_world_param(world, "Name", "given", &status) != 0)
            fuzz_check_words(status.text);
        failed = treadle_world_load(world, &status);
    }
    if (failed == 0) ask(engine, world, template.account);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const struct treadle_world_options options = {
        .version = TREADLE_WORLD_VERSION, .on_warning = on_warning, .on_load = on_load};
    treadle_engine *engine;
    treadle_world *world;
    ASSERT(treadle_engine_open_virtual(NULL, &engine, NULL) == 0);
    ASSERT(treadle_world_open(engine, &options, &world, NULL) == 0);
    load(engine, world, data, size);
    treadle_engine_close(engine, NULL, NULL);
    treadle_world_close(world);
    return 0;
}
