// When a state fails: retry, else catch, else fail the parent, up to the execution.
#include <string.h>

#include "base/json/value.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "engine/core/inside.h"

struct payload treadle_error_payload(struct core *core, const struct error *error) {
    struct arena *scratch = &core->shop->scratch;
    cJSON *object = treadle_scratch_node(scratch, cJSON_Object);
    treadle_put_text(scratch, object, "Error", error->name);
    treadle_put_text(scratch, object, "Cause", error->cause);
    return treadle_settle(core, (struct value){.json = object});
}

struct error treadle_error_read(const struct doc *doc) {
    const cJSON *object = doc == NULL ? NULL : treadle_doc_root(doc);
    return (struct error){
        .name = treadle_json_string(object, "Error"),
        .cause = treadle_json_string(object, "Cause"),
        .bare = true};
}

struct error treadle_error_unfit(struct core *core, enum doc_fit fit, const char *what) {
    struct arena *scratch = &core->shop->scratch;
    if (fit == DOC_TOO_DEEP) {
        // Nothing is known of AWS here; these are our words.
        const char *cause = treadle_arena_print(
            scratch, "The state/task '%s' returned a result that is nested deeper than %d levels.",
            what, LIMIT_json_depth_max);
        return (struct error){.name = "States.Runtime", .cause = cause, .bare = true};
    }
    ASSERT(fit == DOC_TOO_LARGE);
    // AWS, recorded: these words, alone.
    const char *cause = treadle_arena_print(
        scratch,
        "The state/task '%s' returned a result with a size exceeding the maximum number of bytes "
        "service limit.",
        what);
    return (struct error){.name = "States.DataLimitExceeded", .cause = cause, .bare = true};
}

struct error treadle_error_conflict(
    struct core *core, const struct frame *frame, const struct path *path) {
    struct arena *scratch = &core->shop->scratch;
    const char *input = treadle_json_print(scratch, treadle_doc_root(frame->input.doc));
    const char *cause = treadle_arena_print(
        scratch, "Unable to apply ReferencePath %s to input %s", treadle_path_text(path), input);
    return (struct error){.name = "States.ReferencePathConflict", .cause = cause, .bare = true};
}

bool treadle_error_named(const cJSON *names, const char *name, const char *alias) {
    ASSERT(cJSON_IsArray(names) && (alias == NULL || name != NULL));
    for (const cJSON *one = names->child; one != NULL; one = one->next) {
        const char *wanted = one->valuestring;
        // AWS, recorded: an error without a name is matched by States.ALL alone.
        if (strcmp(wanted, "States.ALL") == 0) return true;
        if (name == NULL) continue;
        if (strcmp(wanted, name) == 0) return true;
        if (alias != NULL && strcmp(wanted, alias) == 0) return true;
        // SPEC: States.TaskFailed stands for any error but States.Timeout. AWS, documented: nor
        // does it for States.DataLimitExceeded.
        if (strcmp(wanted, "States.TaskFailed") == 0 && strcmp(name, "States.Timeout") != 0 &&
            strcmp(name, "States.DataLimitExceeded") != 0)
            return true;
    }
    return false;
}

// {"Error", "Cause"} as Catch puts it into the input.
static const cJSON *error_output(struct arena *scratch, const struct error *error) {
    cJSON *object = treadle_scratch_node(scratch, cJSON_Object);
    // AWS, recorded: {"Error":"States.Timeout","Cause":""}, and nulls where SendTaskFailure gave
    // nothing. (Other errors without a cause are not recorded; they get null.)
    bool timeout = error->name != NULL && strcmp(error->name, "States.Timeout") == 0;
    const char *cause = error->cause == NULL && timeout ? "" : error->cause;
    treadle_scratch_append(
        object, "Error",
        error->name == NULL ? treadle_scratch_node(scratch, cJSON_NULL)
                            : treadle_scratch_string(scratch, error->name));
    treadle_scratch_append(
        object, "Cause",
        cause == NULL ? treadle_scratch_node(scratch, cJSON_NULL)
                      : treadle_scratch_string(scratch, cause));
    return object;
}

// Puts the error's [given] output into the input; false and another [error] where that cannot be.
static bool catch_output(
    struct core *core, struct frame *frame, const struct catcher *catcher, const cJSON *given,
    struct error *error, struct payload *out) {
    struct value value = {.json = given};
    if (catcher->result_null) {
        value = treadle_value_of(frame->input);
    } else if (catcher->result_path != NULL && !treadle_path_is_root(catcher->result_path)) {
        value.json = treadle_path_put(
            catcher->result_path, &core->shop->scratch, treadle_doc_root(frame->input.doc), given);
        if (value.json == NULL) {
            *error = treadle_error_conflict(core, frame, catcher->result_path);
            error->field = treadle_json_member(catcher->raw, "ResultPath");
            return false;
        }
    }
    return treadle_frame_settle(core, frame, value, out, error);
}

static void bound(struct core *core, const char **text, size_t count) {
    if (*text == NULL) return;
    size_t size = treadle_utf8_head(*text, count);
    if ((*text)[size] != '\0') *text = treadle_arena_copy_size(&core->shop->scratch, *text, size);
}

// Also within what AWS's API shows. (How AWS shortens a cause that tells of a large input is
// unknown.)
static void word_cause(struct core *core, const struct frame *frame, struct error *error) {
    if (!error->bare && error->cause != NULL)
        error->cause = treadle_arena_print(
            &core->shop->scratch,
            "An error occurred while executing the state '%s' (entered at the event id #%u). %s",
            frame->state->name, frame->entered, error->cause);
    error->bare = true;
    bound(core, &error->name, LIMIT_error_size_max);
    bound(core, &error->cause, LIMIT_cause_size_max);
}

// AWS, recorded: OutputPath is not applied on the way to a catcher. The guide: the catcher's Assign
// counts, not the state's, and its `$` is the error's output.
static bool leave_to(struct core *core, struct frame *frame, uint32_t index, struct error *error) {
    const struct catcher *catcher = &frame->state->catchers[index];
    struct payload output, cause = treadle_error_payload(core, error);
    struct payload *assigned;
    const cJSON *given = error_output(&core->shop->scratch, error);
    bool done = catch_output(core, frame, catcher, given, error, &output);
    if (done && !treadle_assign_compute(core, frame, catcher->assign, given, &assigned, error)) {
        treadle_doc_drop(output.doc);
        word_cause(core, frame, error);
        done = false;
    }
    if (done)
        treadle_frame_exit(
            core, frame,
            &(struct exit){
                .output = output,
                .next = catcher->next,
                .way = (int32_t)index,
                .caught = cause.doc,
                .assign = catcher->assign,
                .assigned = assigned});
    treadle_doc_drop(cause.doc);
    return done;
}

// False where nothing catches the error, or where doing so failed with another [error], which has
// no alias.
static bool caught(
    struct core *core, struct frame *frame, struct error *error, const char **alias) {
    const struct state *state = frame->state;
    ASSERT(treadle_frame_idle(frame) && error->bare);
    for (uint32_t i = 0; i < state->catcher_count; i++) {
        if (!treadle_error_named(state->catchers[i].errors, error->name, *alias)) continue;
        if (leave_to(core, frame, i, error)) return true;
        *alias = NULL;
        return false;
    }
    return false;
}

static void fail_execution(
    struct core *core, const struct frame *failed, uint32_t previous, const struct error *error) {
    struct payload payload = treadle_error_payload(core, error);
    treadle_core_end(
        core, &(struct ending){
                  .outcome = TREADLE_FAILED,
                  .event = EVENT_EXECUTION_FAILED,
                  .previous = previous,
                  .payload = payload,
                  .frame = failed,
                  .field = error->field});
    treadle_doc_drop(payload.doc);
}

// The parent fails of what its child failed of: that child is gone, the others are aborted.
static struct frame *fail_parent(struct core *core, struct frame *child) {
    struct frame *parent = child->parent;
    uint16_t event = treadle_kind_of(core, parent)->child_failed;
    uint32_t previous = child->previous;
    ASSERT(parent->fork != NULL && parent->fork->open > 0 && treadle_frame_idle(child));
    if (event != 0) treadle_child_event(core, child, event);
    parent->previous = previous;
    treadle_frame_tell_abort(core, child, previous);
    parent->fork->open--;
    treadle_frame_drop(core, child);
    treadle_frame_quit(core, parent, true);
    return parent;
}

// AWS, recorded: States.Runtime ends the execution at once, whatever retries or catches it, by name
// too, and in a branch without a word of the Parallel around it.
static bool is_fatal(const struct error *error) {
    return error->name != NULL && strcmp(error->name, "States.Runtime") == 0;
}

void treadle_frame_fail_as(
    struct core *core, struct frame *frame, const struct error *given, const char *alias) {
    struct error error = *given;
    ASSERT(core->life == CORE_RUNNING && frame->entered != 0);
    word_cause(core, frame, &error);
    if (is_fatal(&error)) {
        fail_execution(core, frame, frame->previous, &error);
        return;
    }
    treadle_frame_quit(core, frame, true);
    ASSERT(treadle_frame_idle(frame));
    struct frame blamed = *frame;  // A copy: the frame may be gone when the execution ends.
    for (bool child_failed = false;; child_failed = true) {
        if (treadle_frame_retry(core, frame, &error, alias)) return;
        if (child_failed)
            treadle_event(
                core, frame, (enum event_type)treadle_kind_of(core, frame)->failed,
                (struct payload){0});
        if (caught(core, frame, &error, &alias)) return;
        bool fatal = is_fatal(&error);  // Catching it may have failed of what nobody catches.
        if (fatal) blamed = *frame;
        if (fatal || frame->parent == NULL) break;
        // AWS, recorded: what was due at the same moment has timed out before it is aborted.
        treadle_calls_expire(core, frame->parent);
        frame = fail_parent(core, frame);
    }
    fail_execution(core, &blamed, frame->previous, &error);
}

void treadle_frame_fail(struct core *core, struct frame *frame, const struct error *error) {
    treadle_frame_fail_as(core, frame, error, NULL);
}
