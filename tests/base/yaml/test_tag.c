// CloudFormation's short forms.
#include "base/yaml/tag.h"
#include "tests/base/yaml/suites.h"
#include "tests/support/support.h"

static const struct {
    const char *yaml, *json;
} forms[] = {
    {"!Ref Table", "{\"Ref\":\"Table\"}"},
    {"!Ref 'AWS::Region'", "{\"Ref\":\"AWS::Region\"}"},
    {"!Ref 123", "{\"Ref\":\"123\"}"},
    {"!Condition Prod", "{\"Condition\":\"Prod\"}"},
    {"!GetAtt Table.Arn", "{\"Fn::GetAtt\":[\"Table\",\"Arn\"]}"},
    {"!GetAtt Stack.Outputs.Arn", "{\"Fn::GetAtt\":[\"Stack\",\"Outputs.Arn\"]}"},
    {"!GetAtt [Table, Arn]", "{\"Fn::GetAtt\":[\"Table\",\"Arn\"]}"},
    {"!Sub '${A}-${B}'", "{\"Fn::Sub\":\"${A}-${B}\"}"},
    {"!Sub ['${X}', {X: !Ref Y}]", "{\"Fn::Sub\":[\"${X}\",{\"X\":{\"Ref\":\"Y\"}}]}"},
    {"!Sub |\n  a\n  b\n", "{\"Fn::Sub\":\"a\\nb\\n\"}"},
    {"!Join ['-', [a, !Ref B, 1]]", "{\"Fn::Join\":[\"-\",[\"a\",{\"Ref\":\"B\"},1]]}"},
    {"!Join\n  - ','\n  - - a\n    - b\n", "{\"Fn::Join\":[\",\",[\"a\",\"b\"]]}"},
    {"!Select [0, !GetAZs '']", "{\"Fn::Select\":[0,{\"Fn::GetAZs\":\"\"}]}"},
    {"!Split [',', a]", "{\"Fn::Split\":[\",\",\"a\"]}"},
    {"!ImportValue x", "{\"Fn::ImportValue\":\"x\"}"},
    {"!If [C, !Ref A, !Ref 'AWS::NoValue']",
     "{\"Fn::If\":[\"C\",{\"Ref\":\"A\"},{\"Ref\":\"AWS::NoValue\"}]}"},
    {"!Equals [a, b]", "{\"Fn::Equals\":[\"a\",\"b\"]}"},
    {"!And [!Condition A, !Not [!Condition B]]",
     "{\"Fn::And\":[{\"Condition\":\"A\"},{\"Fn::Not\":[{\"Condition\":\"B\"}]}]}"},
    {"!Or [a]", "{\"Fn::Or\":[\"a\"]}"},
    {"!FindInMap [M, a, b]", "{\"Fn::FindInMap\":[\"M\",\"a\",\"b\"]}"},
    {"!Base64 x", "{\"Fn::Base64\":\"x\"}"},
    {"!Cidr ['10.0.0.0/16', 2, 8]", "{\"Fn::Cidr\":[\"10.0.0.0/16\",2,8]}"},
    {"!Transform {Name: AWS::Include}", "{\"Fn::Transform\":{\"Name\":\"AWS::Include\"}}"},
    {"!Length [a]", "{\"Fn::Length\":[\"a\"]}"},
    {"!ToJsonString {a: 1}", "{\"Fn::ToJsonString\":{\"a\":1}}"},
    {"!Ref", "{\"Ref\":\"\"}"},
    {"a: !Ref B # note\nc: &x !Sub d\ne: *x\n",
     "{\"a\":{\"Ref\":\"B\"},\"c\":{\"Fn::Sub\":\"d\"},\"e\":{\"Fn::Sub\":\"d\"}}"},
};

START_TEST(short_forms_become_long_ones) {
    reads_as(forms[_i].yaml, YAML_TAGS_CLOUDFORMATION, forms[_i].json);
}
END_TEST

static const struct yaml_tag rows[] = {
#define TAG(tag, name, takes) {tag, name, takes},
#include "base/yaml/tags.def"
#undef TAG
};

START_TEST(every_row_is_a_short_form) {
    const struct yaml_tag *tag = treadle_yaml_tag(rows[_i].tag);
    ck_assert_ptr_nonnull(tag);
    ck_assert_str_eq(tag->name, rows[_i].name);
    struct text yaml = {0}, json = {0};
    treadle_text_printf(&yaml, "k: %s [a]\n", rows[_i].tag);
    treadle_text_printf(&json, "{\"k\":{\"%s\":[\"a\"]}}", rows[_i].name);
    reads_as(yaml.bytes, YAML_TAGS_CLOUDFORMATION, json.bytes);
    treadle_text_clear(&yaml);
    treadle_text_clear(&json);
}
END_TEST

static const struct {
    const char *yaml, *at, *pointer, *message;
} unknown[] = {
    {"a: !Foo x", "1:4", "/a", "the tag '!Foo' is not known here"},
    {"- 1\n- !ref x", "2:3", "/1", "the tag '!ref' is not known here"},
    {"a: &b !Fn::Sub x", "1:7", "/a", "the tag '!Fn::Sub' is not known here"},
    {"!!binary aGk=", "1:1", "", "the tag '!!binary' is not known here"},
    {"!!timestamp 2001-01-01", "1:1", "", "the tag '!!timestamp' is not known here"},
    {"!!set {a: }", "1:1", "", "the tag '!!set' is not known here"},
    {"!!omap [a: 1]", "1:1", "", "the tag '!!omap' is not known here"},
    {"!!map [1]", "1:1", "", "the tag '!!map' is not known here"},
    {"!!str [1]", "1:1", "", "the tag '!!str' is not known here"},
    {"!Ref x: y", "1:1", "", "the tag '!Ref' is not known here"},
    {"!!int 1: y", "1:7", "", "the tag '!!int' is not known here"},
    {"!<tag:example.com,2000:x> y", "1:1", "",
     "the tag 'tag:example.com,2000:x' is not known here"},
    {"a: !GetAtt Table", "1:12", "/a", "!GetAtt takes a name, a dot and an attribute"},
};

START_TEST(refuses_unknown_tags) {
    refuses(
        unknown[_i].yaml, YAML_TAGS_CLOUDFORMATION, unknown[_i].at, unknown[_i].pointer,
        unknown[_i].message);
}
END_TEST

START_TEST(knows_no_short_forms_where_they_are_refused) {
    refuses("a: !Ref x", YAML_TAGS_REFUSED, "1:4", "/a", "the tag '!Ref' is not known here");
    refuses("[!Sub {}]", YAML_TAGS_REFUSED, "1:2", "/0", "the tag '!Sub' is not known here");
}
END_TEST

Suite *suite_tag(void) {
    TCase *tests = tcase_create("tag");
    ADD_EACH(tests, short_forms_become_long_ones, forms);
    ADD_EACH(tests, every_row_is_a_short_form, rows);
    ADD_EACH(tests, refuses_unknown_tags, unknown);
    tcase_add_test(tests, knows_no_short_forms_where_they_are_refused);
    return support_suite("tag", tests);
}
