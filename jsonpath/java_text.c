// The texts of Java's String, Map and List.
#include "jsonpath/java_text.h"

#include "base/json/write.h"
#include "base/limits.h"

static bool put(struct text *out, const cJSON *value, uint32_t depth) {
    bool array = cJSON_IsArray(value);
    if (cJSON_IsString(value)) {
        treadle_text_add(out, value->valuestring);
        return true;
    }
    if (!array && !cJSON_IsObject(value)) {
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
