// What an object of the language may hold, read off fields.def and groups.def.
//
// One function reads them all. Which fields there are, where they may and must stand, which exclude
// each other and whose language they belong to are rows; what a field's value means is its reader.
#include <string.h>

#include "base/json/value.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "engine/model/parse.h"

enum language { BOTH, JSONPATH, JSONATA };

enum group {
    GROUP_NONE,
#define GROUP(name, none, several, help) GROUP_##name,
#include "engine/model/groups.def"
#undef GROUP
    GROUP_COUNT
};

// The words of fields.def.
enum {
    MACHINE = PLACE_MACHINE,
    FLOWS = PLACE_MACHINE | PLACE_BRANCH | PLACE_PROCESSOR,
    RETRIER = PLACE_RETRIER,
    CATCHER = PLACE_CATCHER,
    RULE = PLACE_RULE,
    RULES = PLACE_RULE | PLACE_PART,
    PROCESSOR = PLACE_PROCESSOR,
    PROCESSOR_CONFIG = PLACE_PROCESSOR_CONFIG,
    READER = PLACE_READER,
    READER_CONFIG = PLACE_READER_CONFIG,
    BATCHER = PLACE_BATCHER,
    WRITER = PLACE_WRITER,
    WRITER_CONFIG = PLACE_WRITER_CONFIG,
#define KIND(name, text, file, exits) name = 1 << (PLACE_KINDS + KIND_##name),
#include "engine/model/kinds.def"
#undef KIND
    STATES = ((1 << KIND_COUNT) - 1) << PLACE_KINDS,
    GOING_ON = TASK | PARALLEL | MAP | PASS | WAIT,
    ANYWHERE = STATES | FLOWS | RETRIER | CATCHER | RULES
};

struct field {
    const char *name;
    unsigned may, must;
    enum language language;
    enum group group;
    void (*read)(struct parser *parser, const cJSON *field);
};

static const struct field fields[] = {
#define FIELD(name, where, must, language, group, reader)                                          \
    {name, (where), (must), language, GROUP_##group, treadle_read_##reader},
#include "engine/model/fields.def"
#undef FIELD
};

static const struct {
    const char *none, *several, *help;
} groups[GROUP_COUNT] = {
    [GROUP_NONE] = {NULL, NULL, NULL},
#define GROUP(name, none, several, help) [GROUP_##name] = {none, several, help},
#include "engine/model/groups.def"
#undef GROUP
};

// As strcmp, which most names need not be asked for.
static int compare(const char *a, const char *b) {
    return *a == *b ? strcmp(a, b) : (unsigned char)*a - (unsigned char)*b;
}

// The first row of that name; NULL: the language has no such field.
static const struct field *find_name(const char *name) {
    size_t low = 0, high = COUNT_OF(fields);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (compare(fields[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < COUNT_OF(fields) && strcmp(fields[low].name, name) == 0 ? &fields[low] : NULL;
}

static const struct field *find_field(const char *name, enum place_kind place) {
    const struct field *field = find_name(name);
    for (; field != NULL && field < fields + COUNT_OF(fields) && strcmp(field->name, name) == 0;
         field++)
        if (field->may & place) return field;
    return NULL;
}

// AWS, measured by users: "Field 'TimeoutSeconds' is not supported" at the object that holds it.
static void refuse(
    struct parser *parser, enum place_kind place, const cJSON *object, const cJSON *member,
    const char *name) {
    struct problem *problem = treadle_problem_add(
        &parser->problems, CODE_SCHEMA, object, "Field '%s' is not supported", member->string);
    problem->at = member;
    problem->at_name = true;
    struct arena *arena = &parser->problems.arena;
    if (find_name(member->string) != NULL) {
        problem->label = treadle_arena_print(arena, "%s has no such field", name);
        return;
    }
    problem->label = "no such field";
    if (parser->comparison == NULL) parser->comparison = member;  // In a rule: it was to be one.
    struct nearest nearest = {.typed = member->string};
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        if (fields[i].may & place) treadle_nearest_offer(&nearest, fields[i].name);
    if (place & RULES) treadle_offer_tests(&nearest);
    if (nearest.word != NULL)
        problem->help = treadle_arena_print(arena, "did you mean '%s'?", nearest.word);
}

static void refuse_language(struct parser *parser, const cJSON *object, const cJSON *member) {
    struct problem *problem = treadle_problem_add(
        &parser->problems, CODE_SCHEMA, object,
        "The QueryLanguage is set to 'JSONPath', but field '%s' is only supported for the "
        "'JSONata' "
        "QueryLanguage",
        member->string);
    problem->at = member;
    problem->at_name = true;
    problem->help = "treadle does not run JSONata yet";
}

// "End": false says nothing. (Not recorded on AWS; the language asks for `"End": true`.)
static bool counts(const cJSON *member) {
    return strcmp(member->string, "End") != 0 || !cJSON_IsFalse(member);
}

void treadle_help_missing(
    struct parser *parser, struct problem *problem, const cJSON *object, const char *field) {
    struct nearest nearest = {.typed = field};
    for (const cJSON *member = object->child; member != NULL; member = member->next)
        if (member->string != NULL && find_name(member->string) == NULL)
            treadle_nearest_offer(&nearest, member->string);
    if (nearest.word != NULL && problem->help == NULL)
        problem->help = treadle_arena_print(
            &parser->problems.arena, "is '%s' meant to be '%s'?", nearest.word, field);
}

// What the rows say of a place as a whole. A place is a bit.
static const struct place_facts *facts_of(struct parser *parser, enum place_kind place) {
    uint32_t number = 0;
    while (!((unsigned)place >> number & 1))
        number++;
    ASSERT(number < PLACES_MAX && (unsigned)place == 1U << number);
    struct place_facts *facts = &parser->facts[number];
    if (facts->known) return facts;
    facts->known = true;
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        if (fields[i].may & place) facts->groups |= 1U << fields[i].group;
        if (!(fields[i].must & place)) continue;
        ASSERT(facts->required_count < COUNT_OF(facts->required));
        facts->required[facts->required_count++] = fields[i].name;
    }
    return facts;
}

// From the last row to the first: AWS, recorded: "These fields are required: [States, StartAt]".
// (The order of other lists is unknown.)
static void check_required(
    struct parser *parser, const struct place_facts *facts, const cJSON *object) {
    struct text missing = {0};
    for (size_t i = facts->required_count; i-- > 0;)
        if (treadle_json_member(object, facts->required[i]) == NULL)
            treadle_text_printf(
                &missing, "%s%s", missing.count == 0 ? "" : ", ", facts->required[i]);
    if (missing.count > 0) {
        struct problem *problem = treadle_problem_add(
            &parser->problems, CODE_SCHEMA, object, "These fields are required: [%s]",
            missing.bytes);
        problem->at_name = object->string != NULL;
        for (size_t i = facts->required_count; i-- > 0;)
            if (treadle_json_member(object, facts->required[i]) == NULL)
                treadle_help_missing(parser, problem, object, facts->required[i]);
        parser->broken = true;
    }
    treadle_text_clear(&missing);
}

static void check_groups(
    struct parser *parser, const struct place_facts *facts, const cJSON *object,
    const cJSON *const members[GROUP_COUNT][2]) {
    for (int group = GROUP_NONE + 1; group < GROUP_COUNT; group++) {
        if (!(facts->groups >> group & 1)) continue;
        const cJSON *first = members[group][0], *second = members[group][1];
        if (second != NULL) {
            struct problem *problem = treadle_problem_add(
                &parser->problems, CODE_SCHEMA, object, "%s", groups[group].several);
            problem->at = second;
            problem->at_name = true;
            problem->label = treadle_arena_print(
                &parser->problems.arena, "there is '%s' already", first->string);
        } else if (first == NULL && groups[group].none != NULL) {
            struct problem *problem = treadle_problem_add(
                &parser->problems, CODE_SCHEMA, object, "%s", groups[group].none);
            problem->at_name = object->string != NULL;
            problem->help = groups[group].help;
            parser->broken = true;
        }
    }
}

void treadle_parse_object(
    struct parser *parser, enum place_kind place, const cJSON *object, const char *name) {
    ASSERT(cJSON_IsObject(object));
    const cJSON *members[GROUP_COUNT][2] = {{NULL}};
    for (const cJSON *member = object->child; member != NULL; member = member->next) {
        const struct field *field = find_field(member->string, place);
        if (field == NULL) {
            if ((place & (PLACE_RULE | PLACE_PART)) && treadle_parse_test(parser, member)) continue;
            refuse(parser, place, object, member, name);
            continue;
        }
        if (field->group != GROUP_NONE && counts(member)) {
            const cJSON **seen = members[field->group];
            if (seen[1] == NULL) seen[seen[0] != NULL] = member;
        }
        if (field->language == JSONATA)
            refuse_language(parser, object, member);
        else
            field->read(parser, member);
    }
    const struct place_facts *facts = facts_of(parser, place);
    check_required(parser, facts, object);
    check_groups(parser, facts, object, (const cJSON *const(*)[2])members);
}
