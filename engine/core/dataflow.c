// The way of a value through a state, the same for every kind.
//
//   enter:  InputPath → Parameters → the kind
//   leave:  ResultSelector → ResultPath → OutputPath → settled → StateExited → next, or end
//           Assign, beside these
//
// Between the two nothing is counted or copied: values are scratch, or lent by documents that the
// frame, the fact or the machine holds. Only what leaves is settled.
#include "base/json/value.h"
#include "base/limits.h"
#include "engine/core/inside.h"

struct value treadle_value_of(struct payload payload) {
    ASSERT(payload.doc != NULL);
    return (struct value){treadle_doc_root(payload.doc), payload};
}

struct payload treadle_settle(struct core *core, struct value value) {
    ASSERT(value.json != NULL && core->step != NULL);
    const struct payload *home = &value.home;
    if (home->doc != NULL && treadle_doc_root(home->doc) == value.json) {
        uint32_t number = home->number != 0 ? home->number : core->payload_next++;
        return (struct payload){treadle_doc_ref(home->doc), number};
    }
    struct doc *doc = treadle_doc_settle(&core->pool, value.json);
    core->step->bytes += doc->size;
    return (struct payload){doc, core->payload_next++};
}

bool treadle_payload_fits(
    struct core *core, const struct payload *payload, const char *what, struct error *error) {
    enum doc_fit fit = treadle_doc_fit(payload->doc, LIMIT_payload_size_max);
    if (fit != DOC_FITS) *error = treadle_error_unfit(core, fit, what);
    return fit == DOC_FITS;
}

bool treadle_frame_settle(
    struct core *core, const struct frame *frame, struct value value, struct payload *out,
    struct error *error) {
    const struct payload *home = &value.home;
    const char *name = frame->state->name;
    if (home->doc != NULL && treadle_doc_root(home->doc) == value.json) {
        // What came in was measured when it went out of where it came from.
        if (home->doc != frame->input.doc && !treadle_payload_fits(core, home, name, error))
            return false;
        *out = treadle_settle(core, value);
        return true;
    }
    enum doc_fit fit;
    struct doc *doc =
        treadle_doc_settle_within(&core->pool, value.json, LIMIT_payload_size_max, &fit);
    if (doc == NULL) {
        *error = treadle_error_unfit(core, fit, name);
        return false;
    }
    core->step->bytes += doc->size;
    *out = (struct payload){doc, core->payload_next++};
    return true;
}

struct bindings treadle_frame_bindings(
    struct core *core, const struct frame *frame, const cJSON *input) {
    return (struct bindings){
        .input = input,
        .context = frame->state->uses_context ? treadle_context(core, frame) : NULL,
        .variables = treadle_variables(core, frame),
        .scratch = &core->shop->scratch,
        .random = &core->random};
}

struct bindings treadle_frame_item_bindings(
    struct core *core, const struct frame *frame, const cJSON *input, uint32_t index,
    const cJSON *value) {
    struct bindings bindings = treadle_frame_bindings(core, frame, input);
    if (frame->state->uses_context)
        bindings.context = treadle_context_item(core, frame, index, value);
    return bindings;
}

// One stage: NULL leaves the value as it is. A field that fails is to blame unless the error knows
// better.
static bool stage(
    const struct state *state, const char *field, const struct expr *expr,
    struct bindings *bindings, struct value *value, struct error *error) {
    if (expr == NULL || treadle_expr_is_root(expr)) return true;
    bindings->input = value->json;
    const cJSON *out = NULL;
    *error = (struct error){0};
    if (!treadle_expr_eval(expr, bindings, &out, error)) {
        if (error->field == NULL) error->field = treadle_json_member(state->raw, field);
        return false;
    }
    ASSERT(out != NULL);
    if (out != value->json) *value = (struct value){.json = out};
    return true;
}

static bool select_path(
    const struct state *state, bool output, struct bindings *bindings, struct value *value,
    struct error *error) {
    // SPEC: a path that is null gives an empty object.
    if (output ? state->output_null : state->input_null) {
        *value = (struct value){.json = treadle_scratch_node(bindings->scratch, cJSON_Object)};
        return true;
    }
    return output ? stage(state, "OutputPath", state->output_path, bindings, value, error)
                  : stage(state, "InputPath", state->input_path, bindings, value, error);
}

static bool input_of(struct core *core, struct frame *frame, bool parameters, struct value *out) {
    const struct state *state = frame->state;
    struct error error;
    ASSERT(frame->entered != 0 && frame->phase == PHASE_WAITING);
    *out = treadle_value_of(frame->input);
    struct bindings bindings = treadle_frame_bindings(core, frame, out->json);
    bool done = select_path(state, false, &bindings, out, &error);
    if (done && parameters)
        done = stage(state, "Parameters", state->parameters, &bindings, out, &error);
    if (!done) treadle_frame_fail(core, frame, &error);
    return done;
}

bool treadle_frame_input(struct core *core, struct frame *frame, struct value *out) {
    return input_of(core, frame, true, out);
}

bool treadle_frame_effective(struct core *core, struct frame *frame, struct value *out) {
    return input_of(core, frame, false, out);
}

bool treadle_frame_eval(
    struct core *core, struct frame *frame, const char *name, const struct expr *expr,
    const cJSON *input, const cJSON **out) {
    *out = NULL;
    if (expr == NULL) return true;
    ASSERT(input != NULL && treadle_json_member(frame->state->raw, name) != NULL);
    struct bindings bindings = treadle_frame_bindings(core, frame, input);
    struct error error = {0};
    if (treadle_expr_eval(expr, &bindings, out, &error)) return true;
    if (error.field == NULL) error.field = treadle_json_member(frame->state->raw, name);
    treadle_frame_fail(core, frame, &error);
    return false;
}

void treadle_frame_fail_runtime(
    struct core *core, struct frame *frame, const char *field, const char *cause) {
    treadle_frame_fail(
        core, frame,
        &(struct error){
            .name = "States.Runtime",
            .cause = cause,
            .field = treadle_json_member(frame->state->raw, field)});
}

void treadle_frame_enter(struct core *core, struct frame *frame) {
    struct value input;
    const struct workshop *shop = core->shop;
    const struct state_kind *kind = treadle_kind_of(core, frame);
    if (!treadle_frame_input(core, frame, &input)) return;
    if (kind->child != NULL && shop->stands_in != NULL && shop->stands_in(shop->data, frame->state))
        treadle_frame_call_whole(core, frame, input);
    else
        kind->enter(core, frame, input);
}

static bool place_result(
    struct core *core, struct frame *frame, struct value *value, struct error *error) {
    const struct state *state = frame->state;
    if (state->result_null) {
        *value = treadle_value_of(frame->input);
        return true;
    }
    if (state->result_path == NULL || treadle_path_is_root(state->result_path)) return true;
    const cJSON *whole = treadle_path_put(
        state->result_path, &core->shop->scratch, treadle_doc_root(frame->input.doc), value->json);
    if (whole != NULL) {
        *value = (struct value){.json = whole};
        return true;
    }
    *error = treadle_error_conflict(core, frame, state->result_path);
    error->field = treadle_json_member(state->raw, "ResultPath");
    return false;
}

static bool output_of(
    struct core *core, struct frame *frame, struct value *value, struct error *error) {
    const struct state *state = frame->state;
    struct bindings bindings = treadle_frame_bindings(core, frame, value->json);
    return stage(state, "ResultSelector", state->result_selector, &bindings, value, error) &&
           place_result(core, frame, value, error) &&
           select_path(state, true, &bindings, value, error);
}

void treadle_frame_leave_to(
    struct core *core, struct frame *frame, struct value result, const struct state *next,
    const struct assign *assign, int32_t rule) {
    ASSERT(frame->entered != 0 && frame->phase == PHASE_WAITING && result.json != NULL);
    struct error error;
    struct payload output, *assigned;
    const cJSON *given = result.json;
    // The guide: Assign sees the result as it came, and what a state reads are the variables as
    // they were when it was entered.
    if (!output_of(core, frame, &result, &error) ||
        !treadle_frame_settle(core, frame, result, &output, &error)) {
        treadle_frame_fail(core, frame, &error);
        return;
    }
    if (!treadle_assign_compute(core, frame, assign, given, &assigned, &error)) {
        treadle_doc_drop(output.doc);
        treadle_frame_fail(core, frame, &error);
        return;
    }
    treadle_frame_exit(
        core, frame,
        &(struct exit){
            .output = output, .next = next, .way = rule, .assign = assign, .assigned = assigned});
}

void treadle_frame_leave(struct core *core, struct frame *frame, struct value result) {
    treadle_frame_leave_to(core, frame, result, frame->state->next, frame->state->assign, -1);
}
