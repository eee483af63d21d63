// Where nodes stood.
#include <stdio.h>
#include <string.h>

#include "base/json/places.h"
#include "base/json/ruler.h"
#include "base/json/value.h"
#include "tests/base/json/suites.h"
#include "tests/support/support.h"

static const char source[] = "{\n"
                             "  \"Comment\": \"caf\xC3\xA9\", \"n\" : -1.50,\n"
                             "  \"States\": {\r\n"
                             "    \"A\": [true, {\"x\": [ ]}, \"\xF0\x9F\x98\x80\", null ] }\n"
                             "}\n";

static const struct {
    const char *pointer, *value, *name;  // line, column and width
} places_of[] = {
    {"", "1:1+1", "0:0+0"},
    {"/Comment", "2:14+6", "2:3+9"},
    {"/n", "2:28+5", "2:22+3"},
    {"/States", "3:13+1", "3:3+8"},
    {"/States/A", "4:10+30", "4:5+3"},
    {"/States/A/0", "4:11+4", "0:0+0"},
    {"/States/A/1", "4:17+10", "0:0+0"},
    {"/States/A/1/x", "4:23+3", "4:18+3"},
    {"/States/A/2", "4:29+3", "0:0+0"},
    {"/States/A/3", "4:34+4", "0:0+0"},
};

static const char *shown(struct place place) {
    static char text[64];
    (void)snprintf(text, sizeof(text), "%u:%u+%u", place.line, place.column, place.width);
    return text;
}

START_TEST(knows_where_values_and_names_stood) {
    struct places places = {0};
    struct read_problem problem;
    struct doc *doc = treadle_doc_read_source(source, strlen(source), &places, &problem);
    ck_assert_ptr_nonnull(doc);
    const cJSON *node = treadle_json_at(treadle_doc_root(doc), places_of[_i].pointer);
    ck_assert_ptr_nonnull(node);
    ck_assert_str_eq(shown(treadle_place_of(&places, node)), places_of[_i].value);
    ck_assert_str_eq(shown(treadle_place_of_name(&places, node)), places_of[_i].name);
    treadle_places_clear(&places);
    treadle_doc_drop(doc);
}
END_TEST

static const struct {
    const char *pointer, *text;
} extents[] = {
    {"/Comment", "\"caf\xC3\xA9\""},
    {"/n", "-1.50"},
    {"/States", "{\r\n    \"A\": [true, {\"x\": [ ]}, \"\xF0\x9F\x98\x80\", null ] }"},
    {"/States/A/1", "{\"x\": [ ]}"},
};

START_TEST(knows_all_of_a_value) {
    struct places places = {0};
    struct doc *doc = treadle_doc_read_source(source, strlen(source), &places, NULL);
    const cJSON *node = treadle_json_at(treadle_doc_root(doc), extents[_i].pointer);
    struct extent extent = treadle_extent_of(&places, node);
    ck_assert_uint_eq(extent.size, strlen(extents[_i].text));
    ck_assert_mem_eq(source + extent.at, extents[_i].text, extent.size);
    ck_assert_uint_eq(treadle_extent_of(&places, NULL).size, 0);
    treadle_places_clear(&places);
    treadle_doc_drop(doc);
}
END_TEST

// Settled again, because commas in strings made the reader ask for too much, nodes keep their
// places.
START_TEST(places_survive_settling_again) {
    struct text text = {0};
    treadle_text_add(&text, "[\"");
    for (int i = 0; i < 100; i++)
        treadle_text_add(&text, ",,,,");
    treadle_text_add(&text, "\",\n {\"a\": [7]}]");
    struct places places = {0};
    struct doc *doc = treadle_doc_read_source(text.bytes, text.count, &places, NULL);
    ck_assert_uint_eq(doc->size, sizeof(*doc) + 5 * sizeof(cJSON) + 401 + 2);
    const cJSON *seven = treadle_json_at(treadle_doc_root(doc), "/1/a/0");
    ck_assert_str_eq(shown(treadle_place_of(&places, seven)), "2:9+1");
    treadle_places_clear(&places);
    treadle_doc_drop(doc);
    treadle_text_clear(&text);
}
END_TEST

START_TEST(knows_nothing_of_other_nodes) {
    struct places places = {0};
    struct doc *other = support_read("[1,2,3,4,5,6,7,8]");
    ck_assert_uint_eq(treadle_place_of(&places, treadle_doc_root(other)).line, 0);
    struct doc *doc = treadle_doc_read_source("[1]", 3, &places, NULL);
    ck_assert_uint_eq(treadle_place_of(&places, treadle_doc_root(doc)).line, 1);
    ck_assert_uint_eq(treadle_place_of(&places, NULL).line, 0);
    ck_assert_uint_eq(treadle_place_of(&places, treadle_doc_root(other)).line, 0);
    ck_assert_uint_eq(treadle_place_of_name(&places, treadle_doc_root(other)->child).line, 0);
    ck_assert_uint_eq(treadle_place_of(&places, treadle_doc_root(doc) + 2).line, 0);
    treadle_places_clear(&places);
    ck_assert_uint_eq(treadle_place_of(&places, treadle_doc_root(doc)).line, 0);
    treadle_doc_drop(doc);
    treadle_doc_drop(other);
}
END_TEST

// Against counting by hand, at every offset of a text with lines and characters of all lengths.
START_TEST(a_ruler_counts_as_one_would_by_hand) {
    struct text text = {0};
    for (int i = 0; i < 40; i++)
        treadle_text_printf(
            &text, "%.*s\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80%s", i, source, i % 3 ? "" : "\n");
    struct ruler ruler;
    treadle_ruler_init(&ruler, text.bytes, text.count);
    uint32_t line = 1, column = 1;
    size_t characters = 0;
    for (size_t at = 0; at <= text.count; at++) {
        if (((unsigned char)text.bytes[at] & 0xC0) == 0x80) continue;
        struct place place = treadle_ruler_place(&ruler, at, 0);
        if (place.line != line || place.column != column || place.width != 0)
            ck_abort_msg("offset %zu: %s, not %u:%u", at, shown(place), line, column);
        if (treadle_ruler_offset(&ruler, characters) != at)
            ck_abort_msg("character %zu", characters);
        bool feed = text.bytes[at] == '\n';
        line += feed;
        column = feed ? 1 : column + 1;
        characters++;
    }
    ck_assert_uint_eq(treadle_ruler_offset(&ruler, characters + 5), text.count);
    treadle_ruler_clear(&ruler);
    treadle_text_clear(&text);
}
END_TEST

static const size_t sizes[] = {0, 1, 63, 64, 65, 127, 128, 129};

START_TEST(a_ruler_measures_texts_of_any_size) {
    char text[130];
    memset(text, 'x', sizeof(text));
    struct ruler ruler;
    treadle_ruler_init(&ruler, text, sizes[_i]);
    struct place place = treadle_ruler_place(&ruler, sizes[_i], 0);
    ck_assert_uint_eq(place.column, sizes[_i] + 1);
    ck_assert_uint_eq(treadle_ruler_place(&ruler, 0, sizes[_i]).width, sizes[_i]);
    ck_assert_uint_eq(treadle_ruler_offset(&ruler, sizes[_i]), sizes[_i]);
    treadle_ruler_clear(&ruler);
}
END_TEST

Suite *suite_places(void) {
    TCase *tests = tcase_create("places");
    ADD_EACH(tests, knows_where_values_and_names_stood, places_of);
    ADD_EACH(tests, knows_all_of_a_value, extents);
    tcase_add_test(tests, places_survive_settling_again);
    tcase_add_test(tests, knows_nothing_of_other_nodes);
    tcase_add_test(tests, a_ruler_counts_as_one_would_by_hand);
    ADD_EACH(tests, a_ruler_measures_texts_of_any_size, sizes);
    return support_suite("places", tests);
}
