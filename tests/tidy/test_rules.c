// Breaks each rule of the house, and keeps it where a careless check would see it broken.
#include <stdlib.h>

#include <check.h>

#include "base/memory.h"
#include "tests/support/support.h"
#include "tests/tidy/tidy.h"

// A rule over one source file: what it must say, or NULL where the text is fine.
struct example {
    void (*rule)(const struct source *source, struct report *report);
    const char *path, *text, *says;
};

static const char floors_text[] = "# The ground.\n"
                                  "<uv.h>        :\n"
                                  "treadle       : <uv.h>\n"
                                  "base          :\n"
                                  "base/json     : base\n"
                                  "engine/core   : base base/json treadle\n"
                                  "engine/runtime :\n"
                                  "engine/runtime/loop.c : engine/core <uv.h>\n";

static void includes(const struct source *source, struct report *report) {
    struct report reading = {0};
    struct floors *floors = tidy_floors_read("floors.txt", floors_text, &reading);
    tidy_check_includes(floors, source, report);
    tidy_floors_free(floors);
    treadle_text_clear(&reading.text);
}

static void handlers(const struct source *source, struct report *report) {
    tidy_check_handlers(source, report);
}

static void rows(const struct source *source, struct report *report) {
    struct list used = {0};
    treadle_list_put(&used, "LIMIT_used", NULL);
    tidy_check_rows(source, &(struct usage){"LIMIT", "LIMIT_", "rooms", &used}, report);
    treadle_list_clear(&used);
}

static void said(const struct source *source, struct report *report) {
    static const struct evidence evidence = {
        "EVENT", "transcript", "1<0 ExecutionStarted\n2<0 TaskStateEntered A\n"};
    tidy_check_said(source, &evidence, report);
}

static void door(const struct source *source, struct report *report) {
    struct list tried = {0};
    treadle_list_put(&tried, "treadle_thing_text", NULL);
    tidy_check_door(source, &tried, report);
    treadle_list_clear(&tried);
}

#define LINES_10    "\n\n\n\n\n\n\n\n\n\n"
#define LINES_60    LINES_10 LINES_10 LINES_10 LINES_10 LINES_10 LINES_10
#define WORDS_50    "// four and six make ten, and ten times five is fifty"
#define GUARD(name) "#ifndef " name "\n#define " name "\n"

static const struct example examples[] = {
    {includes, "base/json/doc.c", "#include \"base/text.h\"\n", NULL},
    {includes, "base/json/doc.c", "#include <string.h>\n", NULL},
    {includes, "base/json/doc.c", "#include \"base/json/pool.h\"\n", NULL},
    {includes, "base/text.c", "#include \"base/json/doc.h\"\n",
     "base/text.c:1: base must not know base/json (floors.txt)\n"},
    {includes, "base/text.c", "// #include \"base/json/doc.h\"\n", NULL},
    {includes, "base/text.c", "\n  #  include \"engine/core/core.h\"\n",
     "base/text.c:2: base must not know engine/core"},
    {includes, "engine/core/core.c", "#include <uv.h>\n", "engine/core must not know <uv.h>"},
    {includes, "engine/runtime/loop.c", "#include <uv.h>\n", NULL},
    {includes, "engine/runtime/other.c", "#include <uv.h>\n",
     "engine/runtime must not know <uv.h>"},
    {includes, "base/text.c", "#include <time.h>\n", "time.h is in no room"},
    {includes, "base/text.c", "#include \"text.h\"\n", "include by the path from the root"},
    {includes, "engine/core/core.c", "#include <treadle/value.h>\n", "ours stands in quotes"},
    {includes, "engine/core/core.c", "#include \"treadle/value.h\"\n", NULL},
    {includes, "include/treadle/value.h", "#include \"base/text.h\"\n",
     "treadle must not know base"},
    {includes, "engine/attic/old.c", "int x;\n", "is in no room of floors.txt"},

    {tidy_check_calls, "aws/arn.c", "x = strcpy(a, b);", "strcpy is banned here; use memcpy"},
    {tidy_check_calls, "tests/aws/a.c", "strcat (a, b);", "strcat is banned"},
    {tidy_check_calls, "aws/arn.c", "// strcpy(a, b)\n/* strcpy(a, b) */ \"strcpy(a, b)\";", NULL},
    {tidy_check_calls, "aws/arn.c", "my_strcpy(a, b); a->random(); a.random(); int random;", NULL},
    {tidy_check_calls, "aws/arn.c", "\"a\\\"\"; atoi(b);", "use treadle_number_read_int"},
    {tidy_check_calls, "base/number.c", "strtod(a, b);", NULL},
    {tidy_check_calls, "aws/arn.c", "'\"'; strtod(a, b); '\"';", "strtod is banned"},
    {tidy_check_calls, "jsonpath/path.c", "malloc(3);", "use treadle_alloc"},
    {tidy_check_calls, "services/answer.c", "assert(x);", "use ASSERT"},
    {tidy_check_calls, "engine/core/core.c", "printf(\"x\");", "libraries are silent"},
    {tidy_check_calls, "cli/main.c", "printf(\"x\");", NULL},
    {tidy_check_calls, "aws/arn.c", "cJSON_Parse(text);", "use treadle_doc_read"},
    {tidy_check_calls, "aws/arn.c", "f = cJSON_GetObjectItem;", "use treadle_json_member"},
    {tidy_check_calls, "aws/arn.c", "cJSON_Something(x);", "use base/json"},
    {tidy_check_calls, "base/json/foreign.c", "cJSON_Duplicate(tree, 1);", NULL},
    {tidy_check_calls, "aws/arn.c", "cJSON_ArrayForEach(a, b) cJSON_IsString(a);", NULL},

    {tidy_check_callers, "services/send.c", "struct caller caller = {0};", NULL},
    {tidy_check_callers, "services/sts/service.c", "struct caller caller = {0};", NULL},
    {tidy_check_callers, "aws/policy.c", "int f(const struct caller *caller);", NULL},
    {tidy_check_callers, "aws/policy.c", "struct caller;\nconst\nstruct caller *a;", NULL},
    {tidy_check_callers, "services/answer.c", "struct caller caller = {0};", "callers are made in"},
    {tidy_check_callers, "services/answer.c", "f((struct caller){0});", "callers are made in"},
    {tidy_check_callers, "services/answer.c", "x = sizeof(struct caller);", "callers are made in"},
    {tidy_check_callers, "services/answer.c", "struct caller *caller;", "callers are made in"},

    {handlers, "services/answer.c", "operation->handle(world, request);", NULL},
    {handlers, "services/answer.c", "a->handle(b);\na->handle(b);",
     ":2: a second call of a handler"},
    {handlers, "services/send.c", "a->handle(b);", "only services/answer.c calls a handler"},

    {tidy_check_look, "base/a.c", "// What it is for.\n", NULL},
    {tidy_check_look, "base/a.c", "#include <string.h>\n", "a.c:1: opens without a word"},
    {tidy_check_look, "base/a.c", WORDS_50 WORDS_50 WORDS_50 "\n", "a.c:1: longer than"},
    {tidy_check_look, "base/a.c", "// \n" WORDS_50 "……………………………………………………\n", NULL},
    {tidy_check_look, "base/a.c",
     "// x\n// TO"
     "DO: y\n",
     "a.c:2: TO"
     "DO: do it"},
    {tidy_check_functions, "base/a.c", "int f(void) {\n" LINES_60 "}\n", NULL},
    {tidy_check_functions, "base/a.c", "int f(void) {\n" LINES_60 LINES_10 "}\n",
     "a.c:1: a function of 72 lines"},
    {tidy_check_functions, "base/a.c",
     "extern \"C\" {\nint f(\n    int a) {\n" LINES_60 LINES_10 "}\n}\n",
     "a.c:2: a function of 73 lines"},
    {tidy_check_functions, "base/a.c", "static int x[] = {\n" LINES_60 LINES_10 "};\n", NULL},
    {tidy_check_functions, "base/a.c", "int f(void) {\n#ifdef X\n#endif\n}\n",
     "a.c:2: no conditional compilation"},
    {tidy_check_functions, "base/a.c", "#ifdef X\nint f(void) {\n}\n#endif\n", NULL},
    {tidy_check_functions, "base/a.c", "#define OPEN {\nint f(void) {\n#include \"a.def\"\n}\n",
     NULL},
    {tidy_check_header, "base/a.h", GUARD("TREADLE_BASE_A_H"), NULL},
    {tidy_check_header, "base/a.h", GUARD("TREADLE_A_H"), "has not the guard TREADLE_BASE_A_H"},
    {tidy_check_header, "include/treadle/a.h", GUARD("TREADLE_A_H") "extern \"C\" {\n}\n", NULL},
    {tidy_check_header, "include/treadle/a.h", GUARD("TREADLE_A_H") "TREADLE_API int f(void);",
     "extern \"C\" is missing"},

    {rows, "base/limits.def", "// LIMIT(name)\nLIMIT(used, 1)\n", NULL},
    {rows, "base/limits.def", "LIMIT(used, 1)\nLIMIT(idle, 2)\n",
     "limits.def:2: the rooms know no LIMIT_idle"},
    {door, "include/treadle/a.h", "TREADLE_API const char *treadle_thing_text(const thing *it);\n",
     NULL},
    {door, "include/treadle/a.h", "#define TREADLE_API\nTREADLE_API int treadle_count(void);\n",
     NULL},
    {door, "include/treadle/a.h", "\nTREADLE_API void treadle_thing_free(\n    thing *it);\n",
     "a.h:2: nobody has tried what NULL does to treadle_thing_free"},
    {said, "a.def", "// EVENT(x)\nEVENT(A, \"ExecutionStarted\")\nEVENT(B, \"%StateEntered\")\n",
     NULL},
    {said, "a.def", "EVENT(A, \"ExecutionStarted\")\nEVENT(B, \"TaskFailed\")\n",
     "a.def:2: no transcript has 'TaskFailed'"},
};

static void expect(const char *says, struct report *report) {
    const char *said = treadle_text_string(&report->text);
    if (says == NULL)
        ck_assert_msg(report->count == 0, "said: %s", said);
    else
        ck_assert_msg(strstr(said, says) != NULL, "said '%s', not: %s", said, says);
    treadle_text_clear(&report->text);
}

START_TEST(a_source_keeps_or_breaks_a_rule) {
    const struct example *example = &examples[_i];
    struct source source;
    struct report report = {0};
    tidy_source_init(&source, example->path, example->text);
    example->rule(&source, &report);
    tidy_source_clear(&source);
    expect(example->says, &report);
}
END_TEST

// -- floors.txt itself

static const struct {
    const char *text, *says;
} floors_files[] = {
    {floors_text, NULL},
    {"a : b\nb :\n", "floors.txt:1: 'a' may not know 'b', which is not below it"},
    {"a : a\n", "'a' may not know 'a'"},
    {"a :\na :\n", "floors.txt:2: 'a' has a line already"},
    {"a\n", "not of the form"},
};

START_TEST(floors_cannot_be_a_circle) {
    struct report report = {0};
    tidy_floors_free(tidy_floors_read("floors.txt", floors_files[_i].text, &report));
    expect(floors_files[_i].says, &report);
}
END_TEST

START_TEST(every_line_of_the_floors_is_a_room) {
    struct report report = {0};
    struct list paths = {0};
    treadle_list_put(&paths, "base/text.c", NULL);
    treadle_list_put(&paths, "include/treadle/value.h", NULL);
    struct floors *floors =
        tidy_floors_read("f", "<uv.h> :\ntreadle :\nbase :\naws : base\n", &report);
    tidy_check_rooms(floors, &paths, &report);
    tidy_floors_free(floors);
    treadle_list_clear(&paths);
    ck_assert_uint_eq(report.count, 1);
    expect("f:4: nothing is in 'aws'", &report);
}
END_TEST

// -- READMEs

static const struct {
    const char *folder, *path, *text, *says;
} readmes[] = {
    {"base", "base/README.md",
     "# base\n`text.c` and `text.h`, over <uv.h>: text_*.c, .def later.\n", NULL},
    {"base", "base/README.md", "text.c", "base/README.md: does not name text.h"},
    {"base", "base/README.md", "text.h and context.c", "does not name text.c"},
    {"base", "base/README.md", "text.c text.h\nlist.c",
     "README.md:2: names list.c, which is not there"},
    {"base", "base/README.md", "text.c text.h base/json/doc.h treadle/value.h doc.h.", NULL},
    {"base/json", "base/README.md", "json/doc.h", NULL},
    {"base/json", "base/README.md", "doc.h", "does not name json/doc.h"},
    {"base", "README.md", NULL, "base: has no README.md"},
};

START_TEST(a_readme_names_what_is_there) {
    struct report report = {0};
    struct list paths = {0};
    static const char *const there[] = {
        "base/text.c", "base/text.h", "base/json/doc.h", "include/treadle/value.h"};
    for (size_t i = 0; i < COUNT_OF(there); i++)
        treadle_list_put(&paths, there[i], NULL);
    tidy_check_readme(readmes[_i].folder, readmes[_i].path, readmes[_i].text, &paths, &report);
    treadle_list_clear(&paths);
    expect(readmes[_i].says, &report);
}
END_TEST

// -- Symbols

static const char symbols_text[] = "everywhere     : memcpy snprintf # plain\n"
                                   "base           : malloc\n"
                                   "base/memory.c  : =handler abort\n"
                                   "base/file.c    : *\n"
                                   "engine/core    : pow*\n"
                                   "services       :\n";

#define OBJECT(path) "/b/CMakeFiles/treadle_base.dir/" path ".o:"
#define TAKES(path, name)                                                                          \
    OBJECT(path)                                                                                   \
    name "  |                |   U  |            NOTYPE|                |     "                    \
         "|*UND*\n"
#define HAS(path, name, class, section)                                                            \
    OBJECT(path)                                                                                   \
    name "|0000000000000000|   " class "  |              FUNC|000000000000007e|     |" section "\n"
#define GIVES(path, name) HAS(path, name, "T", ".text")
#define SOMETHING         GIVES("base/text.c", "treadle_text_put")

static const struct {
    const char *nm, *says;
} objects[] = {
    {"\n\nSymbols from a.o:\n\nName   Value   Class        Type         Size\n\n", "said nothing"},
    {SOMETHING TAKES("base/a.c", "memcpy") TAKES("base/a.c", "__memcpy_chk"), NULL},
    {SOMETHING TAKES("base/a.c", "__asan_init") HAS("base/a.c", ".LC0", "r", ".rodata"), NULL},
    {SOMETHING TAKES("./base/a.c", "clock_gettime"), "base/a.c: is pure"},
    {SOMETHING TAKES("base/a.c", "clock_gettime"), "base/a.c: is pure, but takes clock_gettime"},
    {SOMETHING TAKES("services/dynamodb/a.c", "malloc"),
     "services/dynamodb/a.c: is pure, but takes malloc"},
    {SOMETHING TAKES("base/json/a.c", "malloc") TAKES("engine/core/a.c", "pow"), NULL},
    {SOMETHING TAKES("engine/core/a.c", "uv_now"), "engine/core/a.c: is pure, but takes uv_now"},
    {SOMETHING TAKES("engine/runtime/a.c", "uv_now") TAKES("base/file.c", "open"), NULL},
    {GIVES("base/file.c", "treadle_file_read") TAKES("engine/core/a.c", "treadle_file_read"),
     "engine/core/a.c: is pure, but takes treadle_file_read from base/file.c"},
    {GIVES("base/file.c", "treadle_file_read") TAKES("cli/a.c", "treadle_file_read"), NULL},
    {GIVES("engine/host/a.c", "treadle_door") TAKES("services/a.c", "treadle_door"), NULL},
    {GIVES("engine/host/a.c", "treadle_host") TAKES("services/a.c", "treadle_host"),
     "services/a.c: takes treadle_host from behind the door (engine/host/a.c)"},
    {GIVES("services/a.c", "treadle_world_find") TAKES("cli/a.c", "treadle_world_find"),
     "cli/a.c: takes treadle_world_find from behind the door"},
    {GIVES("services/a.c", "treadle_call_send") TAKES("integrations/a.c", "treadle_call_send"),
     NULL},
    {GIVES("services/a.c", "treadle_door") TAKES("integrations/a.c", "treadle_door"),
     "integrations/a.c: takes treadle_door of services"},
    {GIVES("base/a.c", "helper"), "base/a.c: helper is seen by others"},
    {SOMETHING HAS("base/a.c", "helper", "t", ".text"), NULL},
    {GIVES("cli/main.c", "main"), NULL},
    {SOMETHING HAS("base/a.c", "counter", "b", ".bss"), "counter is a variable that may change"},
    {SOMETHING HAS("base/a.c", "count.0", "d", ".data"), "count.0 is a variable that may change"},
    {SOMETHING HAS("base/memory.c", "handler", "b", ".tbss"), NULL},
    {SOMETHING HAS("base/a.c", "names", "d", ".data.rel.ro.local"), NULL},
};

START_TEST(objects_take_and_give_what_they_may) {
    struct report report = {0};
    struct symbols *symbols = tidy_symbols_read("symbols.txt", symbols_text, &report);
    tidy_check_symbols(symbols, objects[_i].nm, "int treadle_door(void);", &report);
    tidy_symbols_free(symbols);
    expect(objects[_i].says, &report);
}
END_TEST

// -- What is linked in

static const struct {
    const char *nm, *source, *says;
} linked[] = {
    {GIVES("integrations/sqs.c", "treadle_integration_sqs")
         TAKES("integrations/catalog.c", "treadle_integration_sqs"),
     "integrations/sqs.c", NULL},
    {GIVES("integrations/sqs.c", "treadle_integration_sqs"), "integrations/sqs.c",
     "integrations/sqs.c: no row of integrations/catalog.def names treadle_integration_sqs"},
    {GIVES("engine/kinds/nap.c", "treadle_state_nap"), "engine/kinds/nap.c",
     "no row of engine/model/kinds.def names treadle_state_nap"},
    {GIVES("engine/core/nap.c", "treadle_state_nap"), "engine/core/nap.c", NULL},
    {SOMETHING, "base/list.c", "base/list.c: is in no library (CMakeLists.txt)"},
};

START_TEST(what_is_there_is_linked_in) {
    struct report report = {0};
    struct list sources = {0};
    treadle_list_put(&sources, linked[_i].source, NULL);
    tidy_check_linked(linked[_i].nm, &sources, &report);
    treadle_list_clear(&sources);
    expect(linked[_i].says, &report);
}
END_TEST

START_TEST(a_line_of_the_symbols_has_a_colon) {
    struct report report = {0};
    tidy_symbols_free(tidy_symbols_read("symbols.txt", "# x\nbase malloc\n", &report));
    expect("symbols.txt:2: not of the form", &report);
}
END_TEST

#define LEAVES(name)                                                                               \
    name " |0000000000001140|   T  |              FUNC|000000000000007e|     |.text\n"

static const struct {
    const char *nm, *says;
} libraries[] = {
    {LEAVES("treadle_door"), NULL},
    {"", "gives nothing to anybody"},
    {LEAVES("treadle_door") LEAVES("helper"), "helper leaves it without treadle_"},
    {LEAVES("treadle_secret"), "treadle_secret leaves it, but no public header says so"},
};

START_TEST(libraries_give_what_the_door_says) {
    struct report report = {0};
    tidy_check_exports("libtreadle.so", libraries[_i].nm, "int treadle_door(void);", &report);
    expect(libraries[_i].says, &report);
}
END_TEST

static Suite *rules(void) {
    TCase *tests = tcase_create("rules");
    ADD_EACH(tests, a_source_keeps_or_breaks_a_rule, examples);
    ADD_EACH(tests, floors_cannot_be_a_circle, floors_files);
    tcase_add_test(tests, every_line_of_the_floors_is_a_room);
    ADD_EACH(tests, a_readme_names_what_is_there, readmes);
    ADD_EACH(tests, objects_take_and_give_what_they_may, objects);
    ADD_EACH(tests, what_is_there_is_linked_in, linked);
    tcase_add_test(tests, a_line_of_the_symbols_has_a_colon);
    ADD_EACH(tests, libraries_give_what_the_door_says, libraries);
    return support_suite("tidy", tests);
}

int main(void) {
    return support_run(rules, NULL);
}
