// Looks through machines for Tasks: those that have no answer, and those that a mock means.
#include "cli/answers.h"

#include <string.h>

#include "base/json/write.h"
#include "base/nearest.h"

// -- A Task that nobody answers

struct unanswered {
    struct composed *all;
    const char *state;    // The one that was reached.
    const char *pointer;  // Out: its own,
    struct text others;   // and the names of the other Tasks that nobody answers.
};

static void look(const struct treadle_state_info *state, void *data) {
    struct unanswered *search = data;
    const struct composed *all = search->all;
    if (strcmp(state->name, search->state) == 0) {
        search->pointer = treadle_arena_copy(&all->talk->arena, state->pointer);
        return;
    }
    if (state->resource == NULL || treadle_engine_carries(all->engine, state->resource)) return;
    if (all->mocks != NULL && treadle_mocks_has(all->mocks, state->name)) return;
    treadle_text_printf(
        &search->others, "%s%s", search->others.count == 0 ? "" : ", ", state->name);
}

// A state's name as a shell takes it inside single quotes.
static const char *quoted(struct arena *arena, const char *name) {
    struct text out = {0};
    for (; *name != '\0'; name++) {
        if (*name == '\'')
            treadle_text_add(&out, "'\\''");
        else
            treadle_text_put(&out, name, 1);
    }
    const char *text = treadle_arena_copy(arena, treadle_text_string(&out));
    treadle_text_clear(&out);
    return text;
}

static const char *remedies(struct composed *all, const treadle_call *call) {
    struct arena *arena = &all->talk->arena;
    const char *mock = treadle_arena_print(
        arena, "--mock '%s={result: {}}'", quoted(arena, treadle_call_state(call)));
    int width = strlen(mock) > 30 ? (int)strlen(mock) : 30;
    bool service = treadle_integrations_carry(treadle_call_uri(call)->service);
    const char *template =
        !service || all->world != NULL
            ? ""
            : treadle_arena_print(
                  arena, "\n%-*s  its tables, APIs, roles and machines answer in process", width,
                  "--template template.yaml");
    return treadle_arena_print(
        arena, "say who does.%s\n%-*s  this answer; '*={result: {}}' for every Task without one%s",
        *template == '\0' ? "" : " Any of", width, mock, template);
}

static const char *label_for(struct composed *all, const treadle_call *call) {
    const char *service = treadle_call_uri(call)->service;
    if (!treadle_integrations_carry(service))
        return treadle_arena_print(&all->talk->arena, "treadle has no %s in process", service);
    return all->world == NULL ? "no template was given, so no service is here to answer"
                              : "treadle does not do this of it";
}

void treadle_tell_nobody(
    struct composed *all, const treadle_machine *machine, const char *name,
    const treadle_call *call) {
    struct arena *arena = &all->talk->arena;
    struct unanswered search = {.all = all, .state = treadle_call_state(call)};
    struct treadle_place place = {0};
    if (machine != NULL) treadle_machine_each_state(machine, look, &search);
    const char *pointer =
        search.pointer == NULL ? NULL : treadle_arena_print(arena, "%s/Resource", search.pointer);
    bool known = pointer != NULL && treadle_machine_place(machine, pointer, false, &place);
    const char *source = machine == NULL ? NULL : treadle_machine_source(machine);
    struct complaint complaint = {
        .code = "NOBODY",
        .message = treadle_arena_print(arena, "nobody answers Task '%s'", search.state),
        .label = label_for(all, call),
        .notes = {treadle_arena_print(
            arena, "it would have sent %s",
            treadle_json_print(arena, treadle_call_arguments(call)))},
        .help = remedies(all, call)};
    if (known) {
        complaint.file = source == NULL ? name : source;
        complaint.source = treadle_machine_text(machine);
        complaint.line = place.line;
        complaint.column = place.column;
        complaint.width = place.width;
    }
    if (search.others.count > 0)
        complaint.notes[1] =
            treadle_arena_print(arena, "nor does anybody answer: %s", search.others.bytes);
    treadle_complain(all->talk, &complaint);
    treadle_text_clear(&search.others);
}

// -- Mocks that answer nobody

struct mocked {
    struct composed *all;
    const treadle_machine *own;
    struct nearest nearest;
    const char *other;  // The type of a state of that name that is no Task.
    bool found, failed;
};

static void seek_task(const struct treadle_state_info *state, void *data) {
    struct mocked *mocked = data;
    bool same = strcmp(state->name, mocked->nearest.typed) == 0;
    // A Map or Parallel may be mocked as a whole.
    bool whole = strcmp(state->type, "Map") == 0 || strcmp(state->type, "Parallel") == 0;
    if (state->resource == NULL && !(same && whole)) {
        if (same) mocked->other = treadle_arena_copy(&mocked->all->talk->arena, state->type);
        return;
    }
    mocked->found |= same;
    treadle_nearest_offer(&mocked->nearest, state->name);
}

static void seek_machine(const struct treadle_world_machine *machine, void *data) {
    treadle_machine_each_state(machine->machine, seek_task, data);
}

static void check(const struct treadle_mock_use *use, void *data) {
    struct mocked *mocked = data;
    struct arena *arena = &mocked->all->talk->arena;
    if (strcmp(use->state, "*") == 0 || mocked->failed) return;
    mocked->nearest = (struct nearest){.typed = use->state};
    mocked->other = NULL;
    mocked->found = false;
    if (mocked->own != NULL) treadle_machine_each_state(mocked->own, seek_task, mocked);
    if (mocked->all->world != NULL)
        treadle_world_each_machine(mocked->all->world, seek_machine, mocked);
    if (mocked->found) return;
    mocked->failed = true;
    const char *help = mocked->nearest.word == NULL
                           ? NULL
                           : treadle_arena_print(arena, "did you mean '%s'?", mocked->nearest.word);
    if (mocked->other != NULL)
        treadle_say_error(
            mocked->all->talk, "MOCK", NULL, "--mock '%s': that is a %s, and a mock answers a Task",
            use->state, mocked->other);
    else
        treadle_say_error(
            mocked->all->talk, "MOCK", help, "--mock '%s': there is no Task of that name",
            use->state);
}

bool treadle_check_mocks(struct composed *all, const treadle_machine *own) {
    struct mocked mocked = {.all = all, .own = own};
    if (all->mocks != NULL) treadle_mocks_each(all->mocks, check, &mocked);
    return !mocked.failed;
}

static void warn(const struct treadle_mock_use *use, void *data) {
    struct composed *all = data;
    if (use->unused == 0 && (use->calls > 0 || use->spare || all->spare)) return;
    const char *text =
        use->calls == 0
            ? treadle_arena_print(
                  &all->talk->arena, "the mock of '%s' answered no call", use->state)
            : treadle_arena_print(
                  &all->talk->arena, "the mock of '%s' has %u answer%s that no call asked for",
                  use->state, use->unused, use->unused == 1 ? "" : "s");
    treadle_say_warning(all->talk, text);
}

void treadle_warn_unused(struct composed *all) {
    if (all->mocks != NULL) treadle_mocks_each(all->mocks, warn, all);
}
