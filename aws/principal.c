// See principal.h.
#include "aws/principal.h"

#include <inttypes.h>
#include <string.h>

#include "aws/arn.h"
#include "aws/condition.h"
#include "base/memory.h"
#include "base/number.h"

// YAML reads 012345678901 as a number, and the zeros before it are gone.
static const char *account_of(struct arena *arena, const cJSON *number) {
    int64_t account;
    if (!treadle_number_int(number, &account) || account < 0 || account > 999999999999) return NULL;
    return treadle_arena_print(arena, "%012" PRId64, account);
}

const char *treadle_principal_entry(struct arena *arena, const char *kind, const cJSON *entry) {
    bool aws = strcmp(kind, "AWS") == 0;
    if (cJSON_IsNumber(entry)) return aws ? account_of(arena, entry) : NULL;
    if (!cJSON_IsString(entry)) return NULL;
    const char *text = entry->valuestring;
    if (!aws || strcmp(text, "*") == 0 || treadle_account_is(text)) return text;
    // AWS: no wildcard but "*" itself.
    struct arn arn;
    bool read = treadle_arn_parse(arena, text, &arn) && strpbrk(text, "*?") == NULL;
    return read ? text : NULL;
}

static bool is_read(const cJSON *member) {
    static const char *const kinds[] = {"AWS", "Service", "Federated", "CanonicalUser"};
    struct arena arena = {0};
    size_t kind = 0;
    while (kind < COUNT_OF(kinds) && strcmp(kinds[kind], member->string) != 0)
        kind++;
    bool read = kind < COUNT_OF(kinds);
    if (read) EACH_ITEM(entry, member) {
            read = read && treadle_principal_entry(&arena, kinds[kind], entry) != NULL;
        }
    treadle_arena_clear(&arena);
    return read;
}

bool treadle_principal_is_read(const cJSON *principal) {
    if (cJSON_IsString(principal)) return strcmp(principal->valuestring, "*") == 0;
    if (!cJSON_IsObject(principal)) return false;
    const cJSON *member = principal->child;
    while (member != NULL && is_read(member))
        member = member->next;
    return member == NULL && principal->child != NULL;
}
