// Conditions and error names in a few words, for labels.
#include "graph/words.h"

#include <string.h>

#include "base/json/value.h"
#include "base/json/write.h"
#include "base/memory.h"
#include "base/utf8.h"

// The field of a comparison that holds its operand; NULL: there is none.
static const cJSON *operand_of(const cJSON *rule) {
    static const char *const others[] = {"Variable", "Next", "Assign", "Comment", "Output"};
    for (const cJSON *field = rule->child; field != NULL; field = field->next) {
        bool other = false;
        for (size_t i = 0; i < COUNT_OF(others); i++)
            other = other || strcmp(field->string, others[i]) == 0;
        if (!other) return field;
    }
    return NULL;
}

// "NumericGreaterThanPath" → ">"; NULL: it is not one of these.
static const char *sign_of(const char *test) {
    static const struct {
        const char *name, *sign;
    } signs[] = {
#define SIGN(name, sign) {name, sign},
#include "graph/signs.def"
#undef SIGN
    };
    static const char *const types[] = {"Numeric", "String", "Boolean", "Timestamp"};
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (strncmp(test, types[i], strlen(types[i])) == 0) test += strlen(types[i]);
    size_t size = strlen(test);
    if (size > 4 && strcmp(test + size - 4, "Path") == 0) size -= 4;
    for (size_t i = 0; i < COUNT_OF(signs); i++)
        if (strlen(signs[i].name) == size && strncmp(signs[i].name, test, size) == 0)
            return signs[i].sign;
    return NULL;
}

static void put_value(struct text *out, const cJSON *value, bool path) {
    if (path && cJSON_IsString(value))
        treadle_text_add(out, value->valuestring);
    else
        treadle_json_write(out, value);
}

static void put_comparison(struct text *out, const cJSON *rule, bool brief) {
    const char *variable = treadle_json_string(rule, "Variable");
    const cJSON *operand = operand_of(rule);
    const char *last = variable == NULL || !brief ? NULL : strrchr(variable, '.');
    if (last != NULL && last > variable + 1)
        treadle_text_printf(out, "…%s", last + 1);
    else
        treadle_text_add(out, variable == NULL ? "?" : variable);
    if (operand == NULL) return;
    const char *sign = sign_of(operand->string);
    size_t size = strlen(operand->string);
    if (sign != NULL) {
        bool path = size > 4 && strcmp(operand->string + size - 4, "Path") == 0;
        treadle_text_printf(out, " %s ", sign);
        put_value(out, operand, path);
    } else if (strncmp(operand->string, "Is", 2) == 0 && size > 2) {
        treadle_text_printf(
            out, " is %s%c%s", cJSON_IsTrue(operand) ? "" : "not ", operand->string[2] | 0x20,
            operand->string + 3);  // An ASCII letter, made small.
    } else {
        treadle_text_printf(out, " %s ", operand->string);
        put_value(out, operand, false);
    }
}

static void put_rule(struct text *out, const cJSON *rule, bool inner, bool brief);

static void put_list(
    struct text *out, const cJSON *list, const char *word, bool inner, bool brief) {
    bool many = list->child != NULL && list->child->next != NULL;
    if (inner && many) treadle_text_add(out, "(");
    for (const cJSON *part = list->child; part != NULL; part = part->next) {
        if (part != list->child) treadle_text_printf(out, " %s ", word);
        put_rule(out, part, many || inner, brief);
    }
    if (inner && many) treadle_text_add(out, ")");
}

// As deep as a definition's rules, which its parser bounds.
static void put_rule(struct text *out, const cJSON *rule, bool inner, bool brief) {
    const cJSON *and = treadle_json_member(rule, "And"), * or = treadle_json_member(rule, "Or");
    const cJSON *not = treadle_json_member(rule, "Not");
    if (and != NULL) {
        put_list(out, and, "and", inner, brief);
    } else if (or != NULL) {
        put_list(out, or, "or", inner, brief);
    } else if (not != NULL) {
        treadle_text_add(out, "not ");
        put_rule(out, not, true, brief);
    } else {
        put_comparison(out, rule, brief);
    }
}

void treadle_words_rule(struct text *out, const cJSON *rule, bool brief) {
    const char *condition = treadle_json_string(rule, "Condition");
    if (condition == NULL) {
        put_rule(out, rule, false, brief);
        return;
    }
    size_t size = strlen(condition);
    bool marked = size >= 4 && strncmp(condition, "{%", 2) == 0;
    if (!marked) {
        treadle_text_add(out, condition);
        return;
    }
    condition += 2;
    size -= 4;
    while (size > 0 && *condition == ' ')
        condition++, size--;
    while (size > 0 && condition[size - 1] == ' ')
        size--;
    treadle_text_put(out, condition, size);
}

void treadle_words_errors(struct text *out, const cJSON *errors) {
    const cJSON *first = errors == NULL ? NULL : errors->child;
    for (const cJSON *one = first; one != NULL; one = one->next) {
        if (one != first) treadle_text_add(out, ", ");
        if (cJSON_IsString(one)) treadle_text_add(out, one->valuestring);
    }
}

void treadle_words_cut(struct text *text, uint32_t count) {
    if (treadle_utf8_count(treadle_text_string(text)) <= count) return;
    const char *at = text->bytes;
    for (uint32_t i = 1; i < count; i++)
        (void)treadle_utf8_next(&at);
    text->count = (size_t)(at - text->bytes);
    treadle_text_add(text, "…");
}

void treadle_words_resource(struct text *out, const char *resource) {
    static const char prefix[] = ":states:::";
    const char *at = strstr(resource, prefix);
    if (at != NULL) {
        treadle_text_add(out, at + sizeof(prefix) - 1);
        return;
    }
    // An ARN of a function or an activity: what follows the account.
    at = resource;
    for (int i = 0; i < 5 && at != NULL; i++) {
        at = strchr(at, ':');
        if (at != NULL) at++;
    }
    treadle_text_add(out, strncmp(resource, "arn:", 4) == 0 && at != NULL ? at : resource);
}

// Unicode's wide characters, by their blocks.
static bool is_wide(uint32_t code) {
    return (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
           (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
           (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
           (code >= 0xFFE0 && code <= 0xFFE6) || (code >= 0x1F300 && code <= 0x1FAFF) ||
           (code >= 0x20000 && code <= 0x3FFFD);
}

uint32_t treadle_words_columns(const char *text) {
    uint32_t columns = 0;
    for (const char *at = text; *at != '\0';) {
        uint32_t code = treadle_utf8_next(&at);
        columns += code >= 0x300 && code <= 0x36F ? 0 : is_wide(code) ? 2 : 1;
    }
    return columns;
}
