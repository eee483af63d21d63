// A token is lower-case hexadecimal: a proof of 16 bytes, the ticket in 4, the execution's ARN.
#include "engine/core/token.h"

#include <string.h>

#include "base/digest.h"
#include "base/text.h"

enum { PROOF_SIZE = 16, TICKET_SIZE = 4, NONCE_SIZE = 8 };

bool treadle_token_wanted(const struct state *state) {
    if (state->kind != KIND_TASK) return false;
    const struct treadle_task_uri *uri = &state->of.task->uri;
    return uri->pattern != TREADLE_REQUEST_RESPONSE ||
           treadle_task_uri_events(uri) == TASK_EVENTS_ACTIVITY;
}

static void put_number(struct text *out, uint64_t number, int size) {
    for (int i = size - 1; i >= 0; i--) {
        char byte = (char)(unsigned char)(number >> (8 * i));
        treadle_text_put(out, &byte, 1);
    }
}

const char *treadle_token_write(struct arena *arena, const struct core *core, uint32_t ticket) {
    static const char digits[] = "0123456789abcdef";
    const char *arn = core->identity->arn;
    uint8_t proof[DIGEST_SHA256_SIZE];
    struct text bytes = {0};
    ASSERT(ticket != 0);
    put_number(&bytes, core->nonce, NONCE_SIZE);
    put_number(&bytes, ticket, TICKET_SIZE);
    treadle_text_add(&bytes, arn);
    treadle_digest_sha256(bytes.bytes, bytes.count, proof);
    bytes.count = 0;
    treadle_text_put(&bytes, (const char *)proof, PROOF_SIZE);
    put_number(&bytes, ticket, TICKET_SIZE);
    treadle_text_add(&bytes, arn);
    char *token = treadle_arena_alloc(arena, 2 * bytes.count + 1);
    for (size_t i = 0; i < bytes.count; i++) {
        unsigned char byte = (unsigned char)bytes.bytes[i];
        token[2 * i] = digits[byte >> 4];
        token[2 * i + 1] = digits[byte & 15];
    }
    token[2 * bytes.count] = '\0';
    treadle_text_clear(&bytes);
    return token;
}

static int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

bool treadle_token_read(
    struct arena *arena, const char *token, const char **execution_arn, uint32_t *ticket) {
    size_t size = strlen(token), head = PROOF_SIZE + TICKET_SIZE;
    if (size % 2 != 0 || size / 2 <= head) return false;
    char *bytes = treadle_arena_alloc(arena, size / 2 + 1);
    for (size_t i = 0; i < size / 2; i++) {
        int high = digit(token[2 * i]), low = digit(token[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        bytes[i] = (char)(unsigned char)(high << 4 | low);
    }
    bytes[size / 2] = '\0';
    *ticket = 0;
    for (size_t i = PROOF_SIZE; i < head; i++)
        *ticket = *ticket << 8 | (unsigned char)bytes[i];
    *execution_arn = bytes + head;
    return strncmp(*execution_arn, "arn:", 4) == 0;
}
