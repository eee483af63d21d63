// The world of a case: its templates, and the machine that is under test in it.
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/memory.h"
#include "suite/stage.h"
#include "suite/template.h"

// Splits "FILE:12:5: sentence\nhelp: …" of a template, where it is that.
static void refuse_world(struct stage *stage, const char *template, const char *text) {
    static const char before_help[] = "\nhelp: ";
    struct suite_problem problem = {0};
    char *words = treadle_arena_copy(&stage->arena, text);
    char *help = strstr(words, before_help);
    if (help != NULL) {
        *help = '\0';
        problem.help = help + sizeof(before_help) - 1;
    }
    size_t size = template == NULL ? 0 : strlen(template);
    uint32_t *const numbers[] = {&problem.line, &problem.column};
    const char *at = words + size;
    bool placed = size > 0 && strncmp(words, template, size) == 0;
    for (size_t i = 0; placed && i < COUNT_OF(numbers); i++) {
        placed = *at == ':';
        for (at += placed; *at >= '0' && *at <= '9' && *numbers[i] < UINT32_MAX / 10 - 1; at++)
            *numbers[i] = *numbers[i] * 10 + (uint32_t)(*at - '0');
    }
    placed = placed && strncmp(at, ": ", 2) == 0;
    if (!placed) problem.line = problem.column = 0;
    if (placed) problem.file = template;
    problem.message = placed ? at + 2 : words;
    treadle_stage_break(stage, &problem);
}

static bool add_template(struct stage *stage, const cJSON *word) {
    struct treadle_template one = {.account = "123456789012", .region = "us-east-1"};
    struct treadle_status status = {0};
    if (treadle_template_word(&stage->arena, word->valuestring, &one, &status) != 0) {
        char *help = strchr(status.text, '\n');
        if (help != NULL) *help++ = '\0';
        treadle_stage_refuse_raw(stage, word, help, "%s", status.text);
        return false;
    }
    one.name = treadle_suite_file_path(stage->file, &stage->arena, one.name);
    struct text text = {0};
    int failed = treadle_file_read(one.name, LIMIT_template_size_max, &text, &status);
    if (failed != 0) treadle_stage_refuse_raw(stage, word, NULL, "%s", status.text);
    one.text = treadle_text_string(&text);
    one.size = text.count;
    if (failed == 0) {
        failed = treadle_world_template(stage->world, &one, &status);
        if (failed != 0) refuse_world(stage, one.name, status.text);
    }
    treadle_text_clear(&text);
    return failed == 0;
}

static struct machine_file machine_file(const struct stage *stage, const char *path) {
    const cJSON *type = treadle_stage_key(stage, "type");
    return (struct machine_file){
        .path = path,
        .type = type == NULL ? NULL : type->valuestring,
        .substitutions = treadle_json_member(stage->file->root, "substitutions"),
        .places = &stage->file->places};
}

static bool add_own(struct stage *stage, const char *path) {
    struct treadle_template one = {.account = "123456789012", .region = "us-east-1"};
    const struct machine_file file = machine_file(stage, path);
    treadle_template_of_machine(&stage->arena, &file, &one);
    struct treadle_status status = {0};
    if (treadle_world_template(stage->world, &one, &status) == 0) return true;
    refuse_world(stage, path, status.text);
    return false;
}

static bool add_parameters(struct stage *stage) {
    const cJSON *parameters = treadle_json_member(stage->file->root, "parameters");
    const cJSON *one = parameters == NULL ? NULL : parameters->child;
    for (; one != NULL; one = one->next) {
        struct treadle_status status = {0};
        const char *value =
            cJSON_IsString(one) ? one->valuestring : treadle_json_print(&stage->arena, one);
        if (treadle_world_param(stage->world, one->string, value, &status) == 0) continue;
        treadle_stage_refuse_raw(stage, one, NULL, "%s", status.text);
        return false;
    }
    return true;
}

static bool add_integrations(struct stage *stage) {
    const cJSON *local = treadle_stage_key(stage, "local");
    if (cJSON_IsTrue(local)) return treadle_integrations_add(stage->engine, stage->world) == 0;
    if (!cJSON_IsArray(local)) return true;
    for (const cJSON *one = local->child; one != NULL; one = one->next) {
        int failed = treadle_integrations_add_one(stage->engine, stage->world, one->valuestring);
        if (failed != TREADLE_ENOROUTE) continue;  // (Named twice it is there once.)
        treadle_stage_refuse(
            stage, one, false, "local: true lets all answer that are here",
            "treadle has no %s in process", one->valuestring);
        return false;
    }
    return true;
}

static bool is_world_wanted(const struct stage *stage) {
    const cJSON *local = treadle_stage_key(stage, "local");
    return treadle_stage_templates(stage) != NULL || cJSON_IsTrue(local) ||
           (cJSON_IsArray(local) && local->child != NULL);
}

// [own]: a machine's file among the templates, or NULL.
static bool open_world(struct stage *stage, const char *own) {
    struct treadle_world_options options = {
        .version = TREADLE_WORLD_VERSION, .on_load = treadle_template_load};
    struct treadle_status status = {0};
    if (treadle_world_open(stage->engine, &options, &stage->world, &status) != 0) {
        treadle_stage_break(stage, &(struct suite_problem){.message = status.text});
        return false;
    }
    const cJSON *templates = treadle_stage_templates(stage);
    const cJSON *word = templates == NULL ? NULL : templates->child;
    for (; word != NULL; word = word->next)
        if (!add_template(stage, word)) return false;
    if (own != NULL && !add_own(stage, own)) return false;
    if (!add_parameters(stage) || !add_integrations(stage)) return false;
    if (treadle_world_load(stage->world, &status) == 0) return true;
    const char *colon = strchr(status.text, ':');
    const char *name =
        colon == NULL
            ? NULL
            : treadle_arena_copy_size(&stage->arena, status.text, (size_t)(colon - status.text));
    refuse_world(stage, name, status.text);
    return false;
}

// -- The machine

// What the case, or else the file, says of the machine; NULL: nothing.
static const cJSON *machine_key(const struct stage *stage, bool *of_case) {
    const cJSON *own = treadle_stage_key(stage, "machine");
    *of_case = own != NULL;
    return own != NULL ? own : treadle_json_member(stage->file->root, "machine");
}

static void refuse_machine(struct stage *stage, const char *help, const char *words) {
    bool of_case;
    const cJSON *key = machine_key(stage, &of_case);
    if (of_case)
        treadle_stage_refuse(stage, key, false, help, "%s", words);
    else
        treadle_stage_refuse_raw(stage, key == NULL ? stage->file->root : key, help, "%s", words);
}

struct sole {
    const char *arn;
    uint32_t count;
    struct text names;
};

static void on_machine(const struct treadle_world_machine *machine, void *data) {
    struct sole *sole = data;
    sole->arn = machine->arn;
    treadle_text_printf(&sole->names, "%s%s", sole->count++ == 0 ? "" : ", ", machine->name);
}

static bool take_named(struct stage *stage, const char *name) {
    struct sole sole = {0};
    treadle_world_each_machine(stage->world, on_machine, &sole);
    const char *names = treadle_arena_copy(&stage->arena, treadle_text_string(&sole.names));
    treadle_text_clear(&sole.names);
    if (name == NULL && sole.count == 1) name = sole.arn;
    if (name == NULL) {
        refuse_machine(
            stage, treadle_arena_print(&stage->arena, "machine: NAME, one of: %s", names),
            "the templates hold several machines: which is under test?");
        return false;
    }
    struct treadle_world_machine found;
    struct treadle_status status = {0};
    if (treadle_world_machine(stage->world, name, &found, &status) != 0) {
        refuse_machine(
            stage, treadle_arena_print(&stage->arena, "there are: %s", names), status.text);
        return false;
    }
    stage->machine = found.machine;
    stage->machine_arn = found.arn;
    stage->role_arn = found.role_arn;
    return true;
}

static const char *machine_name(struct stage *stage, const char *path) {
    const char *file = path + strlen(treadle_folder_of(&stage->arena, path));
    return treadle_arena_copy_size(&stage->arena, file, strcspn(file, "."));
}

static bool take_file(struct stage *stage, const char *path) {
    const struct machine_file file = machine_file(stage, path);
    stage->machine = treadle_machines_read(&stage->runner->machines, &file, stage->result);
    if (stage->machine == NULL) {
        stage->result->verdict = VERDICT_BROKEN;
        stage->failed = true;
        return false;
    }
    stage->machine_arn = treadle_arena_print(
        &stage->arena, "arn:aws:states:us-east-1:123456789012:stateMachine:%s",
        machine_name(stage, path));
    return true;
}

// The identity a case takes on is another machine's; where nobody knows that, its name alone.
static void take_identity(struct stage *stage) {
    const cJSON *as = treadle_stage_key(stage, "as");
    if (as == NULL) return;
    struct treadle_world_machine found;
    bool known = stage->world != NULL &&
                 treadle_world_machine(stage->world, as->valuestring, &found, NULL) == 0;
    stage->machine_arn = known ? found.arn : as->valuestring;
    if (known) stage->role_arn = found.role_arn;
}

static bool is_there(struct stage *stage, const char *path) {
    struct stat seen;
    if (stat(path, &seen) == 0) return true;
    const char *beside = treadle_machines_beside(&stage->arena, stage->file->path);
    const char *help = beside == NULL ? "the path is read from the test file's folder"
                                      : treadle_arena_print(&stage->arena, "there is '%s'", beside);
    refuse_machine(stage, help, treadle_arena_print(&stage->arena, "there is no file '%s'", path));
    return false;
}

// Opens the world, if one is wanted, and finds the machine in it or in its file.
bool treadle_stage_open_machine(struct stage *stage) {
    bool of_case;
    const cJSON *key = machine_key(stage, &of_case);
    const char *said = key == NULL ? NULL : key->valuestring;
    bool named =
        treadle_stage_templates(stage) != NULL && (said == NULL || !treadle_is_file_name(said));
    const char *path = NULL;
    const cJSON *type = treadle_stage_key(stage, "type");
    const cJSON *substitutions = treadle_json_member(stage->file->root, "substitutions");
    if (named && substitutions != NULL) {
        treadle_stage_refuse_raw(
            stage, substitutions, "a template has DefinitionSubstitutions",
            "substitutions are those of a machine's file, and the machine is a template's");
        return false;
    }
    if (named && type != NULL) {
        treadle_stage_refuse(
            stage, type, true, NULL, "the machine of a template has its type there");
        return false;
    }
    if (!named) {
        path = said != NULL ? treadle_suite_file_path(stage->file, &stage->arena, said)
                            : treadle_machines_beside(&stage->arena, stage->file->path);
        if (path == NULL) {
            refuse_machine(stage, "machine: FILE names it", "there is no machine beside this file");
            return false;
        }
        if (!is_there(stage, path)) return false;
    }
    bool world = is_world_wanted(stage);
    if (world && !open_world(stage, path)) return false;
    if (named ? !take_named(stage, said)
              : (world ? !take_named(stage, machine_name(stage, path)) : !take_file(stage, path)))
        return false;
    stage->name = strrchr(stage->machine_arn, ':') + 1;
    take_identity(stage);
    return true;
}
