// Rounds of tests, one after the other.
//
// While it waits, the terminal gives keys as they are typed and signals end the watch in order.
// While a round runs, both are as they were: Ctrl-C ends everything at once, and whatever happens
// to this process then leaves a terminal as it should be.
#include "cli/watch.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <uv.h>

#include "base/memory.h"
#include "cli/depends.h"
#include "cli/find.h"

enum {
    SETTLE_MS = 50,  // What is saved within that time is one round's.
    KEY_ENTER = '\r',
    KEY_ESCAPE = 0x1B,
    KEY_BACKSPACE = 0x7F,
    KEY_INTERRUPT = 0x03,
    KEY_END = 0x04,
};

enum wish { WISH_NOTHING, WISH_ALL, WISH_FAILED, WISH_SAVED, WISH_ACCEPT, WISH_STOP };

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};

struct folder {
    uv_fs_event_t event;
    char *path;  // Absolute.
};

struct failed {  // A case.
    char *file, *name;
};

struct watch {
    uv_loop_t loop;
    struct testing *testing;
    struct line line;       // The one that was typed, with the filter of now.
    struct texts all;       // The test files.
    struct failed *failed;  // When they were last run.
    uint32_t failed_count, failed_size;
    struct text filter, typed;
    bool typing;
    struct depends depends;
    struct folder **folders;
    uint32_t folders_count, folders_size;
    bool *touched;  // Of each test file: something it depends on was saved.
    bool others;    // Test files have come, or gone.
    uv_timer_t settle;
    uv_signal_t stop[COUNT_OF(signals)];
    union {
        uv_tty_t tty;
        uv_pipe_t pipe;
        uv_stream_t stream;
    } keys;
    bool has_keys, is_terminal, shows_terminal;
    char byte;
    enum wish wish;
    int code;
};

static void want(struct watch *watch, enum wish wish) {
    watch->wish = wish;
    uv_stop(&watch->loop);
}

// -- Keys

static void prompt(const struct watch *watch) {
    FILE *out = watch->testing->talk->out;
    fprintf(
        out, "\r%sfilter: %s", watch->shows_terminal ? "\033[K" : "",
        treadle_talk_plain(watch->testing->talk, treadle_text_string(&watch->typed)));
    (void)fflush(out);
}

static void drop_character(struct text *text) {
    while (text->count > 0 && ((unsigned char)text->bytes[--text->count] & 0xC0) == 0x80)
        continue;
    if (text->bytes != NULL) text->bytes[text->count] = '\0';
}

static void end_typing(struct watch *watch, bool taken) {
    watch->typing = false;
    fputs("\n", watch->testing->talk->out);
    if (!taken) return;
    treadle_text_clear(&watch->filter);
    watch->filter = watch->typed;
    watch->typed = (struct text){0};
    watch->line.filter = watch->filter.count == 0 ? NULL : watch->filter.bytes;
    want(watch, WISH_ALL);
}

static void type(struct watch *watch, char key) {
    if (key == KEY_ENTER || key == '\n') {
        end_typing(watch, true);
    } else if (key == KEY_ESCAPE || key == KEY_INTERRUPT) {
        end_typing(watch, false);
    } else {
        if (key == KEY_BACKSPACE || key == '\b')
            drop_character(&watch->typed);
        else if ((unsigned char)key >= ' ')
            treadle_text_put(&watch->typed, &key, 1);
        prompt(watch);
    }
}

static void on_key(struct watch *watch, char key) {
    if (watch->typing) {
        type(watch, key);
        return;
    }
    switch (key) {
        case 'a': want(watch, WISH_ALL); break;
        case 'f': want(watch, WISH_FAILED); break;
        case 'u': want(watch, WISH_ACCEPT); break;
        case 'q':
        case KEY_END: want(watch, WISH_STOP); break;
        case KEY_INTERRUPT:
            watch->code = EXIT_INTERRUPTED;
            want(watch, WISH_STOP);
            break;
        case '/':
            watch->typing = true;
            treadle_text_clear(&watch->typed);
            prompt(watch);
            break;
        default: break;
    }
}

// A key at a time: what is typed ahead waits for the next round's end.
static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer) {
    struct watch *watch = handle->data;
    (void)suggested;
    *buffer = uv_buf_init(&watch->byte, 1);
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer) {
    struct watch *watch = stream->data;
    (void)buffer;
    if (count < 0)
        (void)uv_read_stop(stream);
    else if (count > 0 && watch->wish == WISH_NOTHING)
        on_key(watch, watch->byte);
}

static void open_keys(struct watch *watch) {
    uv_handle_type type = uv_guess_handle(0);
    if (type == UV_TTY)
        watch->has_keys = uv_tty_init(&watch->loop, &watch->keys.tty, 0, 1) == 0;
    else if (type == UV_NAMED_PIPE)
        watch->has_keys = uv_pipe_init(&watch->loop, &watch->keys.pipe, 0) == 0 &&
                          uv_pipe_open(&watch->keys.pipe, 0) == 0;
    watch->is_terminal = watch->has_keys && type == UV_TTY;
    watch->shows_terminal = uv_guess_handle(1) == UV_TTY;
    if (watch->has_keys) watch->keys.stream.data = watch;
}

// -- What is saved

static bool is_source(const char *name) {
    static const char *const ends[] = {".json", ".yaml", ".yml", ".template"};
    size_t size = strlen(name);
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        size_t end = strlen(ends[i]);
        if (*name != '.' && size > end && strcmp(name + size - end, ends[i]) == 0) return true;
    }
    return false;
}

// Notes the test files that a saved file touches. One that no test file names may be one that a
// template names: it touches all of them. False: it touches none.
static bool touch(struct watch *watch, const char *path, const char *name) {
    bool known = false;
    for (uint32_t i = 0; i < watch->depends.count; i++) {
        if (strcmp(watch->depends.items[i].path, path) != 0) continue;
        watch->touched[watch->depends.items[i].file] = true;
        known = true;
    }
    if (treadle_find_is_test(name) && known != treadle_find_exists(path)) watch->others = true;
    if (known || !is_source(name)) return known;
    memset(watch->touched, 1, watch->all.count * sizeof(*watch->touched));
    return true;
}

static void on_settled(uv_timer_t *timer) {
    want(timer->data, WISH_SAVED);
}

static void on_saved(uv_fs_event_t *event, const char *name, int events, int status) {
    const struct folder *folder = (const struct folder *)event;
    struct watch *watch = event->data;
    (void)events;
    if (status < 0 || name == NULL) return;
    struct text path = {0};
    treadle_text_printf(&path, "%s/%s", folder->path, name);
    if (touch(watch, path.bytes, name))
        (void)uv_timer_start(&watch->settle, on_settled, SETTLE_MS, 0);
    treadle_text_clear(&path);
}

static void watch_folder(struct watch *watch, const char *path) {
    size_t size = (size_t)(strrchr(path, '/') - path);
    char *name = treadle_text_copy_size(path, size == 0 ? 1 : size);
    for (uint32_t i = 0; i < watch->folders_count; i++) {
        if (strcmp(watch->folders[i]->path, name) != 0) continue;
        free(name);
        return;
    }
    struct folder *folder = treadle_alloc_zeroed(sizeof(*folder));
    folder->path = name;
    ADD(watch->folders, watch->folders_count, watch->folders_size) = folder;
    (void)uv_fs_event_init(&watch->loop, &folder->event);
    folder->event.data = watch;
    (void)uv_fs_event_start(&folder->event, on_saved, name, 0);
}

// Learns anew what the test files depend on.
static void learn(struct watch *watch) {
    treadle_depends_clear(&watch->depends);
    for (uint32_t i = 0; i < watch->all.count; i++) {
        struct suite_file file = {0};
        struct treadle_status status;
        if (treadle_suite_file_read(&file, watch->all.items[i], &status) == 0)
            treadle_depends_add(&watch->depends, &file, i);
        treadle_suite_file_clear(&file);
    }
    for (uint32_t i = 0; i < watch->depends.count; i++)
        watch_folder(watch, watch->depends.items[i].path);
}

// -- What failed

static bool is_case(const struct failed *failed, const char *file, const char *name) {
    return strcmp(failed->file, file) == 0 && strcmp(failed->name, name) == 0;
}

static bool was_run(const struct testing *testing, const struct failed *failed) {
    for (uint32_t i = 0; i < testing->jobs_count; i++)
        if (is_case(failed, testing->results[i].file, testing->results[i].name)) return true;
    return false;
}

static void forget(struct failed *failed) {
    free(failed->file);
    free(failed->name);
}

// What failed and was not run since has still failed.
static void remember(struct watch *watch) {
    const struct testing *testing = watch->testing;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < watch->failed_count; i++) {
        if (was_run(testing, &watch->failed[i]))
            forget(&watch->failed[i]);
        else
            watch->failed[kept++] = watch->failed[i];
    }
    watch->failed_count = kept;
    for (uint32_t i = 0; i < testing->jobs_count; i++) {
        const struct suite_result *result = &testing->results[i];
        if (result->verdict == VERDICT_PASSED) continue;
        ADD(watch->failed, watch->failed_count, watch->failed_size) =
            (struct failed){treadle_text_copy(result->file), treadle_text_copy(result->name)};
    }
}

static bool has_failed(const char *file, const char *name, void *data) {
    const struct watch *watch = data;
    for (uint32_t i = 0; i < watch->failed_count; i++)
        if (is_case(&watch->failed[i], file, name)) return true;
    return false;
}

// -- Rounds

static void begin_round(struct watch *watch, bool failed_alone) {
    struct testing *testing = watch->testing;
    treadle_testing_clear(testing);
    testing->paths.count = 0;
    testing->is_meant = failed_alone ? has_failed : NULL;
    testing->data = watch;
}

static void clear_screen(const struct watch *watch) {
    if (watch->shows_terminal) fputs("\033[2J\033[H", watch->testing->talk->out);
}

static void run_round(struct watch *watch) {
    struct testing *testing = watch->testing;
    watch->code = EXIT_UNABLE;
    if (treadle_testing_read(testing) && treadle_testing_run(testing)) {
        watch->code = treadle_testing_tell(testing);
        remember(watch);
    }
    learn(watch);
}

// All test files there are by now.
static void run_all(struct watch *watch) {
    struct testing *testing = watch->testing;
    begin_round(watch, false);
    watch->others = false;
    if (!treadle_testing_find(testing)) return;
    watch->all.count = 0;
    for (uint32_t i = 0; i < testing->paths.count; i++)
        ADD(watch->all.items, watch->all.count, watch->all.size) = testing->paths.items[i];
    free(watch->touched);
    watch->touched = treadle_alloc_zeroed(watch->all.count * sizeof(*watch->touched));
    run_round(watch);
}

static void run_some(struct watch *watch, bool failed_alone) {
    struct testing *testing = watch->testing;
    begin_round(watch, failed_alone);
    for (uint32_t i = 0; i < watch->all.count; i++) {
        if (!failed_alone && !watch->touched[i]) continue;
        if (!failed_alone) watch->touched[i] = false;
        ADD(testing->paths.items, testing->paths.count, testing->paths.size) = watch->all.items[i];
    }
    run_round(watch);
}

// What the update itself saves is no reason for another round: that would wipe its diff away.
static void accept_all(struct watch *watch) {
    if (watch->testing->results != NULL) (void)treadle_testing_update(watch->testing);
    (void)uv_run(&watch->loop, UV_RUN_NOWAIT);
    (void)uv_timer_stop(&watch->settle);
    run_all(watch);
}

static void carry_out(struct watch *watch, enum wish wish) {
    FILE *out = watch->testing->talk->out;
    if (wish != WISH_FAILED || watch->failed_count > 0) clear_screen(watch);
    // What was saved since it was wished belongs to it.
    if (wish == WISH_ALL || wish == WISH_SAVED) (void)uv_timer_stop(&watch->settle);
    if (wish == WISH_ALL || (wish == WISH_SAVED && watch->others))
        run_all(watch);
    else if (wish == WISH_SAVED)
        run_some(watch, false);
    else if (wish == WISH_FAILED && watch->failed_count > 0)
        run_some(watch, true);
    else if (wish == WISH_FAILED)
        fputs("nothing failed\n", out);
    else
        accept_all(watch);
}

// -- Waiting

static void on_signal(uv_signal_t *signal, int number) {
    struct watch *watch = signal->data;
    (void)number;
    watch->code = EXIT_INTERRUPTED;
    want(watch, WISH_STOP);
}

static void say_keys(const struct watch *watch) {
    struct talk *talk = watch->testing->talk;
    const char *filter = watch->line.filter;
    fprintf(
        talk->out, "watching %u file%s    a all  f failed  u accept  / filter%s%s  q quit\n",
        watch->all.count, watch->all.count == 1 ? "" : "s", filter == NULL ? "" : " ",
        filter == NULL ? "" : treadle_talk_plain(talk, filter));
    (void)fflush(talk->out);
}

// Signals are caught before the terminal is changed, and left alone after it was changed back.
static enum wish wait_for_wish(struct watch *watch) {
    watch->wish = WISH_NOTHING;
    for (size_t i = 0; i < COUNT_OF(signals); i++)
        (void)uv_signal_start(&watch->stop[i], on_signal, signals[i]);
    if (watch->is_terminal) (void)uv_tty_set_mode(&watch->keys.tty, UV_TTY_MODE_RAW);
    if (watch->has_keys) (void)uv_read_start(&watch->keys.stream, on_room, on_read);
    say_keys(watch);
    while (watch->wish == WISH_NOTHING)
        (void)uv_run(&watch->loop, UV_RUN_ONCE);
    if (watch->has_keys) (void)uv_read_stop(&watch->keys.stream);
    if (watch->is_terminal) (void)uv_tty_set_mode(&watch->keys.tty, UV_TTY_MODE_NORMAL);
    for (size_t i = 0; i < COUNT_OF(signals); i++)
        (void)uv_signal_stop(&watch->stop[i]);
    return watch->wish;
}

// -- The whole

static bool open_all(struct watch *watch) {
    int failed = uv_loop_init(&watch->loop);
    if (failed != 0) {
        treadle_say_error(
            watch->testing->talk, "SYSTEM", NULL, "files cannot be watched: %s",
            uv_strerror(failed));
        return false;
    }
    (void)uv_timer_init(&watch->loop, &watch->settle);
    watch->settle.data = watch;
    for (size_t i = 0; i < COUNT_OF(signals); i++) {
        (void)uv_signal_init(&watch->loop, &watch->stop[i]);
        watch->stop[i].data = watch;
    }
    open_keys(watch);
    return true;
}

static void close_handle(uv_handle_t *handle, void *data) {
    (void)data;
    if (!uv_is_closing(handle)) uv_close(handle, NULL);
}

static void close_all(struct watch *watch) {
    uv_walk(&watch->loop, close_handle, NULL);
    (void)uv_run(&watch->loop, UV_RUN_DEFAULT);
    (void)uv_loop_close(&watch->loop);
    for (uint32_t i = 0; i < watch->folders_count; i++) {
        free(watch->folders[i]->path);
        free(watch->folders[i]);
    }
    for (uint32_t i = 0; i < watch->failed_count; i++)
        forget(&watch->failed[i]);
    free(watch->folders);
    free(watch->failed);
    free(watch->touched);
    free(watch->all.items);
    treadle_depends_clear(&watch->depends);
    treadle_text_clear(&watch->filter);
    treadle_text_clear(&watch->typed);
}

int treadle_watch(struct testing *testing) {
    struct watch watch = {.testing = testing, .line = *testing->line, .code = EXIT_UNABLE};
    const struct line *line = testing->line;
    if (!open_all(&watch)) return EXIT_UNABLE;
    testing->line = &watch.line;
    clear_screen(&watch);
    run_all(&watch);
    for (enum wish wish; watch.all.count > 0 && (wish = wait_for_wish(&watch)) != WISH_STOP;)
        carry_out(&watch, wish);
    int code = watch.code;
    treadle_testing_clear(testing);
    testing->line = line;
    close_all(&watch);
    return code;
}
