// Matching a way: all places in the pattern where one may stand are followed at once, so that no
// pattern takes longer than its length times the way's.
#include "suite/path.h"

#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/memory.h"
#include "suite/compare.h"

struct pattern {
    const cJSON **names;  // NULL: a stretch.
    uint32_t count;
    bool *stands, *next;  // [count] + 1 places.
};

static void add(struct pattern *pattern, const cJSON *name) {
    bool stretch = cJSON_IsString(name) && strcmp(name->valuestring, PATH_STRETCH) == 0;
    pattern->names[pattern->count++] = stretch ? NULL : name;
}

static void init(struct pattern *pattern, const cJSON *want) {
    uint32_t most = cJSON_IsArray(want) ? treadle_json_count(want) : 1;
    *pattern = (struct pattern){
        .names = treadle_alloc((most + 1) * sizeof(*pattern->names)),
        .stands = treadle_alloc_zeroed((most + 1) * sizeof(bool)),
        .next = treadle_alloc_zeroed((most + 1) * sizeof(bool))};
    if (!cJSON_IsArray(want)) {
        add(pattern, want);
        return;
    }
    for (const cJSON *name = want->child; name != NULL; name = name->next)
        add(pattern, name);
}

static void clear(struct pattern *pattern) {
    free(pattern->names);
    free(pattern->stands);
    free(pattern->next);
}

// A stretch may be empty: whoever stands before it stands behind it, too.
static void pass_stretches(const struct pattern *pattern, bool *stands) {
    for (uint32_t i = 0; i < pattern->count; i++)
        if (stands[i] && pattern->names[i] == NULL) stands[i + 1] = true;
}

// Goes on with [state]; false: there is no place left.
static bool advance(struct pattern *pattern, const cJSON *state) {
    bool any = false;
    memset(pattern->next, 0, (pattern->count + 1) * sizeof(bool));
    for (uint32_t i = 0; i < pattern->count; i++) {
        if (!pattern->stands[i]) continue;
        const cJSON *name = pattern->names[i];
        if (name != NULL && !treadle_compare_matches(name, state, false)) continue;
        pattern->next[name == NULL ? i : i + 1] = true;
        any = true;
    }
    pass_stretches(pattern, pattern->next);
    bool *stood = pattern->stands;
    pattern->stands = pattern->next;
    pattern->next = stood;
    return any;
}

// The last place in the pattern where one may stand.
static uint32_t progress(const struct pattern *pattern) {
    uint32_t last = pattern->count;
    while (last > 0 && !pattern->stands[last])
        last--;
    return last;
}

// Within a stretch nothing is ever wrong: there the first state that differs is the one at which
// the pattern was followed no further.
bool treadle_path_matches(const cJSON *want, const cJSON *have, uint32_t *first) {
    struct pattern pattern;
    init(&pattern, want);
    pattern.stands[0] = true;
    pass_stretches(&pattern, pattern.stands);
    const cJSON *state = have->child;
    uint32_t best = progress(&pattern), best_at = 0, at = 0;
    for (; state != NULL && advance(&pattern, state); state = state->next) {
        at++;
        if (progress(&pattern) < best) continue;
        best = progress(&pattern);
        best_at = at;
    }
    bool fine = state == NULL && pattern.stands[pattern.count];
    *first = state == NULL ? best_at : at;
    clear(&pattern);
    return fine;
}
