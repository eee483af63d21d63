// From a definition's text to a machine.
//
// Two passes over each flow: first every state gets its place, name and kind, then its fields are
// read, so that Next may point at any of them. Nothing stops at the first mistake: what cannot be
// read is noted and passed over, and a machine with an error noted is given to nobody.
#include "engine/model/parse.h"

#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/utf8.h"
#include "base/yaml/yaml.h"

enum { NAME_CHARACTERS_MAX = LIMIT_state_name_size_max };

// -- The first pass: places, names, kinds

static bool is_jsonata(const cJSON *object) {
    const char *language = treadle_json_string(object, "QueryLanguage");
    return language != NULL && strcmp(language, "JSONata") == 0;
}

static void refuse_jsonata(struct parser *parser, const cJSON *object) {
    treadle_parse_later(parser, treadle_json_member(object, "QueryLanguage"), "run JSONata")->help =
        "treadle runs JSONPath so far, the language of every state without a QueryLanguage";
}

static void check_name(struct parser *parser, const cJSON *raw) {
    size_t count = treadle_utf8_count(raw->string);
    if (count > 0 && count <= NAME_CHARACTERS_MAX) return;
    struct problem *problem =
        count == 0
            ? treadle_problem_add(
                  &parser->problems, "INVALID_STATE_NAME", raw, "A state's name cannot be empty")
            : treadle_problem_add(
                  &parser->problems, "INVALID_STATE_NAME", raw,
                  "The state name '%s' exceeds the %d-character limit allowed by the service",
                  raw->string, NAME_CHARACTERS_MAX);
    problem->at_name = true;
}

static void refuse_type(struct parser *parser, const cJSON *type) {
    // AWS, recorded: the eight kinds in this order.
    struct problem *problem = treadle_problem_add(
        &parser->problems, CODE_SCHEMA, type,
        "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, "
        "Choice, "
        "Parallel, Map]");
    struct nearest nearest = {.typed = type->valuestring};
    for (int kind = 0; kind < KIND_COUNT; kind++)
        treadle_nearest_offer(&nearest, treadle_kind_names[kind]);
    if (nearest.word != NULL)
        problem->help =
            treadle_arena_print(&parser->problems.arena, "did you mean '%s'?", nearest.word);
}

static enum kind_id read_type(struct parser *parser, const cJSON *raw) {
    const cJSON *type = treadle_json_member(raw, "Type");
    const char *text;
    if (type == NULL) {
        struct problem *problem = treadle_problem_add(
            &parser->problems, CODE_SCHEMA, raw, "These fields are required: [Type]");
        problem->at_name = true;
        treadle_help_missing(parser, problem, raw, "Type");
        return KIND_COUNT;
    }
    if (!treadle_parse_string(parser, type, &text)) return KIND_COUNT;
    for (int kind = 0; kind < KIND_COUNT; kind++)
        if (strcmp(treadle_kind_names[kind], text) == 0) return (enum kind_id)kind;
    refuse_type(parser, type);
    return KIND_COUNT;
}

static void make_fields(struct parser *parser, struct state *state) {
    switch (state->kind) {
        case KIND_TASK: state->of.task = treadle_parse_new(parser, sizeof(*state->of.task)); return;
        case KIND_WAIT: state->of.wait = treadle_parse_new(parser, sizeof(*state->of.wait)); return;
        case KIND_FAIL: state->of.fail = treadle_parse_new(parser, sizeof(*state->of.fail)); return;
        case KIND_MAP: state->of.map = treadle_parse_new(parser, sizeof(*state->of.map)); return;
        default: return;
    }
}

// Names are unique in the whole machine.
static void refuse_twin(struct parser *parser, const cJSON *raw, const struct state *other) {
    struct problem *problem = treadle_problem_add(
        &parser->problems, "DUPLICATE_STATE_NAME", raw, "Duplicate State name: %s", raw->string);
    problem->at_name = true;
    problem->help = treadle_arena_print(
        &parser->problems.arena, "names are unique in the whole machine; there is one in line %u",
        treadle_place_of_name(&parser->machine->places, other->raw).line);
    parser->twins = true;
}

static void place_state(struct parser *parser, struct state *state, const cJSON *raw) {
    struct machine *machine = parser->machine;
    *state = (struct state){
        .name = raw->string,
        .raw = raw,
        .flow = parser->flow,
        .kind = KIND_COUNT,
        .number = machine->state_count};
    ADD(machine->states, machine->state_count, machine->state_size) = state;
    check_name(parser, raw);
    const struct state *first = treadle_map_put(&parser->names, state->name, state);
    if (first != state) refuse_twin(parser, raw, first);
    if (!treadle_parse_is_object(parser, raw)) return;
    if (is_jsonata(raw))
        refuse_jsonata(parser, raw);
    else
        state->kind = read_type(parser, raw);
    make_fields(parser, state);
}

static void place_states(struct parser *parser, const cJSON *states) {
    struct flow *flow = parser->flow;
    flow->state_count = treadle_json_count(states);
    flow->list =
        treadle_arena_alloc(&parser->machine->arena, flow->state_count * sizeof(*flow->list));
    if (parser->names.count == 0) treadle_map_reserve(&parser->names, flow->state_count);
    uint32_t i = 0;
    for (const cJSON *raw = states->child; raw != NULL; raw = raw->next)
        place_state(parser, &flow->list[i++], raw);
}

// -- The second pass: fields

static const char *const kind_phrases[KIND_COUNT] = {
#define KIND(name, text, file, exits) "a " text " state",
#include "engine/model/kinds.def"
#undef KIND
};

static void read_state(struct parser *parser, struct state *state) {
    if (state->kind == KIND_COUNT) {
        parser->broken = true;  // Nobody knows where it leads.
        return;
    }
    parser->state = state;
    treadle_parse_object(
        parser, (enum place_kind)(1 << (PLACE_KINDS + state->kind)), state->raw,
        kind_phrases[state->kind]);
    parser->state = NULL;
}

static bool check_flow(struct parser *parser, const cJSON *raw) {
    if (!treadle_parse_is_object(parser, raw)) return false;
    if (parser->depth == LIMIT_machine_depth_max) {
        treadle_problem_add(
            &parser->problems, "TOO_DEEPLY_NESTED", raw, "States are nested more than %d deep",
            LIMIT_machine_depth_max);
        return false;
    }
    return true;
}

static void read_flow(struct parser *parser, struct flow *flow, const cJSON *raw) {
    static const struct {
        enum place_kind place;
        const char *name;
    } forms[] = {
        {PLACE_MACHINE, "a machine"},
        {PLACE_BRANCH, "a branch"},
        {PLACE_PROCESSOR, "an item processor"}};
    const struct state *owner = flow->owner;
    size_t form = owner == NULL ? 0 : owner->kind == KIND_MAP ? 2 : 1;
    parser->flow = flow;
    parser->broken = false;
    const cJSON *states = treadle_json_member(raw, "States");
    bool there = states != NULL && treadle_parse_is_object(parser, states);
    if (there && states->child == NULL) {
        treadle_problem_add(&parser->problems, CODE_SCHEMA, states, "Value cannot be empty");
        there = false;
    }
    if (there) place_states(parser, states);
    treadle_parse_object(parser, forms[form].place, raw, forms[form].name);
    for (uint32_t i = 0; i < flow->state_count; i++)
        read_state(parser, &flow->list[i]);
    if (there && !parser->broken) treadle_parse_graph(parser, flow, states);
}

void treadle_parse_flow(
    struct parser *parser, struct flow *flow, const cJSON *raw, struct state *owner) {
    if (!check_flow(parser, raw)) return;
    struct flow *outer = parser->flow;
    bool broken = parser->broken;
    flow->owner = owner;
    flow->raw = raw;
    parser->depth++;
    read_flow(parser, flow, raw);
    parser->depth--;
    parser->state = owner;
    parser->flow = outer;
    parser->broken = broken;
}

// -- The whole

static void refuse_text(struct parser *parser, const struct read_problem *problem) {
    struct problem *said = treadle_problem_add(
        &parser->problems, "INVALID_JSON_DESCRIPTION", NULL, "%s", problem->message);
    said->place = (struct place){problem->line, problem->column, problem->width};
}

static bool is_blank(const struct treadle_source *source) {
    for (size_t i = 0; i < source->size; i++)
        if (memchr(" \t\r\n", source->text[i], 4) == NULL) return false;
    return true;
}

static void read_text(struct parser *parser, const struct treadle_source *source) {
    struct machine *machine = parser->machine;
    if (source->size > LIMIT_definition_size_max) {
        treadle_problem_add(
            &parser->problems, CODE_SCHEMA, NULL,
            "The definition has %zu bytes; AWS takes %d at most", source->size,
            LIMIT_definition_size_max);
        return;
    }
    struct read_problem problem = {0};
    if (!is_blank(source)) {
        machine->definition = treadle_source_read(
            source->text, source->size, YAML_TAGS_REFUSED, &machine->places, &problem);
        if (machine->definition == NULL) {
            refuse_text(parser, &problem);
            return;
        }
    }
    const cJSON *root = machine->definition == NULL ? NULL : treadle_doc_root(machine->definition);
    if (root == NULL || !cJSON_IsObject(root)) {
        // AWS, recorded for a blank text.
        treadle_problem_add(
            &parser->problems, CODE_SCHEMA, NULL, "Definition must be a valid JSON object");
        return;
    }
    if (is_jsonata(root))
        refuse_jsonata(parser, root);
    else
        treadle_parse_flow(parser, &machine->flow, root, NULL);
}

int treadle_machine_read(
    const struct treadle_source *source, treadle_problem_cb on_problem, void *data,
    treadle_machine **out, struct treadle_status *status) {
    REQUIRE(source);
    REQUIRE(source->text);
    REQUIRE(out);
    *out = NULL;
    struct machine *machine = treadle_alloc_zeroed(sizeof(*machine));
    machine->held = 1;
    machine->type = source->type;
    machine->source_name = source->name == NULL ? NULL : treadle_text_copy(source->name);
    struct parser parser = {.machine = machine};
    read_text(&parser, source);
    treadle_parse_scopes(&parser);
    treadle_map_clear(&parser.names);
    treadle_map_clear(&parser.labels);
    treadle_map_clear(&parser.variables);
    free(parser.assignments);
    treadle_problems_sort(&parser.problems, machine);
    treadle_problems_tell(&parser.problems, machine, on_problem, data);
    int code = 0;
    if (parser.problems.errors > 0) {
        code = treadle_problems_status(&parser.problems, machine, status);
        treadle_machine_drop(machine);
    } else {
        *out = machine;
    }
    treadle_problems_clear(&parser.problems);
    return code;
}

int treadle_machine_parse(const char *text, treadle_machine **out, struct treadle_status *status) {
    REQUIRE(text);
    struct treadle_source source = {.text = text, .size = strlen(text)};
    return treadle_machine_read(&source, NULL, NULL, out, status);
}
