// Java's String, Integer, Long, Double, Boolean, List and Map, as far as their texts, hashes and
// equality go.
#include "jsonpath/java.h"

#include <string.h>

#include "base/json/value.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/number.h"
#include "base/utf8.h"

static bool is_container(const cJSON *value) {
    return cJSON_IsArray(value) || cJSON_IsObject(value);
}

// -- toString()

static bool put(struct text *out, const cJSON *value, uint32_t depth) {
    bool array = cJSON_IsArray(value);
    if (out->overflowed) return true;
    if (cJSON_IsString(value)) {
        treadle_text_add(out, value->valuestring);
        return true;
    }
    if (!is_container(value)) {
        treadle_json_write(out, value);
        return true;
    }
    if (depth > LIMIT_json_depth_max) return false;
    treadle_text_add(out, array ? "[" : "{");
    for (const cJSON *child = value->child; child != NULL; child = child->next) {
        if (child != value->child) treadle_text_add(out, ", ");
        if (!array) {
            treadle_text_add(out, child->string);
            treadle_text_add(out, "=");
        }
        if (!put(out, child, depth + 1)) return false;
    }
    treadle_text_add(out, array ? "]" : "}");
    return true;
}

bool treadle_java_text(struct text *out, const cJSON *value) {
    return put(out, value, 1);
}

// -- hashCode()

static uint32_t hash_text(const char *text) {
    uint32_t hash = 0;
    while (*text != '\0') {
        uint32_t code = treadle_utf8_next(&text);
        if (code < 0x10000) {
            hash = hash * 31 + code;
            continue;
        }
        hash = hash * 31 + (0xD800 + ((code - 0x10000) >> 10));
        hash = hash * 31 + (0xDC00 + ((code - 0x10000) & 0x3FF));
    }
    return hash;
}

// A number with a fraction or an exponent in its text is a Double, whatever its value.
static bool is_double(const cJSON *number) {
    return number->valuestring != NULL && strpbrk(number->valuestring, ".eE") != NULL;
}

static uint32_t hash_number(const cJSON *number) {
    int64_t whole;
    uint64_t bits;
    if (!is_double(number) && treadle_number_int(number, &whole)) {
        bits = (uint64_t)whole;
        // An Integer is its own hash; a Long folds its halves.
        if (whole >= INT32_MIN && whole <= INT32_MAX) return (uint32_t)bits;
    } else {
        memcpy(&bits, &number->valuedouble, sizeof(bits));
    }
    return (uint32_t)(bits ^ bits >> 32);
}

static bool hash(const cJSON *value, uint32_t depth, uint32_t *out) {
    bool array = cJSON_IsArray(value);
    if (!is_container(value)) {
        *out = cJSON_IsString(value)   ? hash_text(value->valuestring)
               : cJSON_IsNumber(value) ? hash_number(value)
               : cJSON_IsBool(value)   ? (cJSON_IsTrue(value) ? 1231 : 1237)
                                       : 0;
        return true;
    }
    if (depth > LIMIT_json_depth_max) return false;
    uint32_t sum = array ? 1 : 0;
    for (const cJSON *child = value->child; child != NULL; child = child->next) {
        uint32_t item;
        if (!hash(child, depth + 1, &item)) return false;
        sum = array ? sum * 31 + item : sum + (hash_text(child->string) ^ item);
    }
    *out = sum;
    return true;
}

bool treadle_java_hash(const cJSON *value, int32_t *out) {
    uint32_t bits;
    bool fits = hash(value, 1, &bits);
    if (fits) memcpy(out, &bits, sizeof(bits));
    return fits;
}

// -- equals()

static bool equal_scalar(const cJSON *a, const cJSON *b) {
    if (cJSON_IsNumber(a)) return is_double(a) == is_double(b) && treadle_number_compare(a, b) == 0;
    return !cJSON_IsString(a) || strcmp(a->valuestring, b->valuestring) == 0;
}

static bool equal(const cJSON *a, const cJSON *b, uint32_t depth, bool *out) {
    *out = (a->type & 0xFF) == (b->type & 0xFF);
    if (*out && !is_container(a)) *out = equal_scalar(a, b);
    if (*out && is_container(a)) *out = treadle_json_count(a) == treadle_json_count(b);
    if (!*out || !is_container(a)) return true;
    if (depth > LIMIT_json_depth_max) return false;
    const cJSON *other = b->child;  // As many as in [a].
    for (const cJSON *child = a->child; child != NULL && other != NULL && *out;
         child = child->next) {
        const cJSON *twin = cJSON_IsArray(a) ? other : treadle_json_member(b, child->string);
        if (twin == NULL) *out = false;
        if (twin != NULL && !equal(child, twin, depth + 1, out)) return false;
        other = other->next;
    }
    return true;
}

bool treadle_java_equal(const cJSON *a, const cJSON *b, bool *out) {
    return equal(a, b, 1, out);
}
