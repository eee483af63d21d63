// Runs the commands that a text shows and compares what they print with what the text says they
// print.
//
// Usage: transcript [--rewrite | --files] FILE...   (treadle must be first in PATH)
//
// A .txt file is commands and outputs; of a .md file only the blocks that begin with ```console
// count. A line that starts with "$ " is a command, given to sh; further lines of it start with ">
// ". What follows, up to the next command or an empty line before one, is its standard output and
// error together. Its last line is
// "[exit N]" where the command does not end in 0. "$ cd FOLDER" holds for the commands after it; a
// file begins in the folder the program was started in. Times, dates and random ids are masked on
// both sides.
// --rewrite writes what came into the file. --files writes the files that a .md file shows as well:
// blocks whose first line is a comment with a name, "// greet.c: …" or "# CMakeLists.txt: …", into
// the folder commands run in just then.
#define _DEFAULT_SOURCE
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

static const struct mask {
    const char *pattern, *shown;
} masks[] = {
    {"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID"},
    {"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "MOMENT"},
    {"[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT", "DATE"},
    {"\"Content-Length\":\\[\"[0-9]+\"\\]", "LENGTH"},  // A moment has one to three decimals.
    {"Root=1-[0-9a-f]{8}", "Root=1-MOMENT"},
    {"1[0-9]{9}(\\.[0-9]+)?", "EPOCH"},
    {" *[0-9]+\\.[0-9]{3}s", " TIMEs"},
    {" +[0-9]+ ms", " # ms"}};

// Where time is real, a busy machine makes seconds of milliseconds.
static const struct mask real_time = {"( +[0-9]+ m?s)+", " # ms"};

struct counts {
    int passed, failed;
};

struct run {
    const char *file;
    bool rewrite, files;
    struct text folder;  // Where commands run; empty: here.
    struct text rewritten;
    struct counts counts;
};

static void mask_one(struct text *text, const struct mask *mask) {
    regex_t regex;
    if (regcomp(&regex, mask->pattern, REG_EXTENDED) != 0) abort();
    struct text out = {0};
    const char *at = treadle_text_string(text);
    regmatch_t match;
    while (*at != '\0' && regexec(&regex, at, 1, &match, 0) == 0) {
        treadle_text_put(&out, at, (size_t)match.rm_so);
        treadle_text_add(&out, mask->shown);
        at += match.rm_eo;
    }
    treadle_text_add(&out, at);
    regfree(&regex);
    treadle_text_clear(text);
    *text = out;
}

static void mask(struct text *text, const char *command) {
    if (strstr(command, "--virtual-time") == NULL) mask_one(text, &real_time);
    for (size_t i = 0; i < COUNT_OF(masks); i++)
        mask_one(text, &masks[i]);
}

// Runs [command] in the file's folder; puts all it prints and its exit code's line.
static void perform(struct run *run, const char *command, struct text *out) {
    struct text line = {0};
    treadle_text_printf(
        &line, "cd '%s' && { %s\n} 2>&1", run->folder.count == 0 ? "." : run->folder.bytes,
        command);
    FILE *pipe = popen(line.bytes, "r");
    treadle_text_clear(&line);
    if (pipe == NULL) abort();
    char piece[4096];
    size_t size;
    while ((size = fread(piece, 1, sizeof(piece), pipe)) > 0)
        treadle_text_put(out, piece, size);
    int status = pclose(pipe);
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (out->count > 0 && out->bytes[out->count - 1] != '\n') treadle_text_put(out, "\n", 1);
    if (code != 0) treadle_text_printf(out, "[exit %d]\n", code);
}

static void compare(
    struct run *run, int line, const char *command, const struct text *want,
    const struct text *have) {
    struct text a = {0}, b = {0};
    treadle_text_add(&a, treadle_text_string(want));
    treadle_text_add(&b, treadle_text_string(have));
    mask(&a, command);
    mask(&b, command);
    bool same = strcmp(treadle_text_string(&a), treadle_text_string(&b)) == 0;
    if (same || run->rewrite) {
        run->counts.passed++;
    } else {
        run->counts.failed++;
        printf(
            "%s:%d: $ %s\n--- the file says\n%s--- but there came\n%s---\n", run->file, line,
            command, treadle_text_string(&a), treadle_text_string(&b));
    }
    treadle_text_add(&run->rewritten, treadle_text_string(same ? want : have));
    treadle_text_clear(&a);
    treadle_text_clear(&b);
}

static bool change_folder(struct run *run, const char *command) {
    if (strncmp(command, "cd ", 3) != 0 || strpbrk(command, "&;|") != NULL) return false;
    if (command[3] == '/') run->folder.count = 0;
    if (run->folder.count > 0) treadle_text_add(&run->folder, "/");
    treadle_text_add(&run->folder, command + 3);
    return true;
}

// The line at [*at], without its end; [*at] moves past it. NULL at the end.
static const char *next_line(struct arena *arena, const char **at) {
    if (**at == '\0') return NULL;
    size_t size = strcspn(*at, "\n");
    const char *line = treadle_arena_copy_size(arena, *at, size);
    *at += size + ((*at)[size] == '\n');
    return line;
}

static bool starts(const char *line, const char *with) {
    return strncmp(line, with, strlen(with)) == 0;
}

// A command with what follows it, from the line [first].
static void read_command(
    struct run *run, struct arena *arena, const char *first, const char **at, int *number) {
    struct text command = {0}, want = {0}, have = {0};
    int line = *number;
    treadle_text_add(&command, first + 2);
    treadle_text_printf(&run->rewritten, "%s\n", first);
    const char *mark = *at;
    for (const char *next; (next = next_line(arena, at)) != NULL; mark = *at, ++*number) {
        if (want.count == 0 && starts(next, "> ")) {
            treadle_text_printf(&command, "\n%s", next + 2);
            treadle_text_printf(&run->rewritten, "%s\n", next);
            continue;
        }
        bool over = starts(next, "$ ") || starts(next, "```") ||
                    (*next == '\0' && (starts(*at, "$ ") || **at == '\0'));
        if (over) break;
        treadle_text_printf(&want, "%s\n", next);
    }
    *at = mark;
    if (!change_folder(run, command.bytes)) {
        perform(run, command.bytes, &have);
        compare(run, line, command.bytes, &want, &have);
    }
    treadle_text_clear(&command);
    treadle_text_clear(&want);
    treadle_text_clear(&have);
}

// The name of the file that a block beginning with [line] is; NULL: none.
static const char *file_name(struct arena *arena, const char *line) {
    const char *name = starts(line, "// ") ? line + 3 : starts(line, "# ") ? line + 2 : NULL;
    size_t size = name == NULL ? 0 : strcspn(name, ": ");
    if (size == 0 || name[size] != ':' || memchr(name, '.', size) == NULL) return NULL;
    return treadle_arena_copy_size(arena, name, size);
}

// Writes the block at [at], up to its fence, where it is a file.
static void write_block(const struct run *run, struct arena *arena, const char *at) {
    const char *start = at, *end = strstr(at, "\n```"), *line = next_line(arena, &at);
    const char *name = line == NULL ? NULL : file_name(arena, line);
    if (name == NULL || end == NULL) return;
    const char *folder = run->folder.count == 0 ? "." : run->folder.bytes;
    FILE *file = fopen(treadle_arena_print(arena, "%s/%s", folder, name), "w");
    if (file == NULL) abort();
    fprintf(file, "%.*s\n", (int)(end - start), start);
    if (fclose(file) != 0) abort();
}

static void run_file(struct run *run, const char *text) {
    struct arena arena = {0};
    size_t size = strlen(run->file);
    bool markdown = size > 3 && strcmp(run->file + size - 3, ".md") == 0, inside = !markdown;
    const char *at = text;
    int number = 0;
    for (const char *line; (line = next_line(&arena, &at)) != NULL;) {
        number++;
        bool fence = markdown && starts(line, "```");
        if (fence) inside = starts(line, "```console");
        if (fence && run->files && !inside && line[3] != '\0') write_block(run, &arena, at);
        if (inside && starts(line, "$ "))
            read_command(run, &arena, line, &at, &number);
        else
            treadle_text_printf(&run->rewritten, "%s\n", line);
    }
    treadle_arena_clear(&arena);
}

static void write_file(const struct run *run) {
    FILE *file = fopen(run->file, "w");
    if (file == NULL) abort();
    fputs(treadle_text_string(&run->rewritten), file);
    if (fclose(file) != 0) abort();
}

int main(int argc, char **argv) {
    struct counts all = {0, 0};
    bool rewrite = argc > 1 && strcmp(argv[1], "--rewrite") == 0;
    bool files = argc > 1 && strcmp(argv[1], "--files") == 0;
    setenv("LC_ALL", "C.UTF-8", 1);
    unsetenv("FORCE_COLOR");
    for (int i = 1 + rewrite + files; i < argc; i++) {
        struct run run = {.file = argv[i], .rewrite = rewrite, .files = files};
        struct text text = {0};
        struct treadle_status status = {0};
        if (treadle_file_read(argv[i], (size_t)1 << 20, &text, &status) != 0) {
            printf("%s\n", status.text);
            return 1;
        }
        run_file(&run, treadle_text_string(&text));
        if (run.counts.passed + run.counts.failed == 0) {
            printf("%s shows no command\n", argv[i]);
            all.failed++;
        }
        all.passed += run.counts.passed;
        all.failed += run.counts.failed;
        if (rewrite) write_file(&run);
        treadle_text_clear(&text);
        treadle_text_clear(&run.rewritten);
        treadle_text_clear(&run.folder);
    }
    printf("%d passed, %d failed\n", all.passed, all.failed);
    return all.failed == 0 ? 0 : 1;
}
