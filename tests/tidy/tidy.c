// Applies the rules of tidy.h to the project.
//
//   tidy ROOT floors|words|look|rooms|tables
//   tidy ROOT symbols NM RESPONSE-FILE      the objects of all rooms, as nm's @file takes them
//   tidy ROOT exports NM LIBRARY…
//
// Prints what breaks a rule and ends with 1; prints nothing and ends with 0 where all is well.
#include "tests/tidy/tidy.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"

static const char floors_path[] = "tests/tidy/floors.txt";

struct project {
    const char *root;
    struct list sources;  // Path of every .c, .h and .def from the root, owned → its struct source.
};

static char *joined(const char *folder, const char *name) {
    struct text path = {0};
    treadle_text_printf(&path, "%s%s%s", folder, *folder == '\0' ? "" : "/", name);
    return path.bytes;
}

// gives; NULL where there is no such file.
static char *read_file(const struct project *project, const char *name) {
    char *path = joined(project->root, name);
    struct text text = {0};
    bool read = treadle_file_read(path, LIMIT_file_size_max, &text, NULL) == 0;
    free(path);
    if (read) return text.bytes == NULL ? treadle_text_copy("") : text.bytes;
    treadle_text_clear(&text);
    return NULL;
}

static char *read_needed(const struct project *project, const char *name) {
    char *text = read_file(project, name);
    if (text != NULL) return text;
    fprintf(stderr, "tidy: cannot read %s/%s\n", project->root, name);
    exit(2);
}

static bool is_source_name(const char *name) {
    return tidy_ends_with(name, ".c") || tidy_ends_with(name, ".h") || tidy_ends_with(name, ".def");
}

static void add_source(struct project *project, char *path) {
    struct source *source = treadle_alloc(sizeof(*source));
    tidy_source_init(source, path, read_needed(project, path));
    treadle_list_put(&project->sources, path, source);
}

// Folders are few and shallow; what is built, hidden or somebody else's is passed over.
static void walk(struct project *project, const char *folder, int depth_left) {
    char *path = joined(project->root, folder);
    DIR *directory = depth_left > 0 ? opendir(path) : NULL;
    free(path);
    if (directory == NULL) {
        fprintf(stderr, "tidy: cannot list '%s'\n", folder);
        exit(2);
    }
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        if (entry->d_name[0] == '.' || strcmp(entry->d_name, "node_modules") == 0) continue;
        if (*folder == '\0' && strcmp(entry->d_name, "build") == 0) continue;
        char *name = joined(folder, entry->d_name);
        char *full = joined(project->root, name);
        struct stat status;
        if (lstat(full, &status) == 0 && S_ISDIR(status.st_mode))
            walk(project, name, depth_left - 1);
        else if (is_source_name(name))
            add_source(project, treadle_text_copy(name));
        free(full);
        free(name);
    }
    closedir(directory);
}

static void project_clear(struct project *project) {
    for (uint32_t i = 0; i < project->sources.count; i++) {
        struct source *source = project->sources.entries[i].value;
        char *path = (char *)(uintptr_t)source->path, *text = (char *)(uintptr_t)source->text;
        tidy_source_clear(source);
        free(source);
        free(path);
        free(text);
    }
    treadle_list_clear(&project->sources);
}

// Names that are owned by the list.
static void names_clear(struct list *names) {
    for (uint32_t i = 0; i < names->count; i++)
        free(names->entries[i].value);
    treadle_list_clear(names);
}

// A room is a folder of the libraries, the door or the command; the others are beside them.
static bool is_room(const char *path) {
    static const char *const beside[] = {"tests", "conformance", "examples", "docs", "scripts"};
    for (size_t i = 0; i < COUNT_OF(beside); i++)
        if (tidy_is_within(path, beside[i])) return false;
    return true;
}

static void check_floors(const struct project *project, struct report *report) {
    char *text = read_needed(project, floors_path);
    struct floors *floors = tidy_floors_read(floors_path, text, report);
    for (uint32_t i = 0; i < project->sources.count; i++)
        if (is_room(project->sources.entries[i].key))
            tidy_check_includes(floors, project->sources.entries[i].value, report);
    tidy_floors_free(floors);
    free(text);
}

static void check_words(const struct project *project, struct report *report) {
    uint32_t handlers = 0;
    bool answers = false;
    for (uint32_t i = 0; i < project->sources.count; i++) {
        const struct source *source = project->sources.entries[i].value;
        tidy_check_calls(source, report);
        if (!is_room(source->path)) continue;
        tidy_check_callers(source, report);
        handlers += tidy_check_handlers(source, report);
        answers = answers || strcmp(source->path, "services/answer.c") == 0;
    }
    if (answers && handlers == 0)
        tidy_report(report, "services/answer.c", 0, "calls no handler: who does?");
}

static void check_look(const struct project *project, struct report *report) {
    for (uint32_t i = 0; i < project->sources.count; i++) {
        const struct source *source = project->sources.entries[i].value;
        tidy_check_look(source, report);
        tidy_check_functions(source, report);
        if (tidy_ends_with(source->path, ".h")) tidy_check_header(source, report);
    }
}

// gives: the text of the README nearest to [folder], from there upwards, and its path; or NULLs.
static char *nearest_readme(const struct project *project, const char *folder, char **path_out) {
    char *at = treadle_text_copy(folder), *text = NULL, *end;
    *path_out = NULL;
    do {
        free(*path_out);
        *path_out = joined(at, "README.md");
        text = read_file(project, *path_out);
        end = strrchr(at, '/');
        if (end != NULL) *end = '\0';
    } while (text == NULL && end != NULL);
    free(at);
    return text;
}

static void check_readmes(const struct project *project, struct report *report) {
    struct list seen = {0};
    for (uint32_t i = 0; i < project->sources.count; i++) {
        const char *path = project->sources.entries[i].key, *slash = strrchr(path, '/');
        if (slash == NULL || !is_room(path)) continue;
        char *folder = treadle_text_copy_size(path, (size_t)(slash - path));
        if (treadle_list_put(&seen, folder, folder) != folder) {
            free(folder);
            continue;
        }
        char *readme, *text = nearest_readme(project, folder, &readme);
        tidy_check_readme(folder, readme, text, &project->sources, report);
        free(readme);
        free(text);
    }
    names_clear(&seen);
}

// Every line of floors.txt has its room, every room its README.
static void check_rooms(const struct project *project, struct report *report) {
    char *text = read_needed(project, floors_path);
    struct floors *floors = tidy_floors_read(floors_path, text, report);
    tidy_check_rooms(floors, &project->sources, report);
    tidy_floors_free(floors);
    free(text);
    check_readmes(project, report);
}

static bool is_room_code(const char *path) {
    return tidy_ends_with(path, ".c") && is_room(path);
}

static bool is_other_code(const char *path) {
    return tidy_ends_with(path, ".c") && !is_room(path);
}

static bool is_nulls(const char *path) {
    return tidy_is_within(path, "tests") && tidy_ends_with(path, "/nulls.def");
}

// The names in the sources that [of] says yes to.
static void list_names(
    const struct project *project, bool (*of)(const char *path), struct list *names) {
    for (uint32_t i = 0; i < project->sources.count; i++) {
        const struct source *source = project->sources.entries[i].value;
        if (!of(source->path)) continue;
        size_t size;
        for (const char *at = source->code; (at = tidy_next_name(at, &size)) != NULL; at += size) {
            char *name = treadle_text_copy_size(at, size);
            if (!tidy_list_holds(names, name))
                treadle_list_put(names, name, name);
            else
                free(name);
        }
    }
}

// Puts the lines of [text] that start with [with].
static void add_lines(struct text *out, const char *text, const char *with) {
    while (*text != '\0') {
        size_t size = strcspn(text, "\n");
        size += text[size] == '\n';
        if (strncmp(text, with, strlen(with)) == 0) treadle_text_put(out, text, size);
        text += size;
    }
}

// Puts the lines that start with [with], "" for all, of the folder's files that end with [ending].
static void add_folder(
    const struct project *project, const char *folder, const char *ending, const char *with,
    struct text *out) {
    char *path = joined(project->root, folder);
    DIR *directory = opendir(path);
    free(path);
    for (struct dirent *entry; directory != NULL && (entry = readdir(directory)) != NULL;) {
        if (*entry->d_name == '.' || !tidy_ends_with(entry->d_name, ending)) continue;
        char *name = joined(folder, entry->d_name), *text = read_needed(project, name);
        add_lines(out, text, with);
        free(text);
        free(name);
    }
    if (directory != NULL) closedir(directory);
}

static const struct source *table_at(
    const struct project *project, const char *path, struct report *report) {
    const struct source *table = treadle_list_find(&project->sources, path);
    if (table == NULL) tidy_report(report, path, 0, "is not there");
    return table;
}

// Where it is seen that what a row is about has been tried.
static const struct {
    const char *path, *macro, *kind;
    const char *folders[2], *ending, *with;
} tried[] = {
    {"cli/flags.def", "FLAG", "command line of tests/cli", {"tests/cli"}, ".txt", "$ "},
    {"cli/subcommands.def", "SUBCOMMAND", "command line of tests/cli", {"tests/cli"}, ".txt", "$ "},
    {"cli/topics.def", "TOPIC", "command line of tests/cli", {"tests/cli"}, ".txt", "$ "},
    {"engine/core/event.def", "EVENT", "transcript", {"tests/transcripts"}, ".txt", ""},
    {"engine/model/fields.def", "FIELD", "test", {"tests/model"}, ".c", ""},
    {"engine/model/kinds.def", "KIND", "transcript", {"tests/transcripts"}, ".txt", ""},
    {"jsonpath/intrinsics.def",
     "INTRINSIC",
     "case or test",
     {"conformance/jsonpath", "tests/jsonpath"},
     "",
     ""}};

static void check_evidence(const struct project *project, struct report *report) {
    for (size_t i = 0; i < COUNT_OF(tried); i++) {
        const struct source *table = table_at(project, tried[i].path, report);
        struct text text = {0};
        for (size_t j = 0; j < COUNT_OF(tried[i].folders) && tried[i].folders[j] != NULL; j++)
            add_folder(project, tried[i].folders[j], tried[i].ending, tried[i].with, &text);
        const struct evidence evidence = {
            tried[i].macro, tried[i].kind, treadle_text_string(&text)};
        if (table != NULL) tidy_check_said(table, &evidence, report);
        treadle_text_clear(&text);
    }
}

static void check_door(const struct project *project, struct report *report) {
    struct list given = {0};
    list_names(project, is_nulls, &given);
    for (uint32_t i = 0; i < project->sources.count; i++)
        if (tidy_is_within(project->sources.entries[i].key, "include"))
            tidy_check_door(project->sources.entries[i].value, &given, report);
    names_clear(&given);
}

static void check_tables(const struct project *project, struct report *report) {
    struct list rooms = {0}, tests = {0};
    list_names(project, is_room_code, &rooms);
    list_names(project, is_other_code, &tests);
    const struct {
        const char *path;
        struct usage usage;
    } tables[] = {
        {"base/limits.def", {"LIMIT", "LIMIT_", "rooms", &rooms}},
        {"base/status.def", {"STATUS", "TREADLE_", "rooms", &rooms}},
        {"base/status.def", {"STATUS", "TREADLE_", "tests", &tests}},
        {"engine/core/command.def", {"COMMAND", "COMMAND_", "rooms", &rooms}},
        {"engine/core/command.def", {"COMMAND", "COMMAND_", "tests", &tests}},
        {"engine/core/fact.def", {"FACT", "FACT_", "rooms", &rooms}},
        {"engine/core/fact.def", {"FACT", "FACT_", "tests", &tests}},
    };
    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        const struct source *table = table_at(project, tables[i].path, report);
        if (table != NULL) tidy_check_rows(table, &tables[i].usage, report);
    }
    check_evidence(project, report);
    check_door(project, report);
    names_clear(&rooms);
    names_clear(&tests);
}

static char *door_of(const struct project *project) {
    struct text door = {0};
    for (uint32_t i = 0; i < project->sources.count; i++) {
        const struct source *source = project->sources.entries[i].value;
        if (tidy_is_within(source->path, "include")) treadle_text_add(&door, source->code);
    }
    return door.bytes == NULL ? treadle_text_copy("") : door.bytes;
}

// What nm says: gives.
static char *run_nm(const char *nm, const char *options, const char *file) {
    struct text command = {0}, said = {0};
    treadle_text_printf(&command, "'%s' %s'%s'", nm, options, file);
    FILE *pipe = popen(command.bytes, "r");
    if (pipe == NULL) exit(2);
    for (size_t got = 1; got > 0; said.count += got)
        got = fread(treadle_text_room(&said, 65536), 1, 65536, pipe);
    treadle_text_add(&said, "");
    if (pclose(pipe) != 0) {
        fprintf(stderr, "tidy: %s failed\n", command.bytes);
        exit(2);
    }
    treadle_text_clear(&command);
    return said.bytes;
}

static void check_symbols(
    const struct project *project, const char *nm, const char *objects, struct report *report) {
    static const char path[] = "tests/tidy/symbols.txt";
    char *text = read_needed(project, path), *door = door_of(project);
    struct symbols *symbols = tidy_symbols_read(path, text, report);
    char *said = run_nm(nm, "-A --format=sysv @", objects);
    tidy_check_symbols(symbols, said, door, report);
    struct list linked = {0};  // What should be.
    for (uint32_t i = 0; i < project->sources.count; i++) {
        const char *source = project->sources.entries[i].key;
        if (is_room(source) && tidy_ends_with(source, ".c"))
            treadle_list_put(&linked, source, NULL);
    }
    tidy_check_linked(said, &linked, report);
    treadle_list_clear(&linked);
    free(said);
    tidy_symbols_free(symbols);
    free(door);
    free(text);
}

static void check_exports(
    const struct project *project, const char *nm, const char *library, struct report *report) {
    char *door = door_of(project), *said = run_nm(nm, "-D --defined-only --format=sysv ", library);
    tidy_check_exports(library, said, door, report);
    free(said);
    free(door);
}

static void apply(
    const struct project *project, const char *rule, int count, char **rest,
    struct report *report) {
    if (strcmp(rule, "floors") == 0) {
        check_floors(project, report);
    } else if (strcmp(rule, "words") == 0) {
        check_words(project, report);
    } else if (strcmp(rule, "look") == 0) {
        check_look(project, report);
    } else if (strcmp(rule, "rooms") == 0) {
        check_rooms(project, report);
    } else if (strcmp(rule, "tables") == 0) {
        check_tables(project, report);
    } else if (strcmp(rule, "symbols") == 0 && count == 2) {
        check_symbols(project, rest[0], rest[1], report);
    } else if (strcmp(rule, "exports") == 0 && count >= 2) {
        for (int i = 1; i < count; i++)
            check_exports(project, rest[0], rest[i], report);
    } else {
        fprintf(stderr, "tidy: no rule '%s', or not with that\n", rule);
        exit(2);
    }
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: tidy ROOT RULE [NM FILE…]\n");
        return 2;
    }
    struct project project = {.root = argv[1]};
    struct report report = {0};
    walk(&project, "", 8);
    apply(&project, argv[2], argc - 3, argv + 3, &report);
    fputs(treadle_text_string(&report.text), stdout);
    if (report.count > 0) printf("%u to mend\n", (unsigned)report.count);
    treadle_text_clear(&report.text);
    project_clear(&project);
    return report.count > 0 ? 1 : 0;
}
