// The Choice state: go where the first rule that holds points.
#include "engine/kinds/comparison.h"
#include "engine/kinds/kinds.h"

enum verdict { NO, YES, FAILED };

struct reading {  // What every rule of the state sees.
    struct bindings bindings;
    const struct rule *failed;  // FAILED: the rule, and
    const struct expr *path;    // its path that leads nowhere.
};

static enum verdict fail(
    struct reading *reading, const struct rule *rule, const struct expr *path) {
    reading->failed = rule;
    reading->path = path;
    return FAILED;
}

static enum verdict compare(struct reading *reading, const struct rule *rule) {
    const cJSON *operand = rule->operand;
    // People's definitions ask for `$.list[0]` to see whether a list is empty.
    const cJSON *value = treadle_expr_present(rule->variable, &reading->bindings);
    // SPEC: IsPresent alone may ask about what is not there.
    if (rule->test == TEST_IS_PRESENT) return (value != NULL) == cJSON_IsTrue(operand) ? YES : NO;
    if (value == NULL) return fail(reading, rule, rule->variable);
    if (rule->operand_path != NULL)
        operand = treadle_expr_present(rule->operand_path, &reading->bindings);
    if (operand == NULL) return fail(reading, rule, rule->operand_path);
    return treadle_comparison_holds(rule, value, operand) ? YES : NO;
}

// Depth is that of the definition, which its parser bounds.
static enum verdict holds(struct reading *reading, const struct rule *rule) {
    if (rule->test == TEST_NOT) {
        enum verdict part = holds(reading, rule->child);
        return part == FAILED ? FAILED : part == YES ? NO : YES;
    }
    if (rule->test != TEST_AND && rule->test != TEST_OR) return compare(reading, rule);
    enum verdict decides = rule->test == TEST_OR ? YES : NO;
    for (const struct rule *part = rule->child; part != NULL; part = part->next) {
        enum verdict verdict = holds(reading, part);
        if (verdict == FAILED || verdict == decides) return verdict;
    }
    return decides == YES ? NO : YES;
}

// The words are those that several emulators give; not recorded.
static void fail_path(struct core *core, struct frame *frame, const struct reading *reading) {
    const char *path = treadle_path_text(treadle_expr_path(reading->path));
    const char *cause = treadle_arena_print(
        &core->shop->scratch,
        "Invalid path '%s': The choice state's condition path references an invalid value.", path);
    treadle_frame_fail(
        core, frame,
        &(struct error){.name = "States.Runtime", .cause = cause, .field = reading->failed->raw});
}

static void enter(struct core *core, struct frame *frame, struct value input) {
    const struct choice_fields *choice = &frame->state->of.choice;
    struct reading reading = {.bindings = treadle_frame_bindings(core, frame, input.json)};
    const struct state *target = choice->otherwise;
    const struct assign *assign = frame->state->assign;  // SPEC: with Default alone.
    int32_t way = -1, index = 0;
    for (const struct rule *rule = choice->rules; rule != NULL; rule = rule->next, index++) {
        enum verdict verdict = holds(&reading, rule);
        if (verdict == NO) continue;
        if (verdict == FAILED) {
            fail_path(core, frame, &reading);
            return;
        }
        target = rule->target;
        assign = rule->assign;
        way = index;
        break;
    }
    if (target != NULL) {
        treadle_frame_leave_to(core, frame, input, target, assign, way);
        return;
    }
    // AWS, reported: not the States.NoChoiceMatched of the specification.
    treadle_frame_fail_runtime(
        core, frame, "Choices",
        "Failed to transition out of the state. The state does not point to a next state.");
}

const struct state_kind treadle_state_choice = {.enter = enter};
