// Reading and writing JSON: what is read is written again, byte for byte.
#include <string.h>

#include "base/json/read.h"
#include "base/json/write.h"
#include "base/yaml/yaml.h"
#include "tests/base/suites.h"
#include "tests/support/support.h"

static const char *const unchanged[] = {
    "9223372036854775807",
    "1.0",
    "1e400",
    "-0",
    "1E+2",
    "\"a\\u0000b\"",
    "\"\\ud800\"",
    "{}",
    "[]",
    "[[],{},\"\",null,true,false]",
    "{\"a\":[1,2,{\"b\":\"\\\"\\\\\\n\"}],\"\":0.10}",
};

START_TEST(writes_what_it_read) {
    struct doc *doc = support_read(unchanged[_i]);
    struct text text = {0};
    treadle_json_write(&text, treadle_doc_root(doc));
    ck_assert_str_eq(text.bytes, unchanged[_i]);
    ck_assert_uint_eq(treadle_json_size(treadle_doc_root(doc)), text.count);
    treadle_text_clear(&text);
    treadle_doc_drop(doc);
}
END_TEST

START_TEST(reads_yaml) {
    const char *text = "a: !Sub x\nb: &b [1, 0x1F, ~, yes]\nc: *b\n<<: {a: 1, d: !GetAtt a.b.c}\n";
    struct places places = {0};
    struct read_problem problem;
    struct doc *doc =
        treadle_yaml_read(text, strlen(text), YAML_TAGS_CLOUDFORMATION, &places, &problem);
    ck_assert_msg(doc != NULL, "%s", problem.message);
    support_same_json(
        "{\"a\":{\"Fn::Sub\":\"x\"},\"b\":[1,31,null,\"yes\"],\"c\":[1,31,null,\"yes\"],"
        "\"d\":{\"Fn::GetAtt\":[\"a\",\"b.c\"]}}",
        treadle_doc_root(doc));
    treadle_places_clear(&places);
    treadle_doc_drop(doc);
}
END_TEST

Suite *suite_read(void) {
    TCase *tests = tcase_create("read");
    ADD_EACH(tests, writes_what_it_read, unchanged);
    tcase_add_test(tests, reads_yaml);
    return support_suite("read", tests);
}
