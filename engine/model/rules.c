// The rules of a Choice: a comparison, or And, Or, Not over parts that are rules themselves.
#include <string.h>

#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/time_text.h"
#include "engine/model/parse.h"

// The words of choice_tests.def.
enum { LESS = ORDER_LESS, EQUAL = ORDER_EQUAL, GREATER = ORDER_GREATER };

static const struct comparison {
    const char *text;
    enum choice_test test;
    enum compared compared;
    uint32_t orders;
} comparisons[] = {
#define TEST(text, name, compares, orders) {text, TEST_##name, COMPARED_##compares, orders},
#include "engine/model/choice_tests.def"
#undef TEST
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

static bool read_timestamp(struct parser *parser, const cJSON *field) {
    const char *text;
    int64_t ignored;
    if (!treadle_parse_string(parser, field, &text)) return false;
    if (treadle_time_read(text, &ignored)) return true;
    // AWS, recorded for a Wait's Timestamp.
    treadle_problem_add(
        &parser->problems, CODE_SCHEMA, field, "String does not match RFC3339 timestamp");
    return false;
}

static void read_operand(struct parser *parser, const cJSON *field) {
    struct rule *rule = parser->rule;
    const char *text;
    bool flag, good = false;
    switch (rule->compared) {
        case COMPARED_FLAG:
        case COMPARED_BOOLEAN: good = treadle_parse_bool(parser, field, &flag); break;
        case COMPARED_NUMBER: good = treadle_parse_number(parser, field); break;
        case COMPARED_STRING: good = treadle_parse_string(parser, field, &text); break;
        case COMPARED_TIMESTAMP: good = read_timestamp(parser, field); break;
        case COMPARED_PATTERN:
            good = treadle_parse_string(parser, field, &text);
            if (good) rule->pattern = treadle_pattern_read(&parser->machine->arena, text);
            break;
    }
    if (good) rule->operand = field;
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

static bool has_path_form(const struct comparison *comparison) {
    return comparison->compared != COMPARED_FLAG && comparison->compared != COMPARED_PATTERN;
}

// The comparison that [name] names, with "Path" behind it or not; NULL: none.
static const struct comparison *find_comparison(const char *name, bool *by_path) {
    size_t size = strlen(name);
    for (size_t i = 0; i < COUNT_OF(comparisons); i++) {
        size_t text_size = strlen(comparisons[i].text);
        if (strncmp(comparisons[i].text, name, text_size) != 0) continue;
        *by_path = size != text_size;
        if (!*by_path) return &comparisons[i];
        if (strcmp(name + text_size, "Path") == 0 && has_path_form(&comparisons[i]))
            return &comparisons[i];
    }
    return NULL;
}

bool treadle_parse_test(struct parser *parser, const cJSON *field) {
    bool by_path;
    const struct comparison *comparison = find_comparison(field->string, &by_path);
    if (comparison == NULL) return false;
    if (!take_comparison(parser, field)) return true;
    struct rule *rule = parser->rule;
    rule->test = comparison->test;
    rule->compared = comparison->compared;
    rule->orders = comparison->orders;
    if (by_path)
        (void)read_rule_path(parser, field, &rule->operand_path);
    else
        read_operand(parser, field);
    return true;
}

void treadle_offer_tests(struct nearest *nearest) {
    for (size_t i = 0; i < COUNT_OF(comparisons); i++)
        treadle_nearest_offer(nearest, comparisons[i].text);
}
