// Rows that somebody else wrote over: they are refused with a sentence, or run; nothing falls.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "engine/host/host.h"
#include "tests/core/random_machine.h"
#include "tests/core/rig.h"
#include "tests/core/suites.h"
#include "tests/support/support.h"

enum {
    MACHINES = 60,
    TRIES = 40,       // Of each: damages.
    STEPS_MAX = 12,   // Made before its rows are taken.
    ROUNDS_MAX = 200  // Of one that could be read.
};

struct bed {
    struct host *host;
    struct execution *execution;
    struct store store;
    int64_t now_ms;
    uint32_t answered;
    bool committing;
};

static void on_commit(void *data, struct execution *execution, const struct batch *batch) {
    struct bed *bed = data;
    (void)execution;
    store_apply(&bed->store, batch);
    bed->committing = true;
}

static void deliver(struct bed *bed, enum fact_kind kind, uint32_t ticket, const char *value) {
    struct doc *doc = support_read(value);
    const struct fact fact = {.kind = kind, .ticket = ticket, .at_ms = bed->now_ms, .value = doc};
    treadle_host_deliver(bed->host, bed->execution, &fact, NULL);
    treadle_doc_drop(doc);
}

// False: nothing happens any more.
static bool go_on(struct bed *bed) {
    struct outgoing out;
    int64_t due_ms;
    bool more = treadle_host_turn(bed->host);
    if (bed->committing) treadle_host_committed(bed->host, bed->execution, COMMIT_DONE);
    bed->committing = false;
    while (treadle_host_take(bed->host, &out)) {
        if (out.kind == OUTGOING_CALL) {
            bool fails = bed->answered++ % 3 == 0;
            deliver(
                bed, fails ? FACT_CALL_FAILED : FACT_CALL_DONE, out.command.ticket,
                fails ? "{\"Error\":\"Flaky\"}" : "{\"left\":{}}");
            more = true;
        }
        treadle_outgoing_clear(&out);
    }
    if (more) return true;
    if (!treadle_host_due(bed->host, &due_ms)) return false;
    if (due_ms > bed->now_ms) bed->now_ms = due_ms;
    treadle_host_wake(bed->host, bed->now_ms);
    return true;
}

// The rows of an execution that is somewhere on its way.
static void make_rows(uint64_t seed, struct machine *machine, struct store *out) {
    char *text = random_input(seed);
    struct doc *input = support_read(text);
    struct bed bed = {.now_ms = 1767225600000};
    bed.host = treadle_host_new(
        &(struct host_options){.keeps_history = true, .commit = on_commit, .data = &bed});
    const struct launch launch = {
        .machine = machine,
        .machine_arn = "arn:aws:states:us-east-1:123456789012:stateMachine:M",
        .name = "e",
        .input = input,
        .at_ms = bed.now_ms,
        .seed = seed};
    ck_assert_int_eq(treadle_host_start(bed.host, &launch, &bed.execution), 0);
    for (uint64_t i = 0; i <= seed % STEPS_MAX && go_on(&bed); i++) {}
    treadle_host_free(bed.host);
    treadle_doc_drop(input);
    free(text);
    *out = bed.store;
}

static uint32_t draw(uint64_t *random, size_t below) {
    return (uint32_t)treadle_random_below(random, below);
}

static void damage_byte(uint64_t *random, char *bytes, size_t size) {
    char *at = &bytes[draw(random, size)];
    if (draw(random, 3) == 0) {
        *at = (char)(*at ^ (1 << draw(random, 7)));
        return;
    }
    // A number becomes another one: what is likeliest to be read.
    char *digit = at + strcspn(at, "0123456789");
    if (digit < bytes + size) *digit = (char)('0' + draw(random, 10));
}

static void drop_row(struct batch *rows, uint32_t index) {
    memmove(
        &rows->rows[index], &rows->rows[index + 1],
        (rows->count - index - 1) * sizeof(*rows->rows));
    rows->count--;
}

static void damage(uint64_t *random, struct batch *rows) {
    uint32_t index = draw(random, rows->count);
    struct row *row = &rows->rows[index];
    const struct row *other = &rows->rows[draw(random, rows->count)];
    switch (draw(random, 8)) {
        case 0: drop_row(rows, index); break;
        case 1: row->id += draw(random, 2) ? 1 : (uint32_t)-1; break;
        case 2:  // It says what another one says.
            row->at = other->at;
            row->size = other->size;
            break;
        default: damage_byte(random, rows->text.bytes + row->at, row->size); break;
    }
}

// True: they could be read.
static bool revive(struct machine *machine, const struct batch *rows) {
    struct bed bed = {.now_ms = 1767225600000};
    struct treadle_status status = {0};
    struct arena arena = {0};
    bed.host = treadle_host_new(&(struct host_options){.keeps_history = true});
    int code = treadle_host_restore(bed.host, machine, rows, &bed.execution, &status);
    if (code == 0) {
        for (int i = 0; i < ROUNDS_MAX && go_on(&bed); i++) {}
        (void)treadle_execution_history(bed.execution, &arena, 0, UINT32_MAX);
    } else {
        ck_assert_int_eq(code, TREADLE_EINVAL);
        ck_assert_msg(
            strncmp(status.text, "these rows cannot be read: ", 27) == 0, "%s", status.text);
        ck_assert_uint_eq(treadle_host_count(bed.host), 0);
    }
    treadle_arena_clear(&arena);
    treadle_host_free(bed.host);
    return code == 0;
}

START_TEST(damaged_rows_are_refused_or_run) {
    // TREADLE_SEED begins elsewhere, and says what it is at.
    const char *first = getenv("TREADLE_SEED");
    uint64_t from = first == NULL ? 1 : strtoull(first, NULL, 10), read = 0, all = 0;
    for (uint64_t seed = from; seed < from + MACHINES; seed++) {
        uint64_t random = seed;
        char *definition = random_machine(seed);
        struct machine *machine = rig_machine(definition);
        struct store store = {0};
        make_rows(seed, machine, &store);
        for (int i = 0; i < TRIES; i++) {
            struct batch rows = {0};
            store_rows(&store, true, &rows);
            for (uint32_t j = 0; i > 0 && j <= draw(&random, 2); j++)
                damage(&random, &rows);
            if (first != NULL) printf("seed %llu, damage %d\n", (unsigned long long)seed, i);
            bool is = revive(machine, &rows);
            ck_assert(is || i > 0);
            read += is;
            all++;
            treadle_batch_free(&rows);
        }
        store_clear(&store);
        treadle_machine_drop(machine);
        free(definition);
    }
    printf(
        "damaged rows: %llu, %llu of them could be read\n", (unsigned long long)all,
        (unsigned long long)read);
    ck_assert_uint_gt(read, all / 20);
    ck_assert_uint_gt(all - read, all / 20);
}
END_TEST

Suite *suite_damaged(void) {
    TCase *tests = tcase_create("damaged");
    tcase_set_timeout(tests, 240);
    tcase_add_test(tests, damaged_rows_are_refused_or_run);
    return support_suite("damaged", tests);
}
