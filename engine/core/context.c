// The context object: what an expression may know of its execution and state.
#include <string.h>

#include "base/json/value.h"
#include "base/time_text.h"
#include "engine/core/inside.h"
#include "engine/core/token.h"

static void put_time(struct arena *scratch, cJSON *object, const char *key, int64_t at_ms) {
    char text[TIME_TEXT_SIZE];
    treadle_time_write(text, at_ms);
    // AWS writes an instant as Java does: a fraction that is zero is not there.
    char *fraction = strchr(text, '.');
    if (fraction != NULL && strcmp(fraction, ".000Z") == 0) memcpy(fraction, "Z", sizeof("Z"));
    treadle_put_text(scratch, object, key, treadle_arena_copy(scratch, text));
}

// "arn:aws:states:us-east-1:123456789012:stateMachine:Orders", without the version or alias it may
// end with.
static const char *unqualified(struct arena *scratch, const char *machine_arn) {
    static const char kind[] = ":stateMachine:";
    const char *place = strstr(machine_arn, kind);
    if (place == NULL) return machine_arn;
    const char *name = place + strlen(kind);
    size_t size = (size_t)(name - machine_arn) + strcspn(name, ":");
    return treadle_arena_copy_size(scratch, machine_arn, size);
}

static cJSON *execution_part(struct core *core) {
    ASSERT(core->input.doc != NULL);
    struct arena *scratch = &core->shop->scratch;
    cJSON *execution = treadle_scratch_node(scratch, cJSON_Object);
    treadle_put_text(scratch, execution, "Id", core->identity->arn);
    treadle_put_value(scratch, execution, "Input", treadle_doc_root(core->input.doc));
    put_time(scratch, execution, "StartTime", core->started_ms);
    treadle_put_text(scratch, execution, "Name", treadle_arn_part(scratch, core->identity->arn, 7));
    treadle_put_text(scratch, execution, "RoleArn", core->identity->role_arn);
    // AWS, recorded: an Express execution, which nobody can redrive, has no count of it.
    if (core->machine->type == TREADLE_STANDARD)
        treadle_put_int(scratch, execution, "RedriveCount", 0);
    return execution;
}

static cJSON *machine_part(struct core *core) {
    struct arena *scratch = &core->shop->scratch;
    cJSON *machine = treadle_scratch_node(scratch, cJSON_Object);
    const char *arn = core->identity->machine_arn;
    treadle_put_text(scratch, machine, "Id", unqualified(scratch, arn));
    treadle_put_text(scratch, machine, "Name", treadle_arn_part(scratch, arn, 6));
    return machine;
}

static cJSON *state_part(struct core *core, const struct frame *frame) {
    struct arena *scratch = &core->shop->scratch;
    cJSON *state = treadle_scratch_node(scratch, cJSON_Object);
    treadle_put_text(scratch, state, "Name", frame->state->name);
    put_time(scratch, state, "EnteredTime", frame->entered_ms);
    // AWS, recorded: there for a Task, not for a Pass.
    if (treadle_kind_of(core, frame)->retries)
        treadle_put_int(scratch, state, "RetryCount", frame->retries);
    return state;
}

// The members stand in the order in which AWS writes them.
static cJSON *parts(struct core *core, const struct frame *frame) {
    ASSERT(frame->state->uses_context && frame->entered != 0);
    struct arena *scratch = &core->shop->scratch;
    cJSON *context = treadle_scratch_node(scratch, cJSON_Object);
    treadle_scratch_append(context, "Execution", execution_part(core));
    treadle_scratch_append(context, "StateMachine", machine_part(core));
    treadle_scratch_append(context, "State", state_part(core, frame));
    if (treadle_token_wanted(frame->state)) {
        // Before the call is issued its ticket is known: it will be the next one.
        uint32_t ticket = frame->call != NULL ? frame->call->ticket : core->ticket_next;
        cJSON *task = treadle_scratch_node(scratch, cJSON_Object);
        treadle_put_text(scratch, task, "Token", treadle_token_write(scratch, core, ticket));
        treadle_scratch_append(context, "Task", task);
    }
    return context;
}

// What was given lies over it: objects member by member, anything else as a whole. Depth is at
// most JSON's.
static const cJSON *overlay(struct arena *scratch, const cJSON *under, const cJSON *over) {
    if (over == NULL) return under;
    if (under == NULL || !cJSON_IsObject(under) || !cJSON_IsObject(over)) return over;
    cJSON *both = treadle_scratch_node(scratch, cJSON_Object);
    for (const cJSON *one = under->child; one != NULL; one = one->next)
        treadle_put_value(
            scratch, both, one->string,
            overlay(scratch, one, treadle_json_member(over, one->string)));
    for (const cJSON *one = over->child; one != NULL; one = one->next)
        if (treadle_json_member(under, one->string) == NULL)
            treadle_put_value(scratch, both, one->string, one);
    return both;
}

static const cJSON *finish(struct core *core, const cJSON *context) {
    if (core->part == NULL || core->part->context.doc == NULL) return context;
    return overlay(&core->shop->scratch, context, treadle_doc_root(core->part->context.doc));
}

const cJSON *treadle_context(struct core *core, const struct frame *frame) {
    return finish(core, parts(core, frame));
}

// The guide: STATE_DATA where the items come out of the state's input.
const cJSON *treadle_context_item(
    struct core *core, const struct frame *frame, uint32_t index, const cJSON *value) {
    struct arena *scratch = &core->shop->scratch;
    cJSON *context = parts(core, frame);
    cJSON *map = treadle_scratch_node(scratch, cJSON_Object);
    cJSON *item = treadle_scratch_node(scratch, cJSON_Object);
    treadle_put_int(scratch, item, "Index", index);
    treadle_put_value(scratch, item, "Value", value);
    treadle_put_text(scratch, item, "Source", "STATE_DATA");
    treadle_scratch_append(map, "Item", item);
    treadle_scratch_append(context, "Map", map);
    return finish(core, context);
}
