// Writing: to the byte of a limit, and every character as it must be.
#include <stdio.h>
#include <string.h>

#include "base/json/value.h"
#include "base/json/write.h"
#include "base/utf8.h"
#include "tests/base/json/suites.h"
#include "tests/support/support.h"

static const char *const values[] = {
    "\"\"",
    "\"abcdefghijklmnopqrstuvwxyz\"",
    "\"\\u0000\\ud800\\n\\\"\"",
    "\"12345678\\n12345678\\u0001\"",
    "\"\xC3\xA9\xED\x9F\xBF\xF0\x9F\x98\x80 and plain\"",
    "{\"a\":[1,2.50,true,false,null,\"\\\\\"],\"\\n\":{},\"c\":[]}",
    "12345678901234567890",
    "0.1",
};

START_TEST(meets_a_limit_to_the_byte) {
    struct doc *doc = support_read(values[_i]);
    size_t size = strlen(values[_i]);
    for (size_t limit = 1; limit <= size + 1; limit++) {
        struct text text = {.count_max = limit};
        treadle_json_write(&text, treadle_doc_root(doc));
        ck_assert_uint_le(text.count, limit);
        ck_assert(text.overflowed == (limit < size));
        ck_assert_uint_eq(strlen(treadle_text_string(&text)), text.count);
        if (limit >= size) ck_assert_str_eq(text.bytes, values[_i]);
        treadle_text_clear(&text);
    }
    treadle_doc_drop(doc);
}
END_TEST

START_TEST(writes_behind_what_is_there) {
    struct doc *doc = support_read("[1]");
    struct text text = {0};
    treadle_text_add(&text, "value: ");
    treadle_json_write(&text, treadle_doc_root(doc));
    treadle_json_write_string(&text, "s");
    ck_assert_str_eq(text.bytes, "value: [1]\"s\"");
    treadle_text_clear(&text);
    treadle_doc_drop(doc);
}
END_TEST

// Every character there is, at each of eight offsets, so that it falls on every place of a word.
START_TEST(every_character_is_read_as_it_was_written) {
    for (uint32_t code = 0; code <= 0x10FFFF; code += code < 0x3000 ? 1 : 97) {
        char string[32], expected[64];
        size_t offset = code % 8;
        memcpy(string, "abcdefgh", offset);
        char *end = treadle_utf8_put(string + offset, code);
        memcpy(end, "ijklmnop", 9);
        struct text text = {0};
        treadle_json_write_string(&text, string);
        struct doc *doc = treadle_doc_read(NULL, text.bytes, text.count, NULL);
        if (doc == NULL || strcmp(treadle_doc_root(doc)->valuestring, string) != 0)
            ck_abort_msg("U+%04X: %s", code, text.bytes);
        bool escaped = code == 0 || (code >= 0xD800 && code < 0xE000);
        (void)snprintf(
            expected, sizeof(expected), "\"%.*s\\u%04xijklmnop\"", (int)offset, "abcdefgh", code);
        if (escaped && strcmp(text.bytes, expected) != 0)
            ck_abort_msg("U+%04X: %s", code, text.bytes);
        treadle_doc_drop(doc);
        treadle_text_clear(&text);
    }
}
END_TEST

START_TEST(writes_scratch_with_doubles_and_unknown_types) {
    cJSON nodes[3] = {{.type = cJSON_Array}, {.type = cJSON_Number, .valuedouble = 0.1}, {0}};
    nodes[0].child = &nodes[1];
    nodes[1].next = &nodes[2];
    struct text text = {0};
    treadle_json_write(&text, &nodes[0]);
    ck_assert_str_eq(text.bytes, "[0.1,null]");
    ck_assert_uint_eq(treadle_json_size(&nodes[0]), text.count);
    treadle_text_clear(&text);
}
END_TEST

Suite *suite_write(void) {
    TCase *tests = tcase_create("write");
    tcase_set_timeout(tests, 60);
    ADD_EACH(tests, meets_a_limit_to_the_byte, values);
    tcase_add_test(tests, writes_behind_what_is_there);
    tcase_add_test(tests, every_character_is_read_as_it_was_written);
    tcase_add_test(tests, writes_scratch_with_doubles_and_unknown_types);
    return support_suite("write", tests);
}
