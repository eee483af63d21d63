// State machines in templates: the ways to write a definition, and where what is wrong with it is
// told.
#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "tests/cloudformation/bed.h"
#include "tests/cloudformation/suites.h"

#define ROLE "arn:aws:iam::111111111111:role/keeper"

// The text of a machine, by StateMachineName or logical id.
static const char *text_of(const struct bed *bed, const char *name) {
    struct treadle_world_machine machine;
    struct treadle_status status = {0};
    if (treadle_world_machine(bed->world, name, &machine, &status) != 0)
        ck_abort_msg("%s", status.text);
    return treadle_machine_text(machine.machine);
}

static const char *source_of(const struct bed *bed, const char *name) {
    struct treadle_world_machine machine;
    ck_assert_int_eq(treadle_world_machine(bed->world, name, &machine, NULL), 0);
    return treadle_machine_source(machine.machine);
}

// -- five ways to write one

static const char wait[] = "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}";

static const struct {
    const char *type, *properties;
} ways[] = {
    {"AWS::StepFunctions::StateMachine",
     "DefinitionString: '{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}'"},
    {"AWS::StepFunctions::StateMachine",
     "DefinitionString: !Join ['', ['{\"StartAt\":\"', !Ref P, '\",\"States\":{\"', !Ref P, "
     "'\":{\"Type\":\"Succeed\"}}}']]"},
    {"AWS::StepFunctions::StateMachine",
     "DefinitionString: !Sub "
     "'{\"StartAt\":\"${P}\",\"States\":{\"${P}\":{\"Type\":\"Succeed\"}}}'"},
    {"AWS::StepFunctions::StateMachine",
     "Definition: {StartAt: !Ref P, States: {A: {Type: Succeed}}}"},
    {"AWS::Serverless::StateMachine",
     "Definition: {StartAt: !Ref P, States: {A: {Type: Succeed}}}"},
    {"AWS::Serverless::StateMachine", "DefinitionUri: a/wait.asl.json"},
    {"AWS::Serverless::StateMachine", "DefinitionUri: ./a/wait.asl.json"},
    {"AWS::Serverless::StateMachine", "DefinitionUri: !Sub '${P}.asl.yaml'"},
    {"AWS::Serverless::StateMachine",
     "Definition: {StartAt: '${S}', States: {A: {Type: Succeed}}}, DefinitionSubstitutions: {S: "
     "!Ref P}"},
    {"AWS::StepFunctions::StateMachine",
     "Definition: {StartAt: '${S}', States: {A: {Type: Succeed}}}, DefinitionSubstitutions: {S: "
     "!Ref P}"},
};

static char *with_machine(const char *type, const char *properties) {
    bool plain = strstr(type, "Serverless") == NULL;
    struct text text = {0};
    treadle_text_printf(
        &text,
        "Transform: AWS::Serverless-2016-10-31\n"
        "Parameters: {P: {Type: String, Default: A}}\n"
        "Resources:\n"
        "  R: {Type: 'AWS::IAM::Role', Properties: {RoleName: keeper, AssumeRolePolicyDocument: "
        "{Statement: []}}}\n"
        "  M: {Type: '%s', Properties: {%s: %s, %s: " ROLE ", %s}}\n"
        "Outputs: {Arn: {Value: !Ref M}, Name: {Value: !GetAtt M.Name}}\n",
        type, plain ? "StateMachineName" : "Name", "Keeper", plain ? "RoleArn" : "Role",
        properties);
    return text.bytes;
}

START_TEST(is_the_same_machine) {
    struct bed bed;
    bed_open(&bed, 0);
    bed.files[0] = (struct bed_file){"a/wait.asl.json", wait};
    bed.files[1] = (struct bed_file){"A.asl.yaml", "StartAt: A\nStates:\n  A: {Type: Succeed}\n"};
    char *text = with_machine(ways[_i].type, ways[_i].properties);
    if (bed_one(&bed, text) != 0) ck_abort_msg("%s", bed.status.text);
    ck_assert_str_eq(treadle_text_string(&bed.warnings), "");
    ck_assert_str_eq(
        bed_output(&bed, "t", "Arn"), "arn:aws:states:us-east-1:111111111111:stateMachine:Keeper");
    ck_assert_str_eq(bed_output(&bed, "t", "Name"), "Keeper");
    if (strstr(ways[_i].properties, ".yaml") == NULL) {
        struct doc *doc = support_read(text_of(&bed, "Keeper"));
        support_same_json(wait, treadle_doc_root(doc));
        treadle_doc_drop(doc);
    }
    free(text);
    bed_close(&bed);
}
END_TEST

// -- what is refused

static const struct {
    const char *type, *properties, *said;
} rows[] = {
    {"AWS::StepFunctions::StateMachine", "StateMachineType: STANDARD",
     "t.yaml:5:3: M: a definition is wanted: DefinitionString, Definition or, of SAM's type, "
     "DefinitionUri"},
    {"AWS::StepFunctions::StateMachine", "DefinitionS3Location: {Bucket: a, Key: b}",
     "t.yaml:5:3: M: nothing is read from S3: DefinitionString or Definition is wanted"},
    {"AWS::StepFunctions::StateMachine", "DefinitionString: '{}', Definition: {}",
     "t.yaml:5:3: M: one definition is wanted, and there are several"},
    {"AWS::StepFunctions::StateMachine", "DefinitionString: {}",
     "t.yaml:5:154: M: DefinitionString is a text, not object"},
    {"AWS::StepFunctions::StateMachine", "Definition: '{}'",
     "t.yaml:5:148: M: Definition is an object, not string"},
    {"AWS::StepFunctions::StateMachine", "Definition: {}, DefinitionSubstitutions: [a]",
     "t.yaml:5:177: DefinitionSubstitutions wants an object of texts"},
    {"AWS::StepFunctions::StateMachine", "Definition: {}, DefinitionSubstitutions: {a: [b]}",
     "t.yaml:5:177: DefinitionSubstitutions wants an object of texts"},
    {"AWS::Serverless::StateMachine", "DefinitionUri: {Bucket: a, Key: b}",
     "t.yaml:5:3: M: DefinitionUri is the name of a file; nothing is read from S3"},
    {"AWS::Serverless::StateMachine", "DefinitionUri: 's3://a/b'",
     "t.yaml:5:133: nothing is read from S3: s3://a/b"},
    {"AWS::Serverless::StateMachine", "DefinitionUri: ../wait.asl.json",
     "t.yaml:5:133: '../wait.asl.json' leaves the template's folder, and only what is in it is "
     "read"},
    {"AWS::Serverless::StateMachine", "DefinitionUri: a/../../wait.asl.json",
     "t.yaml:5:133: 'a/../../wait.asl.json' leaves the template's folder, and only what is in it "
     "is read"},
    {"AWS::Serverless::StateMachine", "DefinitionUri: /etc/passwd",
     "t.yaml:5:133: '/etc/passwd' leaves the template's folder, and only what is in it is read"},
    {"AWS::Serverless::StateMachine", "DefinitionUri: .//etc/passwd",
     "t.yaml:5:133: '/etc/passwd' leaves the template's folder, and only what is in it is read"},
    {"AWS::Serverless::StateMachine", "DefinitionUri: 'a\\..\\b'",
     "t.yaml:5:133: 'a\\..\\b' leaves the template's folder, and only what is in it is read"},
    {"AWS::Serverless::StateMachine", "DefinitionUri: ''",
     "t.yaml:5:133: '' leaves the template's folder, and only what is in it is read"},
    {"AWS::Serverless::StateMachine", "DefinitionUri: nothing.asl.json",
     "t.yaml:5:133: there is no nothing.asl.json beside t.yaml"},
    {"AWS::Serverless::StateMachine", "DefinitionUri: broken.asl.json",
     "broken.asl.json:3:27: MISSING_TRANSITION_TARGET: Missing 'Next' target: B at "
     "/States/A/Next"},
    {"AWS::Serverless::StateMachine", "DefinitionUri: latin.asl.json",
     "t.yaml:5:133: latin.asl.json is no text: it holds NUL bytes, or what is no UTF-8"},
};

START_TEST(is_refused) {
    struct bed bed;
    bed_open(&bed, 0);
    bed.files[0] = (struct bed_file){
        "broken.asl.json", "{\n \"StartAt\": \"A\",\n \"States\": {\"A\": {\"Next\": \"B\", "
                           "\"Type\": \"Pass\"}}}\n"};
    bed.files[1] = (struct bed_file){"latin.asl.json", "{\"a\": \"\xFC\"}"};
    char *text = with_machine(rows[_i].type, rows[_i].properties);
    ck_assert_int_lt(bed_one(&bed, text), 0);
    bed.status.text[strcspn(bed.status.text, "\n")] = '\0';  // An excerpt follows.
    ck_assert_str_eq(bed.status.text, rows[_i].said);
    ck_assert_uint_gt(bed.status.line, 0);
    ck_assert_uint_eq(bed.world->count, 0);
    free(text);
    bed_close(&bed);
}
END_TEST

// -- places

// A definition that stands in a template: each value of it is, in the machine's own text, where the
// template has it.
static const struct {
    const char *name, *text;
} layouts[] = {
    {"t.json",
     "{\"Resources\": {\"M\": {\"Type\": \"AWS::StepFunctions::StateMachine\",\n"
     "  \"Properties\": {\"RoleArn\": \"" ROLE "\", \"StateMachineName\": \"M\",\n"
     "    \"Definition\": {\"StartAt\":    \"A\",\n"
     "      \"States\":\n"
     "      {\n"
     "        \"A\": {\"Type\": \"Pass\", \"Result\": [1,  2,\n"
     "                 {\"x\": {\"Ref\": \"AWS::Region\"}, \"y\": \"@\"}], \"End\": true}\n"
     "      }}}}}}\n"},
    {"t.yaml", "Resources:\n"
               "  M:\n"
               "    Type: AWS::StepFunctions::StateMachine\n"
               "    Properties:\n"
               "      RoleArn: " ROLE "\n"
               "      StateMachineName: M\n"
               "      Definition:\n"
               "        # A comment\n"
               "        StartAt: A\n"
               "        States:\n"
               "          A:\n"
               "            Type: Pass\n"
               "            Result:\n"
               "              - 1\n"
               "              - 2\n"
               "              - x: !Ref AWS::Region\n"
               "                y: \"@\"\n"
               "            End: true\n"},
};

static void place_in(const char *text, const char *wanted, uint32_t *line, uint32_t *column) {
    const char *at = strstr(text, wanted);
    ck_assert_ptr_nonnull(at);
    *line = *column = 1;
    for (; text < at; text++) {
        *line += *text == '\n';
        *column = *text == '\n' ? 1 : *column + 1;
    }
}

START_TEST(stands_where_the_template_has_it) {
    struct bed bed;
    bed_open(&bed, 0);
    ck_assert_int_eq(bed_template(&bed, layouts[_i].name, "111111111111", layouts[_i].text), 0);
    if (bed_load(&bed) != 0) ck_abort_msg("%s", bed.status.text);
    ck_assert_str_eq(source_of(&bed, "M"), layouts[_i].name);
    struct doc *doc = support_read(text_of(&bed, "M"));
    support_same_json(
        "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Result\":[1,2,{\"x\":\"us-east-"
        "1\",\"y\":\"@\"}],\"End\":true}}}",
        treadle_doc_root(doc));
    uint32_t line, column, own_line, own_column;
    place_in(layouts[_i].text, "\"@\"", &line, &column);
    place_in(text_of(&bed, "M"), "\"@\"", &own_line, &own_column);
    ck_assert_uint_eq(own_line, line);
    ck_assert_uint_eq(own_column, column);
    treadle_doc_drop(doc);
    bed_close(&bed);
}
END_TEST

START_TEST(has_the_source_that_people_can_mend) {
    struct bed bed;
    bed_open(&bed, 0);
    bed.files[0] = (struct bed_file){"machines/wait.asl.json", wait};
    ck_assert_int_eq(
        bed_template(
            &bed, "app/t.yaml", "111111111111",
            "Transform: [AWS::Serverless-2016-10-31]\n"
            "Resources:\n"
            "  M: {Type: 'AWS::Serverless::StateMachine', Properties: {Name: M, DefinitionUri: "
            "machines/wait.asl.json}}\n"),
        0);
    ck_assert_int_eq(bed_load(&bed), 0);
    ck_assert_str_eq(source_of(&bed, "M"), "app/machines/wait.asl.json");
    bed_close(&bed);
}
END_TEST

static const struct {
    const char *properties, *warnings;
} placeholders[] = {
    {"DefinitionUri: a.asl.json, DefinitionSubstitutions: {Table: T}", ""},
    {"DefinitionUri: a.asl.json, DefinitionSubstitutions: {Tabel: T}",
     "a.asl.json:2:22: M: nothing is put in for ${Table} (did you mean 'Tabel'?); it stays as it "
     "is\n"},
    {"DefinitionUri: a.asl.json",
     "a.asl.json:2:22: M: nothing is put in for ${Table}; it stays as it is\n"},
};

START_TEST(tells_of_placeholders_without_a_value) {
    struct bed bed;
    bed_open(&bed, 0);
    bed.files[0] = (struct bed_file){
        "a.asl.json", "{\"StartAt\": \"A\", \"States\":\n {\"A\": {\"Comment\": \"\xC3\xBC${Table} "
                      "$x ${x y} ${\", \"Type\": \"Succeed\"}}}\n"};
    char *text = with_machine("AWS::Serverless::StateMachine", placeholders[_i].properties);
    if (bed_one(&bed, text) != 0) ck_abort_msg("%s", bed.status.text);
    ck_assert_str_eq(treadle_text_string(&bed.warnings), placeholders[_i].warnings);
    const char *left = _i == 0 ? "\xC3\xBCT $x" : "\xC3\xBC${Table} $x";
    ck_assert_ptr_nonnull(strstr(text_of(&bed, "M"), left));
    free(text);
    bed_close(&bed);
}
END_TEST

START_TEST(tells_of_ten_placeholders_and_no_more) {
    struct bed bed;
    struct text definition = {0};
    bed_open(&bed, 0);
    treadle_text_add(
        &definition, "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\",\"Comment\":\"");
    for (int i = 0; i < 100000; i++)
        treadle_text_add(&definition, "${a}");
    treadle_text_add(&definition, "\"}}}");
    bed.files[0] = (struct bed_file){"a.asl.json", definition.bytes};
    char *text = with_machine("AWS::Serverless::StateMachine", "DefinitionUri: a.asl.json");
    if (bed_one(&bed, text) != 0) ck_abort_msg("%s", bed.status.text);
    int lines = 0;
    const char *last = NULL;
    for (const char *at = bed.warnings.bytes; *at != '\0'; at = strchr(at, '\n') + 1, lines++)
        last = at;
    ck_assert_int_eq(lines, 11);
    ck_assert_str_eq(
        last,
        "a.asl.json:1:99: M: nothing is put in for this one and what follows; it stays as it is\n");
    free(text);
    treadle_text_clear(&definition);
    bed_close(&bed);
}
END_TEST

// -- SAM

static const char sam[] = "Transform: AWS::Serverless-2016-10-31\n"
                          "Resources:\n"
                          "  M:\n"
                          "    Type: AWS::Serverless::StateMachine\n"
                          "    Properties:\n"
                          "      Definition: {StartAt: A, States: {A: {Type: Succeed}}}\n"
                          "      Policies:\n"
                          "        - Statement: {Effect: Allow, Action: '*', Resource: '*'}\n"
                          "Outputs:\n"
                          "  Role: {Value: !GetAtt MRole.Arn}\n"
                          "  Name: {Value: !Ref MRole}\n";

START_TEST(makes_the_role_that_sam_makes) {
    struct bed bed;
    bed_open(&bed, BED_STRICT_IAM);
    if (bed_one(&bed, sam) != 0) ck_abort_msg("%s", bed.status.text);
    ck_assert_str_eq(treadle_text_string(&bed.warnings), "");
    const struct resource *role = treadle_world_find(bed.world, bed_output(&bed, "t", "Role"));
    ck_assert_ptr_nonnull(role);
    ck_assert_str_eq(role->ref, bed_output(&bed, "t", "Name"));
    ck_assert_str_eq(role->type->name, "AWS::IAM::Role");
    support_same_json(
        "{\"AssumeRolePolicyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":"
        "\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":"
        "\"states.amazonaws.com\"}}]},\"Policies\":[{\"PolicyName\":\"MRolePolicy0\","
        "\"PolicyDocument\":{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":"
        "\"*\"}}}]}",
        treadle_doc_root(role->properties));
    const struct resource *machine = bed.world->order[bed.world->count - 1];
    ck_assert_str_eq(
        treadle_json_string(treadle_doc_root(machine->properties), "RoleArn"), role->arn);
    bed_close(&bed);
}
END_TEST

static const struct {
    const char *from, *to, *said;  // [said] begins with "error: " where it is no warning.
} sams[] = {
    {"Transform: AWS::Serverless-2016-10-31\n", "",
     "error: t.yaml:3:11: AWS::Serverless::StateMachine wants the template to say Transform: "
     "AWS::Serverless-2016-10-31"},
    {"Outputs:\n",
     "  MRole: {Type: 'AWS::IAM::Role', Properties: {AssumeRolePolicyDocument: {Statement: []}}}\n"
     "Outputs:\n",
     "error: t.yaml:4:11: M has no Role, so SAM makes one called 'MRole'; the template has that "
     "already"},
    {"        - Statement: {Effect: Allow, Action: '*', Resource: '*'}\n",
     "        - AWSLambdaRole\n        - DynamoDBCrudPolicy: {TableName: T}\n",
     "t.yaml:9:11: M: the policy template DynamoDBCrudPolicy is not understood and allows nothing: "
     "write its statements as a policy document\n"
     "t.yaml:3:3: MRole: the policy arn:aws:iam::aws:policy/AWSLambdaRole is not known here and "
     "allows nothing\n"},
    {"      Policies:\n", "      Events: {E: {Type: Api}}\n      Policies:\n",
     "t.yaml:7:7: M: Events of AWS::Serverless::StateMachine is not understood and does "
     "nothing\n"},
    {"Resources:\n", "Globals: {Function: {Timeout: 5}}\nResources:\n",
     "t.yaml:2:1: the template: 'Globals' is not understood and does nothing\n"},
    {"Outputs:\n", "  F: {Type: 'AWS::Serverless::Function', Properties: {Handler: a}}\nOutputs:\n",
     "t.yaml:9:13: F: AWS::Serverless::Function is not known here: it does nothing, and its names "
     "are made up\n"},
    {"    Properties:\n", "    Properties:\n      Tags: {a: b}\n      Type: STANDARD\n", ""},
};

START_TEST(takes_of_sam_what_it_can) {
    struct bed bed;
    bed_open(&bed, 0);
    char *text = bed_change(sam, sams[_i].from, sams[_i].to);
    const char *said = sams[_i].said;
    if (strncmp(said, "error: ", 7) == 0) {
        ck_assert_int_lt(bed_one(&bed, text), 0);
        ck_assert_str_eq(bed.status.text, said + 7);
    } else {
        if (bed_one(&bed, text) != 0) ck_abort_msg("%s", bed.status.text);
        ck_assert_str_eq(treadle_text_string(&bed.warnings), said);
    }
    free(text);
    bed_close(&bed);
}
END_TEST

// A role of its own account that no template names is made on the spot, and taken out again where
// the load fails.
START_TEST(opens_a_role_or_refuses) {
    struct bed bed;
    char *text = with_machine(ways[0].type, ways[0].properties);
    char *open = bed_change(text, "RoleName: keeper", "RoleName: other");
    bed_open(&bed, 0);
    ck_assert_int_eq(bed_one(&bed, open), 0);
    ck_assert_uint_eq(bed.world->count, 3);
    ck_assert_str_eq(
        bed.warnings.bytes,
        "no template has the role " ROLE
        " of arn:aws:states:us-east-1:111111111111:stateMachine:Keeper: made here, it may do "
        "everything\n");
    bed_close(&bed);

    bed_open(&bed, BED_STRICT_IAM);
    ck_assert_int_lt(bed_one(&bed, open), 0);
    ck_assert_uint_eq(bed.world->count, 0);
    free(open);
    bed_close(&bed);

    bed_open(&bed, 0);
    open = bed_change(
        text, "RoleArn: arn:aws:iam::111111111111", "RoleArn: arn:aws:iam::222222222222");
    ck_assert_int_lt(bed_one(&bed, open), 0);
    ck_assert_ptr_nonnull(strstr(bed.status.text, "Cross-account pass role is not allowed."));
    ck_assert_uint_eq(bed.world->count, 0);
    free(open);
    free(text);
    bed_close(&bed);
}
END_TEST

Suite *suite_machines(void) {
    TCase *tests = tcase_create("machines");
    ADD_EACH(tests, is_the_same_machine, ways);
    ADD_EACH(tests, is_refused, rows);
    ADD_EACH(tests, stands_where_the_template_has_it, layouts);
    tcase_add_test(tests, has_the_source_that_people_can_mend);
    ADD_EACH(tests, tells_of_placeholders_without_a_value, placeholders);
    tcase_add_test(tests, tells_of_ten_placeholders_and_no_more);
    tcase_add_test(tests, makes_the_role_that_sam_makes);
    ADD_EACH(tests, takes_of_sam_what_it_can, sams);
    tcase_add_test(tests, opens_a_role_or_refuses);
    return support_suite("machines", tests);
}
