// treadle help: commands and topics, from the tables that are read.
#include <string.h>

#include "base/limits.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "cli/help.h"
#include "cli/line.h"
#include "suite/schema.h"

static void put_limits(struct text *out);

static const struct topic {
    const char *name, *summary, *text;
    void (*put)(struct text *out);  // Where it is made of a table.
} topics[] = {
#define TOPIC(name, summary, text) {name, summary, text, NULL},
#include "cli/topics.def"
#undef TOPIC
    {"limits", "every bound, and what happens when it is reached", NULL, put_limits},
    {"test-file", "what a test file may say, key by key", NULL, treadle_suite_help},
    {"test-schema", "the JSON Schema of test files, for editors", NULL, treadle_suite_schema}};

static const char examples[] =
    "  treadle run examples/hello.asl.json --input '{\"who\":\"Ada\"}'\n"
    "  treadle run order.asl.json --mock '*={result: {}}' --virtual-time --trace\n"
    "  treadle run SenderStateMachine --template sender.yaml=111111111111 --template "
    "receiver.yaml=222222222222\n";

static void put_limits(struct text *out) {
    static const struct {
        const char *name, *consequence, *reason;
        int value;
    } limits[] = {
#define LIMIT(name, value, consequence, reason) {#name, consequence, reason, value},
#include "base/limits.def"
#undef LIMIT
    };
    for (size_t i = 0; i < COUNT_OF(limits); i++)
        treadle_text_printf(
            out, "  %-24s %10d  %s (%s)\n", limits[i].name, limits[i].value, limits[i].consequence,
            limits[i].reason);
}

void treadle_help_whole(struct text *out) {
    treadle_text_add(
        out, "treadle runs Amazon States Language workflows offline, exactly as AWS does.\n\n");
    treadle_text_add(out, examples);
    treadle_text_add(out, "\ncommands\n");
    for (const struct subcommand *one = treadle_subcommands; one->name != NULL; one++)
        treadle_text_printf(out, "  %-10s %s\n", one->name, one->summary);
    treadle_text_add(out, "\ntopics (treadle help TOPIC)\n");
    for (size_t i = 0; i < COUNT_OF(topics); i++)
        treadle_text_printf(out, "  %-12s %s\n", topics[i].name, topics[i].summary);
    treadle_text_add(
        out, "\nstdout is the answer, stderr is the talk. No packet leaves the machine.\n");
}

static const char *const subcommand_examples[][2] = {
    {"run", "  treadle run examples/hello.asl.json --input '{\"who\":\"Ada\"}'\n"
            "  treadle run order.asl.json --input @order.json --mock '*={result: {}}' --trace\n"
            "  treadle run ReceiverStateMachine --template receiver.yaml=222222222222 --input - "
            "--history\n"},
    {"test", "  treadle test order.test.yaml\n"
             "  treadle test --filter 'slow bank' --trace\n"
             "  treadle test examples --list\n"},
    {"record", "  treadle record order.asl.json > order.test.yaml\n"
               "  treadle record order.asl.json --mock MockConfigFile.json > order.test.yaml\n"
               "  treadle run order.asl.json --input @order.json --history --json > history.json\n"
               "  treadle record order.asl.json --execution history.json > order.test.yaml\n"},
    {"graph", "  treadle graph order.asl.json\n"
              "  treadle graph order.asl.json --format svg > order.svg\n"
              "  treadle graph order.asl.json --execution history.json > order.svg\n"},
    {"request",
     "  treadle request dynamodb Scan '{\"TableName\":\"ReceiverTable\"}' --template "
     "receiver.yaml\n"
     "  treadle request states ListStateMachines '{}' --template receiver.yaml\n"
     "  treadle request execute-api Invoke @call.json --as nobody --template receiver.yaml\n"},
    {"help", "  treadle help\n  treadle help run\n  treadle help mocks\n"}};

void treadle_help_subcommand(const struct subcommand *subcommand, struct text *out) {
    treadle_text_printf(
        out, "treadle %s %s: %s\n\n", subcommand->name, subcommand->words, subcommand->summary);
    for (size_t i = 0; i < COUNT_OF(subcommand_examples); i++)
        if (strcmp(subcommand_examples[i][0], subcommand->name) == 0)
            treadle_text_add(out, subcommand_examples[i][1]);
    treadle_text_add(out, "\nflags\n");
    treadle_line_flags(subcommand, out);
}

static bool put_topic(const char *name, struct text *out) {
    for (size_t i = 0; i < COUNT_OF(topics); i++) {
        if (strcmp(topics[i].name, name) != 0) continue;
        if (topics[i].put != NULL)
            topics[i].put(out);
        else
            treadle_text_add(out, topics[i].text);
        return true;
    }
    for (const struct subcommand *one = treadle_subcommands; one->name != NULL; one++) {
        if (strcmp(one->name, name) != 0) continue;
        treadle_help_subcommand(one, out);
        return true;
    }
    return false;
}

static void refuse(struct talk *talk, const char *name) {
    struct nearest nearest = {.typed = name};
    for (size_t i = 0; i < COUNT_OF(topics); i++)
        treadle_nearest_offer(&nearest, topics[i].name);
    for (const struct subcommand *one = treadle_subcommands; one->name != NULL; one++)
        treadle_nearest_offer(&nearest, one->name);
    const char *help =
        nearest.word == NULL
            ? "treadle help lists commands and topics"
            : treadle_arena_print(&talk->arena, "did you mean 'treadle help %s'?", nearest.word);
    treadle_say_error(talk, "USAGE", help, "there is no command or topic '%s'", name);
}

int treadle_cmd_help(struct talk *talk, const struct line *line) {
    struct text text = {0};
    int code = EXIT_WISHED;
    if (line->word_count == 0) {
        treadle_help_whole(&text);
    } else if (line->word_count > 1 || !put_topic(line->words[0], &text)) {
        refuse(talk, line->words[line->word_count - 1]);
        code = EXIT_UNABLE;
    }
    if (code == EXIT_WISHED) fputs(treadle_text_string(&text), talk->out);
    treadle_text_clear(&text);
    return code;
}
