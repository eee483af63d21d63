// Numbers, moments, durations, Base64: small texts, held against the C library and against
// themselves.
#include "base/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/json/scratch.h"
#include "base/text.h"
#include "base/time_text.h"
#include "jsonpath/decimal.h"
#include "services/dynamodb/number.h"
#include "tests/fuzz/fuzz.h"

static void check_json_number(struct arena *arena, const char *text) {
    const cJSON *number = treadle_scratch_read(arena, text, strlen(text));
    if (number == NULL || !cJSON_IsNumber(number)) return;
    while (strchr(" \t\r\n", *text) != NULL)
        text++;
    size_t size = strcspn(text, " \t\r\n");
    double value = treadle_number_read(text, size), want = strtod(text, NULL);
    ASSERT(value == want && signbit(value) == signbit(want));
    ASSERT(treadle_number_compare(number, number) == 0);
    int64_t whole;
    if (treadle_number_int(number, &whole))
        ASSERT(treadle_number_compare(number, treadle_scratch_int(arena, whole)) == 0);
    if (!isfinite(value)) return;
    char out[NUMBER_TEXT_SIZE + 1];
    out[treadle_number_write(out, value)] = '\0';
    ASSERT(strtod(out, NULL) == value);
}

// Any eight bytes are a double.
static void check_double(const uint8_t *data, size_t size) {
    double value = 0;
    char out[NUMBER_TEXT_SIZE + 1];
    memcpy(&value, data, size < sizeof(value) ? size : sizeof(value));
    if (!isfinite(value)) return;
    size_t length = treadle_number_write(out, value);
    out[length] = '\0';
    ASSERT(strtod(out, NULL) == value && treadle_number_read(out, length) == value);
}

static void check_decimal(struct arena *arena, const char *text) {
    const cJSON *number = treadle_decimal_read(arena, text);
    if (number != NULL) fuzz_check_value(number);
}

static void check_dynamodb(const char *text) {
    struct dynamodb_number number, again;
    if (treadle_dynamodb_number_read(text, &number) != DYNAMODB_NUMBER_FINE) return;
    struct text written = {0}, twice = {0}, order = {0};
    treadle_dynamodb_number_write(&number, &written);
    ASSERT(treadle_dynamodb_number_read(written.bytes, &again) == DYNAMODB_NUMBER_FINE);
    treadle_dynamodb_number_write(&again, &twice);
    ASSERT(strcmp(written.bytes, twice.bytes) == 0);
    ASSERT(treadle_dynamodb_number_size(&number) == treadle_dynamodb_number_size(&again));
    treadle_dynamodb_number_order(&number, &order);
    ASSERT(order.count > 0 && strlen(order.bytes) == order.count);
    treadle_text_clear(&order);
    treadle_text_clear(&twice);
    treadle_text_clear(&written);
}

static void check_times(const char *text) {
    char out[TIME_TEXT_SIZE];
    int64_t at_ms, again_ms;
    if (treadle_time_read(text, &at_ms)) {
        treadle_time_write(out, at_ms);
        ASSERT(treadle_time_read(out, &again_ms) && again_ms == at_ms);
    }
    if (treadle_duration_read(text, &at_ms)) {
        ASSERT(at_ms >= 0);
        treadle_duration_write(out, at_ms);
        fuzz_check_words(out);
    }
}

static void check_base64(const char *text) {
    struct text bytes = {0}, letters = {0};
    if (treadle_base64_read(&bytes, text)) {
        treadle_base64_write(&letters, bytes.count == 0 ? "" : bytes.bytes, bytes.count);
        ASSERT(strcmp(treadle_text_string(&letters), text) == 0);
    }
    treadle_text_clear(&letters);
    treadle_text_clear(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input input = {(const char *)data, size};
    struct arena arena = {0};
    char *text = fuzz_rest(&input);
    int64_t whole;
    if (treadle_number_read_int(text, -1000, 1000, &whole)) ASSERT(whole >= -1000 && whole <= 1000);
    check_json_number(&arena, text);
    check_double(data, size);
    check_decimal(&arena, text);
    check_dynamodb(text);
    check_times(text);
    check_base64(text);
    treadle_arena_clear(&arena);
    free(text);
    return 0;
}
