// The rules of a Choice: a comparison, or And, Or, Not over parts that are rules themselves.
#include <string.h>

#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "engine/model/parse.h"

enum operand { FLAG, NUMBER, STRING };

static const struct {
    const char *text;
    enum choice_test test;
    enum operand operand;
} tests[] = {
#define TEST(text, name, type) {text, TEST_##name, type},
#include "engine/model/choice_tests.def"
#undef TEST
};

static const char *const later[] = {
#define LATER(what, name) LATER_##what(name)
#define LATER_TEST(name)  name,
#define LATER_KIND(name)
#include "engine/model/later.def"
#undef LATER
#undef LATER_TEST
#undef LATER_KIND
};

// A Variable wants a comparison beside it, and a comparison a Variable. (AWS says so for several;
// its words for none are unknown.)
static void check_comparison(struct parser *parser, const cJSON *raw) {
    bool variable = treadle_json_member(raw, "Variable") != NULL;
    if (variable && parser->comparison == NULL) {
        struct problem *problem = treadle_problem_add(
            &parser->problems, CODE_SCHEMA, raw,
            "This object should have a comparison beside its Variable");
        problem->at = treadle_json_member(raw, "Variable");
        problem->help = "for instance \"StringEquals\": \"yes\"";
    } else if (!variable && parser->comparison != NULL && parser->rule->child != NULL) {
        struct problem *problem = treadle_problem_add(
            &parser->problems, CODE_SCHEMA, raw, "Field '%s' is not supported",
            parser->comparison->string);
        problem->at = parser->comparison;
        problem->at_name = true;
        problem->label = "And, Or and Not stand alone";
    }
}

static struct rule *read_rule(struct parser *parser, enum place_kind place, const cJSON *raw) {
    if (!treadle_parse_is_object(parser, raw)) {
        parser->broken = true;
        return NULL;
    }
    if (parser->depth == LIMIT_machine_depth_max) {
        treadle_problem_add(
            &parser->problems, "TOO_DEEPLY_NESTED", raw, "Rules are nested more than %d deep",
            LIMIT_machine_depth_max);
        return NULL;
    }
    struct rule *outer = parser->rule, *rule = treadle_parse_new(parser, sizeof(*rule));
    const cJSON *outer_comparison = parser->comparison;
    rule->raw = raw;
    parser->rule = rule;
    parser->comparison = NULL;
    parser->depth++;
    treadle_parse_object(
        parser, place, raw, place == PLACE_RULE ? "a rule of a Choice" : "a part of a rule");
    check_comparison(parser, raw);
    parser->depth--;
    parser->comparison = outer_comparison;
    parser->rule = outer;
    return rule;
}

static const struct rule *read_rules(
    struct parser *parser, enum place_kind place, const cJSON *field) {
    const struct rule *first = NULL;
    struct rule *last = NULL;
    uint32_t count;
    if (!treadle_parse_array(parser, field, false, &count)) {
        parser->broken = true;
        return NULL;
    }
    for (const cJSON *raw = field->child; raw != NULL; raw = raw->next) {
        struct rule *rule = read_rule(parser, place, raw);
        if (rule == NULL) continue;
        if (last == NULL)
            first = rule;
        else
            last->next = rule;
        last = rule;
    }
    return first;
}

void treadle_read_choices(struct parser *parser, const cJSON *field) {
    parser->state->of.choice.rules = read_rules(parser, PLACE_RULE, field);
}

void treadle_read_and(struct parser *parser, const cJSON *field) {
    parser->rule->test = TEST_AND;
    parser->rule->child = read_rules(parser, PLACE_PART, field);
}

void treadle_read_or(struct parser *parser, const cJSON *field) {
    parser->rule->test = TEST_OR;
    parser->rule->child = read_rules(parser, PLACE_PART, field);
}

void treadle_read_not(struct parser *parser, const cJSON *field) {
    parser->rule->test = TEST_NOT;
    parser->rule->child = read_rule(parser, PLACE_PART, field);
}

void treadle_read_rule_next(struct parser *parser, const cJSON *field) {
    (void)treadle_parse_target(parser, field, &parser->rule->target);
}

// AWS, as quoted by users: Variable and the …Path comparisons have words of their own.
static bool read_rule_path(struct parser *parser, const cJSON *field, const struct expr **out) {
    if (cJSON_IsString(field) && field->valuestring[0] != '$') {
        treadle_problem_add(
            &parser->problems, CODE_SCHEMA, field,
            "Value is not a Reference Path: Reference path didn't start with '$'");
        return false;
    }
    return treadle_parse_expr(parser, EXPR_REFERENCE, field, out);
}

void treadle_read_variable(struct parser *parser, const cJSON *field) {
    (void)read_rule_path(parser, field, &parser->rule->variable);
}

static void read_operand(struct parser *parser, const cJSON *field, enum operand operand) {
    const char *text;
    bool flag, good = false;
    switch (operand) {
        case FLAG: good = treadle_parse_bool(parser, field, &flag); break;
        case NUMBER: good = treadle_parse_number(parser, field); break;
        case STRING: good = treadle_parse_string(parser, field, &text); break;
    }
    if (good) parser->rule->operand = field;
}

// Notes the rule's one comparison; false: there was one before.
static bool take_comparison(struct parser *parser, const cJSON *field) {
    if (parser->comparison == NULL) {
        parser->comparison = field;
        return true;
    }
    struct problem *problem = treadle_problem_add(
        &parser->problems, CODE_SCHEMA, parser->rule->raw,
        "There should only be one of the following fields: [%s, %s]", parser->comparison->string,
        field->string);
    problem->at = field;
    problem->at_name = true;
    return false;
}

static bool is_later(const char *name) {
    for (size_t i = 0; i < COUNT_OF(later); i++)
        if (strcmp(later[i], name) == 0) return true;
    return false;
}

bool treadle_parse_test(struct parser *parser, const cJSON *field) {
    size_t size = strlen(field->string);
    for (size_t i = 0; i < COUNT_OF(tests); i++) {
        size_t test_size = strlen(tests[i].text);
        if (strncmp(tests[i].text, field->string, test_size) != 0) continue;
        bool by_path = size == test_size + 4 && strcmp(field->string + test_size, "Path") == 0;
        if ((!by_path && size != test_size) || (by_path && tests[i].operand == FLAG)) continue;
        if (!take_comparison(parser, field)) return true;
        parser->rule->test = tests[i].test;
        if (by_path)
            (void)read_rule_path(parser, field, &parser->rule->operand_path);
        else
            read_operand(parser, field, tests[i].operand);
        return true;
    }
    if (!is_later(field->string)) return false;
    if (take_comparison(parser, field)) {
        treadle_parse_later(
            parser, field,
            treadle_arena_print(&parser->problems.arena, "compare by %s", field->string))
            ->at_name = true;
    }
    return true;
}

void treadle_offer_tests(struct nearest *nearest) {
    for (size_t i = 0; i < COUNT_OF(tests); i++)
        treadle_nearest_offer(nearest, tests[i].text);
    for (size_t i = 0; i < COUNT_OF(later); i++)
        treadle_nearest_offer(nearest, later[i]);
}
