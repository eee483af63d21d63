// AWS, recorded: States.Runtime, "The Parameters '{…}' could not be used to start the Task: […]".
#include "integrations/complaints.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/json/value.h"
#include "base/json/write.h"

void treadle_complaints_add(struct complaints *complaints, const char *format, ...) {
    char one[512];
    va_list args;
    va_start(args, format);
    vsnprintf(one, sizeof(one), format, args);
    va_end(args);
    if (complaints->list.count > 0) treadle_text_add(&complaints->list, ", ");
    treadle_text_add(&complaints->list, one);
}

void treadle_complaints_add_invalid(struct complaints *complaints, const char *field) {
    treadle_complaints_add(complaints, "The value of the field '%s' has an invalid format", field);
}

void treadle_complaints_add_missing(struct complaints *complaints, const char *field) {
    treadle_complaints_add(complaints, "The field \"%s\" is required but was missing", field);
}

static bool is_one_of(const char *name, const char *const *fields) {
    for (; *fields != NULL; fields++)
        if (strcmp(*fields, name) == 0) return true;
    return false;
}

void treadle_complaints_add_unknown(
    struct complaints *complaints, const cJSON *arguments, const char *const *fields) {
    const cJSON *member = cJSON_IsObject(arguments) ? arguments->child : NULL;
    for (; member != NULL; member = member->next)
        if (!is_one_of(member->string, fields))
            treadle_complaints_add(
                complaints, "The field \"%s\" is not supported by Step Functions", member->string);
}

// At most [size] bytes of [text], not in the middle of a character.
static int cut(const char *text, size_t size) {
    if (strlen(text) <= size) return (int)strlen(text);
    while (size > 0 && ((unsigned char)text[size] & 0xc0) == 0x80)
        size--;
    return (int)size;
}

bool treadle_complaints_end(
    struct complaints *complaints, const cJSON *arguments, struct treadle_error *error) {
    enum { SHOWN_MAX = 2000 };  // Of the parameters, and of the list: both fit into a cause.
    bool fine = complaints->list.count == 0;
    if (!fine) {
        struct arena scratch = {0};
        const char *parameters = treadle_json_print(&scratch, arguments),
                   *list = treadle_text_string(&complaints->list);
        *error = (struct treadle_error){.name = "States.Runtime"};
        snprintf(
            error->cause, sizeof(error->cause),
            "The Parameters '%.*s' could not be used to start the Task: [%.*s]",
            cut(parameters, SHOWN_MAX), parameters, cut(list, SHOWN_MAX), list);
        treadle_arena_clear(&scratch);
    }
    treadle_text_clear(&complaints->list);
    return fine;
}
