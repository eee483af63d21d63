// Words that are not used in this house, or only in one place of it; each names what to use
// instead.
#include <string.h>

#include "base/memory.h"
#include "tests/tidy/tidy.h"

struct banned {
    const char *name;  // Ends in '*' where it is a beginning.
    const char *instead;
    const char *home[3];  // Where it may be used.
    bool in_tests;        // Banned in tests, too.
};

// Where libraries end and the command begins: it prints and exits.
#define TALKS                                                                                      \
    { "cli", "base/assert.c", "base/memory_out.c" }

// Calls. Of two rows that fit, the first one counts.
static const struct banned banned_calls[] = {
    {"strcpy", "memcpy with a known size", {0}, true},
    {"strcat", "struct text (base/text.h)", {0}, true},
    {"strncpy", "memcpy with a known size", {0}, true},
    {"strncat", "struct text (base/text.h)", {0}, true},
    {"sprintf", "snprintf, or struct text (base/text.h)", {0}, true},
    {"vsprintf", "vsnprintf, or struct text (base/text.h)", {0}, true},
    {"gets", "treadle_file_read (base/file.h)", {0}, true},
    {"strtok", "a scanner that leaves the text as it is", {0}, true},
    {"strtok_r", "a scanner that leaves the text as it is", {0}, true},
    {"alloca", "an arena (base/arena.h)", {0}, true},
    {"system", "nothing: treadle runs no shell", {"tests/bench"}, true},
    {"assert", "ASSERT (base/assert.h), which is always on", {0}, true},
    {"setlocale", "nothing: no result may depend on the locale", {"tests"}, true},
    {"rand", "the random state you are given (base/random.h)", {0}, true},
    {"srand", "the random state you are given (base/random.h)", {0}, true},
    {"random", "the random state you are given (base/random.h)", {0}, true},
    {"atoi", "treadle_number_read_int (base/number.h)", {"base"}, true},
    {"atol", "treadle_number_read_int (base/number.h)", {"base"}, true},
    {"atof", "treadle_number_read (base/number.h)", {"base"}, true},
    {"strtod", "treadle_number_read (base/number.h)", {"base", "tests"}, true},
    {"strtol", "treadle_number_read_int (base/number.h)", {"base", "tests"}, true},
    {"strtoll", "treadle_number_read_int (base/number.h)", {"base", "tests"}, true},
    {"strtoul", "treadle_number_read_int (base/number.h)", {"base", "tests"}, true},
    {"strtoull", "treadle_number_read_int (base/number.h)", {"base", "tests"}, true},
    {"sscanf", "a scanner, treadle_number_read (base/number.h)", {"base"}, true},
    {"gmtime", "treadle_time_write (base/time_text.h)", {"base"}, true},
    {"gmtime_r", "treadle_time_write (base/time_text.h)", {"base"}, true},
    {"localtime", "treadle_time_write (base/time_text.h): UTC everywhere", {0}, true},
    {"localtime_r", "treadle_time_write (base/time_text.h): UTC everywhere", {0}, true},
    {"mktime", "treadle_time_read (base/time_text.h)", {0}, true},
    {"strftime", "treadle_time_write (base/time_text.h)", {0}, true},
    {"malloc", "treadle_alloc (base/memory.h), which never gives NULL", {"base"}, false},
    {"calloc", "treadle_alloc_zeroed (base/memory.h), which never gives NULL", {"base"}, false},
    {"realloc", "treadle_resize (base/memory.h), which never gives NULL", {"base"}, false},
    {"strdup", "treadle_text_copy (base/memory.h), which never gives NULL", {0}, false},
    {"strndup", "treadle_text_copy_size (base/memory.h), which never gives NULL", {0}, false},
    {"printf", "what the caller was given to write to; libraries are silent", TALKS, false},
    {"fprintf", "what the caller was given to write to; libraries are silent", TALKS, false},
    {"puts", "what the caller was given to write to; libraries are silent", TALKS, false},
    {"fputs", "what the caller was given to write to; libraries are silent", TALKS, false},
    {"putchar", "what the caller was given to write to; libraries are silent", TALKS, false},
    {"perror", "a status with words (base/status.h)", {0}, false},
    {"exit", "a status, or ASSERT: a library ends no process", {"cli"}, false},
    {"abort", "ASSERT (base/assert.h)", {"base/assert.c", "base/memory_out.c"}, false},
    {"getenv", "an option the command fills in", {"cli"}, false},
};

// All of cJSON that allocates, frees, parses, prints, compares or indexes by number is at home in
// base/json alone: it loses digits, ignores case or hands out nodes that nobody counts.
static const struct banned banned_cjson[] = {
    {"cJSON_Is*", NULL, {0}, false},
    {"cJSON_ArrayForEach", NULL, {0}, false},
    {"cJSON_Invalid", NULL, {0}, false},
    {"cJSON_False", NULL, {0}, false},
    {"cJSON_True", NULL, {0}, false},
    {"cJSON_NULL", NULL, {0}, false},
    {"cJSON_Number", NULL, {0}, false},
    {"cJSON_String", NULL, {0}, false},
    {"cJSON_Array", NULL, {0}, false},
    {"cJSON_Object", NULL, {0}, false},
    {"cJSON_Raw", NULL, {0}, false},
    {"cJSON_StringIsConst", NULL, {0}, false},
    {"cJSON_Parse*", "treadle_doc_read (base/json/read.h)", {0}, false},
    {"cJSON_Print*", "treadle_json_write (base/json/write.h)", {0}, false},
    {"cJSON_Minify", "treadle_doc_read, then treadle_json_write", {0}, false},
    {"cJSON_Compare", "treadle_json_equal (base/json/value.h)", {0}, false},
    {"cJSON_GetObjectItem*", "treadle_json_member (base/json/value.h)", {0}, false},
    {"cJSON_HasObjectItem", "treadle_json_member (base/json/value.h)", {0}, false},
    {"cJSON_GetArrayItem",
     "cJSON_ArrayForEach, or treadle_json_at (base/json/value.h)",
     {0},
     false},
    {"cJSON_GetArraySize", "treadle_json_count (base/json/value.h)", {0}, false},
    {"cJSON_Delete", "treadle_doc_drop (base/json/doc.h), or the arena", {0}, false},
    {"cJSON_Duplicate", "treadle_doc_settle, treadle_scratch_copy", {0}, false},
    {"cJSON_Create*", "treadle_scratch_node and its kin (base/json/scratch.h)", {0}, false},
    {"cJSON_*", "base/json, where cJSON's functions are at home", {0}, false},
};

static bool fits(const struct banned *banned, const char *name, size_t size) {
    size_t length = strlen(banned->name);
    if (banned->name[length - 1] == '*')
        return size >= length - 1 && memcmp(banned->name, name, length - 1) == 0;
    return tidy_is_name(name, size, banned->name);
}

static bool at_home(const struct banned *banned, const char *path) {
    for (size_t i = 0; i < COUNT_OF(banned->home); i++)
        if (banned->home[i] != NULL && tidy_is_within(path, banned->home[i])) return true;
    return false;
}

// What is beside the libraries and the command has a C library's freedom.
static bool is_beside(const char *path) {
    return tidy_is_within(path, "tests") || tidy_is_within(path, "conformance") ||
           tidy_is_within(path, "examples");
}

// A call: a name with a parenthesis behind it that is no member of something.
static bool is_call(const char *code, const char *name, size_t size) {
    const char *before = name;
    while (before > code && before[-1] == ' ')
        before--;
    if (before > code && before[-1] == '.') return false;
    if (before > code + 1 && before[-1] == '>' && before[-2] == '-') return false;
    return name[size + strspn(name + size, " ")] == '(';
}

static const struct banned *banned_row(const struct source *source, const char *name, size_t size) {
    if (size > 6 && memcmp(name, "cJSON_", 6) == 0) {
        for (size_t i = 0; i < COUNT_OF(banned_cjson); i++)
            if (fits(&banned_cjson[i], name, size))
                return tidy_is_within(source->path, "base/json") ? NULL : &banned_cjson[i];
    }
    for (size_t i = 0; i < COUNT_OF(banned_calls); i++)
        if (fits(&banned_calls[i], name, size))
            return is_call(source->code, name, size) ? &banned_calls[i] : NULL;
    return NULL;
}

void tidy_check_calls(const struct source *source, struct report *report) {
    size_t size;
    for (const char *at = source->code; (at = tidy_next_name(at, &size)) != NULL; at += size) {
        const struct banned *row = banned_row(source, at, size);
        if (row == NULL || row->instead == NULL || at_home(row, source->path)) continue;
        if (is_beside(source->path) && !row->in_tests) continue;
        tidy_report(
            report, source->path, tidy_source_line(source, at), "%.*s is banned here; use %s",
            (int)size, at, row->instead);
    }
}

// Who may make a caller. Whoever else could would be able to name itself anyone.
static const char *const caller_makers[] = {
    "services/send.c", "services/sts", "server/identify.c", "aws/request.h", "tests"};

// True where the words before [at] make what follows read-only.
static bool after_const(const char *code, const char *at) {
    while (at > code && (at[-1] == ' ' || at[-1] == '\n'))
        at--;
    return at - code >= 5 && memcmp(at - 5, "const", 5) == 0;
}

void tidy_check_callers(const struct source *source, struct report *report) {
    for (size_t i = 0; i < COUNT_OF(caller_makers); i++)
        if (tidy_is_within(source->path, caller_makers[i])) return;
    size_t size, next_size;
    for (const char *at = source->body; (at = tidy_next_name(at, &size)) != NULL; at += size) {
        const char *next = at + size + strspn(at + size, " \n");
        if (!tidy_is_name(at, size, "struct") || tidy_next_name(next, &next_size) != next) continue;
        if (!tidy_is_name(next, next_size, "caller")) continue;
        const char *after = next + next_size + strspn(next + next_size, " \n");
        bool reads = *after == '*' && after_const(source->body, at);
        if (!reads && *after != ';')
            tidy_report(
                report, source->path, tidy_source_line(source, at),
                "callers are made in services/send.c, services/sts and server/identify.c; "
                "elsewhere "
                "only const struct caller *");
    }
}

uint32_t tidy_check_handlers(const struct source *source, struct report *report) {
    static const char call[] = "->handle(";
    uint32_t count = 0;
    for (const char *at = source->code; (at = strstr(at, call)) != NULL; at += strlen(call)) {
        count++;
        if (strcmp(source->path, "services/answer.c") != 0)
            tidy_report(
                report, source->path, tidy_source_line(source, at),
                "only services/answer.c calls a handler, once it has judged");
        else if (count > 1)
            tidy_report(
                report, source->path, tidy_source_line(source, at), "a second call of a handler");
    }
    return count;
}
