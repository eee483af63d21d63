// Values as people write them into a test file.
#include "suite/spell.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/json/write.h"
#include "base/memory.h"
#include "base/time_text.h"
#include "base/utf8.h"

// Whether the text is the same without quotes, wherever it stands. Careful rather than complete:
// letters first, then what has no meaning in YAML.
static bool is_plain(const char *text) {
    static const char *const words[] = {"null", "Null",  "NULL",  "true", "True",
                                        "TRUE", "false", "False", "FALSE"};
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    static const char others[] = "0123456789-./ ";
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(text, words[i]) == 0) return false;
    int64_t ms;
    if (treadle_duration_read(text, &ms)) return true;
    if (*text == '\0' || strchr(letters, *text) == NULL) return false;
    const char *at = text;
    while (*at != '\0' && (strchr(letters, *at) != NULL || strchr(others, *at) != NULL))
        at++;
    return *at == '\0' && at[-1] != ' ';
}

void treadle_spell_name(struct text *out, const char *name, bool json) {
    if (!json && is_plain(name))
        treadle_text_add(out, name);
    else
        treadle_json_write_string(out, name);
}

// Values come from readers that bound their depth.
void treadle_spell_line(struct text *out, const cJSON *value, bool json) {
    if (cJSON_IsString(value)) {
        treadle_spell_name(out, value->valuestring, json);
        return;
    }
    bool list = cJSON_IsArray(value);
    if (!list && !cJSON_IsObject(value)) {
        treadle_json_write(out, value);
        return;
    }
    treadle_text_add(out, list ? "[" : "{");
    for (const cJSON *entry = value->child; entry != NULL; entry = entry->next) {
        if (entry != value->child) treadle_text_add(out, ", ");
        if (!list) treadle_spell_name(out, entry->string, json);
        if (!list) treadle_text_add(out, ": ");
        treadle_spell_line(out, entry, json);
    }
    treadle_text_add(out, list ? "]" : "}");
}

// The value behind a colon or a dash: on its line if it fits, or as a block below.
static void spell_entry(struct text *out, const cJSON *value, uint32_t indent, size_t width) {
    struct text line = {0};
    treadle_spell_line(&line, value, false);
    bool holds = (cJSON_IsObject(value) || cJSON_IsArray(value)) && value->child != NULL;
    if (holds && treadle_utf8_count(line.bytes) + indent > width) {
        treadle_spell_block(out, value, indent + 2, width);
    } else {
        treadle_text_add(out, " ");
        treadle_text_add(out, line.bytes);
    }
    treadle_text_clear(&line);
}

void treadle_spell_block(struct text *out, const cJSON *value, uint32_t indent, size_t width) {
    bool list = cJSON_IsArray(value);
    for (const cJSON *entry = value->child; entry != NULL; entry = entry->next) {
        treadle_text_printf(out, "\n%*s", (int)indent, "");
        if (list) treadle_text_add(out, "-");
        if (!list) treadle_spell_name(out, entry->string, false);
        if (!list) treadle_text_add(out, ":");
        spell_entry(out, entry, indent, width);
    }
}
