// Where a flow can go: every state must be reached from StartAt, and some state must be an end.
#include <stdlib.h>

#include "base/json/value.h"
#include "base/memory.h"
#include "engine/model/parse.h"

struct walk {
    const struct flow *flow;
    bool *seen;                  // By place in the flow.
    const struct state **ahead;  // Seen, not yet followed: [count] of them.
    uint32_t count;
};

static void meet(struct walk *walk, const struct state *state) {
    if (state == NULL) return;
    size_t place = (size_t)(state - walk->flow->list);
    ASSERT(place < walk->flow->state_count);
    if (walk->seen[place]) return;
    walk->seen[place] = true;
    walk->ahead[walk->count++] = state;
}

static void follow(struct walk *walk, const struct state *state) {
    meet(walk, state->next);
    for (uint32_t i = 0; i < state->catcher_count; i++)
        meet(walk, state->catchers[i].next);
    if (state->kind != KIND_CHOICE) return;
    meet(walk, state->of.choice.otherwise);
    for (const struct rule *rule = state->of.choice.rules; rule != NULL; rule = rule->next)
        meet(walk, rule->target);
}

static bool is_end(const struct state *state) {
    if (state->kind == KIND_SUCCEED || state->kind == KIND_FAIL) return true;
    return cJSON_IsTrue(treadle_json_member(state->raw, "End"));
}

static bool has_end(const struct flow *flow) {
    for (uint32_t i = 0; i < flow->state_count; i++)
        if (is_end(&flow->list[i])) return true;
    return false;
}

// AWS, measured by users: a flow without an end gets this one problem, without a location, and then
// nothing is said of states that cannot be reached.
static void refuse_endless(struct parser *parser, const cJSON *states) {
    struct problem *problem = treadle_problem_add(
        &parser->problems, "MISSING_END_STATE", NULL, "Workflow has no terminal state");
    problem->at = states;
    problem->at_name = true;
    problem->help = "end a state with \"End\": true, or add a Succeed or Fail state";
}

void treadle_parse_graph(struct parser *parser, const struct flow *flow, const cJSON *states) {
    if (!has_end(flow)) {
        refuse_endless(parser, states);
        return;
    }
    struct walk walk = {.flow = flow};
    walk.seen = treadle_alloc_zeroed(flow->state_count * sizeof(*walk.seen));
    walk.ahead = treadle_alloc(flow->state_count * sizeof(*walk.ahead));
    meet(&walk, flow->start);
    while (walk.count > 0)
        follow(&walk, walk.ahead[--walk.count]);
    for (uint32_t i = 0; i < flow->state_count; i++) {
        if (walk.seen[i]) continue;
        struct problem *problem = treadle_problem_add(
            &parser->problems, CODE_TARGET, flow->list[i].raw, "State \"%s\" is not reachable.",
            flow->list[i].name);
        problem->at_name = true;
        problem->label = "nothing leads here";
    }
    free(walk.seen);
    free(walk.ahead);
}
