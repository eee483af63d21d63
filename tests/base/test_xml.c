// What XML makes of texts.
#include <string.h>

#include "base/text.h"
#include "base/xml.h"
#include "tests/base/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *string, *text, *attribute;
} texts[] = {
    {"", "", ""},
    {"a ü → 😀", "a ü → 😀", "a ü → 😀"},
    {"<a b=\"c\">&amp;</a>", "&lt;a b=\"c\"&gt;&amp;amp;&lt;/a&gt;",
     "&lt;a b=&quot;c&quot;&gt;&amp;amp;&lt;/a&gt;"},
    {"a\tb\nc\rd", "a\tb\nc&#13;d", "a&#9;b&#10;c&#13;d"},
    // What there is not in XML: control characters, U+0000 and half surrogates as our strings hold
    // them, the last two of the plane.
    {"\033[31m\x7F", "\xEF\xBF\xBD[31m\x7F", "\xEF\xBF\xBD[31m\x7F"},
    {"\xC0\x80", "\xEF\xBF\xBD", "\xEF\xBF\xBD"},
    {"\xED\xA0\x80|\xED\xBF\xBF", "\xEF\xBF\xBD|\xEF\xBF\xBD", "\xEF\xBF\xBD|\xEF\xBF\xBD"},
    {"\xEF\xBF\xBE|\xEF\xBF\xBF", "\xEF\xBF\xBD|\xEF\xBF\xBD", "\xEF\xBF\xBD|\xEF\xBF\xBD"},
};

START_TEST(escapes_what_it_must) {
    struct text text = {0}, attribute = {0};
    treadle_xml_put(&text, texts[_i].string, strlen(texts[_i].string), false);
    treadle_xml_put(&attribute, texts[_i].string, strlen(texts[_i].string), true);
    ck_assert_str_eq(treadle_text_string(&text), texts[_i].text);
    ck_assert_str_eq(treadle_text_string(&attribute), texts[_i].attribute);
    treadle_text_clear(&text);
    treadle_text_clear(&attribute);
}
END_TEST

START_TEST(takes_no_more_than_it_is_given) {
    struct text text = {0};
    treadle_xml_put(&text, "a<b>", 2, false);
    ck_assert_str_eq(text.bytes, "a&lt;");
    treadle_text_clear(&text);
}
END_TEST

Suite *suite_xml(void) {
    TCase *tests = tcase_create("xml");
    ADD_EACH(tests, escapes_what_it_must, texts);
    tcase_add_test(tests, takes_no_more_than_it_is_given);
    return support_suite("xml", tests);
}
