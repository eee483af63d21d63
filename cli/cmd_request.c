// treadle request SERVICE OPERATION JSON: one request of a fresh world made of its templates.
#include <string.h>

#include "base/json/read.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "cli/compose.h"
#include "cli/input.h"
#include "cli/line.h"

struct asked {
    struct talk *talk;
    int code;
};

// execute-api's output is a message: a status over 399 is a refusal.
static void tell_message(struct asked *asked, const cJSON *output) {
    const cJSON *status = treadle_json_member(output, "StatusCode");
    const char *body = treadle_json_string(output, "Body");
    if (status == NULL || status->valuedouble <= 399) return;
    asked->code = EXIT_WORKFLOW;
    if (asked->talk->json)
        treadle_say_error(
            asked->talk, treadle_arena_print(&asked->talk->arena, "%d", (int)status->valuedouble),
            NULL, "%s", body == NULL ? "" : body);
    else
        fprintf(
            asked->talk->err, "%d %s\n", (int)status->valuedouble,
            treadle_talk_plain(asked->talk, body));
}

static void on_response(const struct treadle_response *response, void *data) {
    struct asked *asked = data;
    if (response->output == NULL) {
        bool unknown = strcmp(response->code, "UnknownOperationException") == 0;
        asked->code = unknown ? EXIT_UNABLE : EXIT_WORKFLOW;
        treadle_say_error(
            asked->talk, response->code, NULL, "%s: %s", response->code, response->message);
        return;
    }
    asked->code = EXIT_WISHED;
    tell_message(asked, response->output);
    if (asked->code != EXIT_WISHED) return;
    struct text text = {0};
    treadle_json_write(&text, response->output);
    fprintf(asked->talk->out, "%s\n", text.bytes);
    treadle_text_clear(&text);
}

static int ask(struct composed *all, struct asked *asked, const cJSON *input) {
    const struct line *line = all->line;
    struct treadle_ask what = {
        .service = line->words[0],
        .operation = line->words[1],
        .region = treadle_line_region(line),
        .input = input};
    int code = treadle_world_ask(
        all->world, line->as, treadle_line_account(line), &what, on_response, asked);
    if (code == TREADLE_ENOROUTE)
        treadle_say_error(
            all->talk, "SERVICE", "dynamodb, execute-api, states and sts are here",
            "there is no service '%s'", line->words[0]);
    else if (code != 0)
        treadle_say_error(
            all->talk, "USAGE", "--as arn:aws:iam::333333333333:user/stranger, or --as nobody",
            "--as %s: neither an ARN nor nobody", line->as);
    else
        treadle_composed_run(all);
    return asked->code;
}

int treadle_cmd_request(struct talk *talk, const struct line *line) {
    if (line->word_count != 3) {
        treadle_say_error(
            talk, "USAGE",
            "treadle request dynamodb Scan '{\"TableName\":\"T\"}' --template t.yaml",
            "request wants SERVICE OPERATION JSON");
        return EXIT_UNABLE;
    }
    struct text text = {0};
    struct asked asked = {talk, EXIT_UNABLE};
    if (treadle_input_read(talk, "the input", line->words[2], &text)) {
        struct doc *input = treadle_doc_read(NULL, text.bytes, text.count, NULL);
        struct composed all;
        struct compose_hooks hooks = {.world = true};
        if (treadle_compose(&all, talk, line, false, NULL, &hooks))
            ask(&all, &asked, treadle_doc_root(input));
        treadle_composed_close(&all);
        treadle_doc_drop(input);
    }
    treadle_text_clear(&text);
    return asked.code;
}
