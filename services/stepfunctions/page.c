// Pages and their tokens. A token says where its page begins and, by a digest, of which list.
#include <stdio.h>
#include <string.h>

#include "base/digest.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/number.h"
#include "services/stepfunctions/operations.h"

enum { PAGE_DEFAULT = 100 };  // AWS: of no maxResults, or of 0.

static const char *token_text(struct arena *arena, const char *what, uint32_t token) {
    char number[16];
    snprintf(number, sizeof(number), "%u", token);
    uint64_t tie = treadle_digest_seed(what, number, NULL);
    return treadle_arena_print(arena, "%u.%016llx", token, (unsigned long long)tie);
}

void treadle_states_put_token(
    struct request *request, cJSON *output, const char *what, uint32_t token) {
    treadle_put_text(
        &request->arena, output, "nextToken", token_text(&request->arena, what, token));
}

static bool read_token(struct arena *arena, const char *what, const char *text, uint32_t *out) {
    int64_t number;
    const char *digits = treadle_arena_copy_size(arena, text, strcspn(text, "."));
    if (!treadle_number_read_int(digits, 0, UINT32_MAX, &number)) return false;
    *out = (uint32_t)number;
    return strcmp(token_text(arena, what, *out), text) == 0;
}

bool treadle_states_page(struct request *request, const char *what, struct page *out) {
    const cJSON *input = treadle_doc_root(request->input),
                *max = treadle_json_member(input, "maxResults");
    *out = (struct page){.max = cJSON_IsNumber(max) ? (uint32_t)max->valuedouble : 0};
    if (out->max == 0) out->max = PAGE_DEFAULT;
    const char *token = treadle_json_string(input, "nextToken");
    out->has_token = token != NULL;
    if (token == NULL || read_token(&request->arena, what, token, &out->token)) return true;
    treadle_request_refuse(request, 400, "InvalidToken", "Invalid Token: 'Invalid token'");
    return false;
}
