// Opens a world over an engine in virtual time, and keeps what is said.
#include "tests/cloudformation/bed.h"

#include <stdlib.h>
#include <string.h>

static void on_warning(const char *text, void *data) {
    struct bed *bed = data;
    treadle_text_printf(&bed->warnings, "%s\n", text);
}

static int on_load(
    const char *template_name, const char *path, char **text, size_t *size,
    struct treadle_status *status, void *data) {
    const struct bed *bed = data;
    for (size_t i = 0; i < COUNT_OF(bed->files); i++) {
        if (bed->files[i].path == NULL || strcmp(bed->files[i].path, path) != 0) continue;
        *text = treadle_text_copy(bed->files[i].text);
        *size = strlen(*text);
        return 0;
    }
    return treadle_status_set(
        status, TREADLE_ENOTFOUND, "there is no %s beside %s", path, template_name);
}

void bed_open(struct bed *bed, unsigned flags) {
    *bed = (struct bed){.engine = NULL};
    const struct treadle_world_options options = {
        .version = TREADLE_WORLD_VERSION,
        .strict_iam = (flags & BED_STRICT_IAM) != 0,
        .on_warning = on_warning,
        .on_load = on_load,
        .data = bed};
    ck_assert_int_eq(treadle_engine_open_virtual(NULL, &bed->engine, NULL), 0);
    ck_assert_int_eq(treadle_world_open(bed->engine, &options, &bed->world, NULL), 0);
}

void bed_close(struct bed *bed) {
    treadle_engine_close(bed->engine, NULL, NULL);
    treadle_world_close(bed->world);
    treadle_text_clear(&bed->warnings);
}

int bed_template(struct bed *bed, const char *name, const char *account, const char *text) {
    const struct treadle_template template = {
        .text = text, .size = strlen(text), .name = name, .account = account};
    return treadle_world_template(bed->world, &template, &bed->status);
}

int bed_param(struct bed *bed, const char *name, const char *value) {
    return treadle_world_param(bed->world, name, value, &bed->status);
}

int bed_load(struct bed *bed) {
    return treadle_world_load(bed->world, &bed->status);
}

int bed_one(struct bed *bed, const char *text) {
    int failed = bed_template(bed, "t.yaml", "111111111111", text);
    return failed != 0 ? failed : bed_load(bed);
}

const char *bed_output(const struct bed *bed, const char *stack, const char *output) {
    const char *value = treadle_world_output(bed->world, stack, output);
    if (value == NULL) ck_abort_msg("%s has no output %s", stack, output);
    return value;
}

char *bed_change(const char *text, const char *from, const char *to) {
    if (from == NULL) return treadle_text_copy(text);
    const char *at = strstr(text, from);
    if (at == NULL || strstr(at + 1, from) != NULL)
        ck_abort_msg("'%s' is not once in\n%s", from, text);
    struct text changed = {0};
    treadle_text_put(&changed, text, (size_t)(at - text));
    treadle_text_add(&changed, to);
    treadle_text_add(&changed, at + strlen(from));
    return changed.bytes;
}
