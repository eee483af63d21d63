// Templates that cannot be loaded: each with one clear sentence, the place it is about, and nothing
// made.
#include <stdlib.h>
#include <string.h>

#include "tests/cloudformation/bed.h"
#include "tests/cloudformation/suites.h"

static const char good[] =
    "AWSTemplateFormatVersion: 2010-09-09\n"
    "Parameters:\n"
    "  Word: {Type: String, Default: some}\n"
    "Mappings:\n"
    "  Sizes: {small: {count: '1'}}\n"
    "Conditions:\n"
    "  Named: !Equals [!Ref Word, some]\n"
    "Resources:\n"
    "  Role:\n"
    "    Type: AWS::IAM::Role\n"
    "    Properties:\n"
    "      AssumeRolePolicyDocument: {Statement: []}\n"
    "      RoleName: keeper\n"
    "  Policy:\n"
    "    Type: AWS::IAM::ManagedPolicy\n"
    "    DependsOn: Role\n"
    "    Condition: Named\n"
    "    Properties:\n"
    "      Roles: [!Ref Role]\n"
    "      PolicyDocument: {Statement: {Effect: Allow, Action: '*', Resource: !GetAtt Role.Arn}}\n"
    "Outputs:\n"
    "  Arn: {Value: !GetAtt Role.Arn, Export: {Name: !Sub '${AWS::StackName}-arn'}}\n";

static const struct {
    const char *from, *to, *said;
} rows[] = {
    // Sections
    {"2010-09-09", "2010-09-10", "t.yaml:1:27: the one AWSTemplateFormatVersion is \"2010-09-09\""},
    {"  Word: {Type: String, Default: some}", "  5",
     "t.yaml:3:3: Parameters wants an object, not number"},
    {"{Type: String, Default: some}", "some",
     "t.yaml:3:9: Parameters: 'Word' wants an object, not string"},
    {"Word: {", "Wo-rd: {",
     "t.yaml:3:3: 'Wo-rd' in Parameters is no name: letters and digits only"},
    {"{small: {count: '1'}}", "{small: [1]}", "t.yaml:5:18: a mapping is an object of objects"},
    {"count: '1'", "count: {a: b}",
     "t.yaml:5:26: a mapping holds texts and lists, and no functions"},
    {"Mappings:\n", "Transform: {a: b}\nMappings:\n",
     "t.yaml:4:12: Transform wants a name or a list of names"},
    {"Mappings:\n", "Transform: [{a: b}]\nMappings:\n",
     "t.yaml:4:13: Transform wants the names of transforms"},
    // Resources
    {"Type: AWS::IAM::Role\n", "Kind: AWS::IAM::Role\n", "t.yaml:9:3: 'Role' has no Type"},
    {"Type: AWS::IAM::Role\n", "Type: !Ref Word\n", "t.yaml:9:3: 'Role' has no Type"},
    {"Roles: [!Ref Role]\n      PolicyDocument: {Statement: {Effect: Allow, Action: '*', Resource: "
     "!GetAtt Role.Arn}}\n",
     "- a\n", "t.yaml:19:7: the Properties of 'Policy' are an object, not array"},
    {"Roles: [!Ref Role]\n      PolicyDocument: {Statement: {Effect: Allow, Action: '*', Resource: "
     "!GetAtt Role.Arn}}\n",
     "Fn::If: [Named, {PolicyDocument: {Statement: []}}, {}]\n",
     "t.yaml:19:7: the Properties of 'Policy' are written out one by one: Fn::If cannot give them "
     "all"},
    {"  Policy:\n", "  Word:\n", "t.yaml:14:3: 'Word' is a parameter and a resource"},
    {"DependsOn: Role", "DependsOn: Rolle",
     "t.yaml:16:16: there is no resource 'Rolle' (did you mean 'Role'?)"},
    {"DependsOn: Role", "DependsOn: [Role, {}]",
     "t.yaml:16:23: DependsOn wants names of resources"},
    {"DependsOn: Role", "DependsOn: 5", "t.yaml:16:16: DependsOn wants names of resources"},
    {"Condition: Named", "Condition: Nmaed",
     "t.yaml:17:16: there is no condition 'Nmaed' (did you mean 'Named'?)"},
    {"Condition: Named", "Condition: [Named]", "t.yaml:17:16: the name of a condition is wanted"},
    {"AssumeRolePolicyDocument: {Statement: []}", "Path: a",
     "t.yaml:9:3: Role: Path must begin and end with /"},
    {"    Type: AWS::IAM::Role\n    Properties:\n", "    Type: AWS::IAM::Role\n    Metadata:\n",
     "t.yaml:9:3: Role: AssumeRolePolicyDocument must be an object"},
    {"Roles: [!Ref Role]", "Roles: [other]",
     "t.yaml:14:3: Policy: there is no role other in account 111111111111"},
    // Functions
    {"!Ref Role]", "{Ref: []}]", "t.yaml:19:21: Ref wants a name"},
    {"!Ref Role]", "!Ref Rolle]",
     "t.yaml:19:20: there is no resource 'Rolle' (did you mean 'Role'?)"},
    {"!Ref Role]", "!Ref Wrod]",
     "t.yaml:19:20: there is no parameter or resource 'Wrod' (did you mean 'Word'?)"},
    {"!Ref Role]", "!Ref AWS::Regoin]", "t.yaml:19:20: there is no resource 'AWS::Regoin'"},
    {"!GetAtt Role.Arn}}", "!GetAtt Role}}",
     "t.yaml:20:82: !GetAtt takes a name, a dot and an attribute, in "
     "/Resources/Policy/Properties/PolicyDocument/Statement/Resource"},
    {"!GetAtt Role.Arn}}", "{Fn::GetAtt: [Role]}}}",
     "t.yaml:20:87: Fn::GetAtt wants a resource and an attribute: \"Id.Name\" or [Id, Name]"},
    {"!GetAtt Role.Arn}}", "{Fn::GetAtt: {}}}}",
     "t.yaml:20:87: Fn::GetAtt wants a resource and an attribute: \"Id.Name\" or [Id, Name]"},
    {"!GetAtt Role.Arn}}", "!GetAtt Rolle.Arn}}",
     "t.yaml:20:82: there is no resource 'Rolle' (did you mean 'Role'?)"},
    {"!GetAtt Role.Arn}}", "{Fn::Jion: ['', []]}}}",
     "t.yaml:20:75: Fn::Jion is no function known here (did you mean Fn::Join?)"},
    {"!GetAtt Role.Arn}}", "{Fn::GetAZs: ''}}}",
     "t.yaml:20:75: Fn::GetAZs is no function known here (did you mean Fn::GetAtt?)"},
    {"!GetAtt Role.Arn}}", "{Fn::Join: ['', []], a: b}}}",
     "t.yaml:20:75: Fn::Join stands alone in its object"},
    {"!GetAtt Role.Arn}}", "!Join ['']}}", "t.yaml:20:80: Fn::Join wants a list of 2"},
    {"!GetAtt Role.Arn}}", "!Join a}}", "t.yaml:20:80: Fn::Join wants a list of 2"},
    {"!GetAtt Role.Arn}}", "!Join [!Ref Word, []]}}",
     "t.yaml:20:81: the separator is wanted first, a text"},
    {"!GetAtt Role.Arn}}", "!If [Nmaed, a, b]}}",
     "t.yaml:20:79: there is no condition 'Nmaed' (did you mean 'Named'?)"},
    {"!GetAtt Role.Arn}}", "!If [!Ref Word, a, b]}}",
     "t.yaml:20:79: the name of a condition is wanted"},
    {"!GetAtt Role.Arn}}", "!If [Named, a, !Ref Rolle]}}",
     "t.yaml:20:94: there is no resource 'Rolle' (did you mean 'Role'?)"},
    {"!GetAtt Role.Arn}}", "!Equals [a, b]}}",
     "t.yaml:20:74: Fn::Equals cannot stand here, only in Conditions"},
    {"!GetAtt Role.Arn}}", "!FindInMap [Sizse, a, b]}}",
     "t.yaml:20:86: there is no mapping 'Sizse' (did you mean 'Sizes'?)"},
    {"!GetAtt Role.Arn}}", "!Sub [a]}}",
     "t.yaml:20:79: Fn::Sub wants a text, or [text, {name: value}]"},
    {"!GetAtt Role.Arn}}", "!Sub [a, b]}}",
     "t.yaml:20:79: Fn::Sub wants a text, or [text, {name: value}]"},
    {"!GetAtt Role.Arn}}", "!Sub '${X:-1}'}}",
     "t.yaml:20:79: Fn::Sub: '${X:-1}' is no name; as text, write ${!X:-1}"},
    {"!GetAtt Role.Arn}}", "!Sub 'a ${Rolle}'}}",
     "t.yaml:20:79: there is no resource 'Rolle' (did you mean 'Role'?)"},
    {"!GetAtt Role.Arn}}", "!ImportValue other}}",
     "t.yaml:20:87: it imports 'other', and no template gives that in us-east-1 of account "
     "111111111111"},
    {"!GetAtt Role.Arn}}", "!ImportValue {Ref: Role}}}",
     "t.yaml:20:93: no resource is known yet where this is read"},
    {"!GetAtt Role.Arn}}", "!Nonsense a}}", NULL},
    // Conditions
    {"!Equals [!Ref Word, some]", "some",
     "t.yaml:7:10: Conditions: 'Named' wants an object, not string"},
    {"!Equals [!Ref Word, some]", "!Equals [!Ref Role, some]",
     "t.yaml:7:24: no resource is known yet where this is read"},
    {"!Equals [!Ref Word, some]", "!Equals [!GetAtt Role.Arn, some]",
     "t.yaml:7:19: Fn::GetAtt cannot stand here"},
    {"!Equals [!Ref Word, some]", "!Not [a]",
     "t.yaml:7:16: a condition is wanted here, not string"},
    {"!Equals [!Ref Word, some]", "!And [!Condition Named]",
     "t.yaml:7:15: Fn::And wants a list of 2 to 10"},
    {"!Equals [!Ref Word, some]", "!Not [!Condition Named]",
     "t.yaml:7:3: the condition 'Named' depends on itself"},
    {"!Equals [!Ref Word, some]", "!Ref Word", "t.yaml:7:10: 'Named' is no condition but string"},
    // Outputs
    {"{Value: !GetAtt Role.Arn,", "{", "t.yaml:22:3: the output 'Arn' has no Value"},
    {"{Name: !Sub '${AWS::StackName}-arn'}", "{}", "t.yaml:22:42: Export wants a Name"},
    {"{Name: !Sub '${AWS::StackName}-arn'}", "{Name: !Ref Role}",
     "t.yaml:22:54: no resource is known yet where this is read"},
    {"{Name: !Sub '${AWS::StackName}-arn'}", "{Name: [a]}",
     "t.yaml:22:49: the Name of an Export is a text, not array"},
    {"Export: {", "Condition: Nmaed, Export: {",
     "t.yaml:22:45: there is no condition 'Nmaed' (did you mean 'Named'?)"},
};

START_TEST(is_refused) {
    struct bed bed;
    bed_open(&bed, 0);
    char *text = bed_change(good, rows[_i].from, rows[_i].to);
    ck_assert_int_lt(bed_one(&bed, text), 0);
    if (rows[_i].said != NULL) ck_assert_str_eq(bed.status.text, rows[_i].said);
    ck_assert_uint_gt(bed.status.line, 0);
    ck_assert_uint_gt(bed.status.column, 0);
    ck_assert_uint_eq(bed.world->count, 0);
    free(text);
    bed_close(&bed);
}
END_TEST

START_TEST(loads_as_it_stands) {
    struct bed bed;
    bed_open(&bed, 0);
    ck_assert_int_eq(bed_one(&bed, good), 0);
    ck_assert_str_eq(bed_output(&bed, "t", "Arn"), "arn:aws:iam::111111111111:role/keeper");
    ck_assert_uint_eq(bed.world->count, 2);
    bed_close(&bed);
}
END_TEST

// What is no template at all.
static const struct {
    const char *text, *said;
} texts[] = {
    {"", NULL},
    {"[]", "t.yaml:1:1: a template is an object, not array"},
    {"text", "t.yaml:1:1: a template is an object, not string"},
    {"{}", "t.yaml:1:1: a template wants Resources, at least one"},
    {"{\"Resources\": {}}", "t.yaml:1:15: a template wants Resources, at least one"},
    {"{\"Resources\": []}", "t.yaml:1:15: Resources wants an object, not array"},
    {"{\"Resources\": {\"A\": 5}}", "t.yaml:1:21: Resources: 'A' wants an object, not number"},
    {"{\"Resources\": {\"A\": {}, \"A\": {}}}", NULL},
    {"Resources: {A: {}\n", NULL},
    {"Resources:\n  A: &a [*a]\n", NULL},
    {"Resources: \xff\n", NULL},
    {"a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
     "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\n"
     "e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]\nf: [*e, *e, *e, *e, *e, *e, *e, *e, *e]\n",
     NULL},
};

START_TEST(is_no_template) {
    struct bed bed;
    bed_open(&bed, 0);
    ck_assert_int_lt(bed_one(&bed, texts[_i].text), 0);
    ck_assert_int_eq(strncmp(bed.status.text, "t.yaml:", 7), 0);
    if (texts[_i].said != NULL) ck_assert_str_eq(bed.status.text, texts[_i].said);
    ck_assert_uint_eq(bed.world->count, 0);
    bed_close(&bed);
}
END_TEST

// [count] times [open], then [close].
static char *deep(const char *before, const char *open, const char *close, int count) {
    struct text text = {0};
    treadle_text_add(&text, before);
    for (int i = 0; i < count; i++)
        treadle_text_add(&text, open);
    for (int i = 0; i < count; i++)
        treadle_text_add(&text, close);
    return text.bytes;
}

START_TEST(may_be_deep_up_to_a_bound) {
    struct bed bed;
    bed_open(&bed, 0);
    char *text = deep("{\"Resources\": {\"A\": ", "[", "]", 2000);
    ck_assert_int_lt(bed_one(&bed, text), 0);
    free(text);
    text = deep(
        "Resources: {W: {Type: Some::Wait}}\nOutputs: {X: {Value: ", "!Join ['', [", "]]", 300);
    struct text whole = {0};
    treadle_text_printf(&whole, "%s}}\n", text);
    ck_assert_int_eq(bed_one(&bed, whole.bytes), 0);
    ck_assert_str_eq(bed_output(&bed, "t", "X"), "");
    treadle_text_clear(&whole);
    free(text);
    bed_close(&bed);
}
END_TEST

// A chain of conditions that is longer than anything may be deep.
START_TEST(conditions_may_be_deep_up_to_a_bound) {
    struct text text = {0};
    treadle_text_add(&text, "Conditions:\n");
    for (int i = 0; i < 400; i++)
        treadle_text_printf(&text, "  C%d: !Not [!Not [!Condition C%d]]\n", i, i + 1);
    treadle_text_add(&text, "  C400: !Equals [a, a]\nResources: {W: {Type: Some::Wait}}\n");
    struct bed bed;
    bed_open(&bed, 0);
    ck_assert_int_lt(bed_one(&bed, text.bytes), 0);
    ck_assert_ptr_nonnull(strstr(bed.status.text, ": nested more than 1000 deep"));
    treadle_text_clear(&text);
    bed_close(&bed);
}
END_TEST

// A template that repeats [line] with a number, [count] times.
static char *many(const char *before, const char *line, const char *after, int count) {
    struct text text = {0};
    treadle_text_add(&text, before);
    for (int i = 0; i < count; i++)
        treadle_text_printf(&text, "  A%d: %s\n", i, line);
    treadle_text_add(&text, after);
    return text.bytes;
}

START_TEST(holds_so_many_entries) {
    static const struct {
        const char *before, *line, *after, *said;
        int fit;
    } sections[] = {
        {"Resources:\n", "{Type: Some::Wait}", "", "Resources holds over 500 entries", 500},
        {"Parameters:\n", "{Type: String, Default: a}", "Resources: {W: {Type: Some::Wait}}\n",
         "Parameters holds over 200 entries", 200},
        {"Resources: {W: {Type: Some::Wait}}\nOutputs:\n", "{Value: a}", "",
         "Outputs holds over 200 entries", 200}};
    for (size_t i = 0; i < COUNT_OF(sections); i++)
        for (int more = 0; more < 2; more++) {
            struct bed bed;
            bed_open(&bed, 0);
            char *text = many(
                sections[i].before, sections[i].line, sections[i].after, sections[i].fit + more);
            ck_assert_int_eq(bed_one(&bed, text) != 0, more);
            if (more != 0) ck_assert_ptr_nonnull(strstr(bed.status.text, sections[i].said));
            free(text);
            bed_close(&bed);
        }
}
END_TEST

START_TEST(holds_so_many_bytes) {
    struct bed bed;
    bed_open(&bed, 0);
    char *big = treadle_alloc(2 << 20);
    memset(big, ' ', 2 << 20);
    const struct treadle_template one = {
        .text = big, .size = 2 << 20, .name = "a/t.yaml", .account = "111111111111"};
    ck_assert_int_lt(treadle_world_template(bed.world, &one, &bed.status), 0);
    ck_assert_str_eq(
        bed.status.text, "a/t.yaml: it holds 2097152 bytes, and a template holds 1048576 at most");
    const struct treadle_template nul = {
        .text = "Resources:\0 {}", .size = 14, .name = "t.yaml", .account = "111111111111"};
    ck_assert_int_lt(treadle_world_template(bed.world, &nul, &bed.status), 0);
    ck_assert_int_eq(strncmp(bed.status.text, "t.yaml:1:11: ", 13), 0);
    free(big);
    bed_close(&bed);
}
END_TEST

// Circles are shown whole, from where they close.
static const struct {
    const char *resources, *said;
} circles[] = {
    {"{A: {Type: Some::Wait, DependsOn: A}}", "resources need each other: A -> A"},
    {"{A: {Type: Some::Wait, DependsOn: B}, B: {Type: Some::Wait, DependsOn: [C]}, C: {Type: "
     "Some::Wait, DependsOn: B}}",
     "resources need each other: B -> C -> B"},
    {"{A: {Type: 'AWS::IAM::Role', Properties: {RoleName: !Ref B, AssumeRolePolicyDocument: "
     "{Statement: []}}}, B: {Type: 'AWS::IAM::Role', Properties: {RoleName: !Sub 'x${A.Arn}'}}}",
     "resources need each other: A -> B -> A"},
};

START_TEST(shows_the_circle) {
    struct bed bed;
    bed_open(&bed, 0);
    struct text text = {0};
    treadle_text_printf(&text, "Resources: %s\n", circles[_i].resources);
    ck_assert_int_lt(bed_one(&bed, text.bytes), 0);
    ck_assert_str_eq(strchr(bed.status.text, ' ') + 1, circles[_i].said);
    treadle_text_clear(&text);
    bed_close(&bed);
}
END_TEST

// In the branch that is not taken it is no circle.
START_TEST(follows_the_branch_that_is_taken) {
    struct bed bed;
    bed_open(&bed, 0);
    ck_assert_int_eq(
        bed_one(
            &bed, "Conditions: {No: !Equals [a, b]}\n"
                  "Resources:\n"
                  "  A:\n"
                  "    Type: AWS::IAM::Role\n"
                  "    Properties:\n"
                  "      RoleName: !If [No, !Ref B, alone]\n"
                  "      AssumeRolePolicyDocument: {Statement: []}\n"
                  "  B:\n"
                  "    Type: AWS::IAM::Role\n"
                  "    Properties:\n"
                  "      RoleName: !Sub '${A}-too'\n"
                  "      AssumeRolePolicyDocument: {Statement: []}\n"
                  "Outputs: {X: {Value: !Ref B}, Y: {Condition: No, Value: !Ref A}}\n"),
        0);
    ck_assert_str_eq(bed_output(&bed, "t", "X"), "alone-too");
    ck_assert_ptr_null(treadle_world_output(bed.world, "t", "Y"));
    bed_close(&bed);
}
END_TEST

Suite *suite_templates(void) {
    TCase *tests = tcase_create("templates");
    ADD_EACH(tests, is_refused, rows);
    tcase_add_test(tests, loads_as_it_stands);
    ADD_EACH(tests, is_no_template, texts);
    tcase_add_test(tests, may_be_deep_up_to_a_bound);
    tcase_add_test(tests, conditions_may_be_deep_up_to_a_bound);
    tcase_add_test(tests, holds_so_many_entries);
    tcase_add_test(tests, holds_so_many_bytes);
    ADD_EACH(tests, shows_the_circle, circles);
    tcase_add_test(tests, follows_the_branch_that_is_taken);
    return support_suite("templates", tests);
}
