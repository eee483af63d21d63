// Templates: words taken apart, files they name, and one made for a machine's file.
#define _XOPEN_SOURCE 700  // realpath is of POSIX's XSI option.

#include "suite/template.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/json/scratch.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/status.h"

bool treadle_is_account(const char *text) {
    return strlen(text) == 12 && strspn(text, "0123456789") == 12;
}

// "us-east-1", "us-gov-west-1": words, then a number.
bool treadle_is_region(const char *text) {
    size_t size = strlen(text), word = strspn(text, "abcdefghijklmnopqrstuvwxyz-");
    bool number = word < size && strspn(text + word, "0123456789") == size - word;
    return number && word > 3 && text[word - 1] == '-' && *text != '-' &&
           strchr(text, '-') < text + word - 1;
}

bool treadle_is_file_name(const char *word) {
    static const char *const ends[] = {".json", ".yaml", ".yml"};
    if (strchr(word, '/') != NULL) return true;
    size_t size = strlen(word);
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (size > strlen(ends[i]) && strcmp(word + size - strlen(ends[i]), ends[i]) == 0)
            return true;
    return false;
}

char *treadle_folder_of(struct arena *arena, const char *path) {
    const char *slash = strrchr(path, '/');
    return treadle_arena_copy_size(arena, path, slash == NULL ? 0 : (size_t)(slash - path) + 1);
}

int treadle_template_word(
    struct arena *arena, const char *word, struct treadle_template *out,
    struct treadle_status *status) {
    out->name = word;
    const char *equals = strrchr(word, '=');
    if (equals != NULL && (equals[1] == '\0' || (equals[1] >= '0' && equals[1] <= '9'))) {
        const char *slash = strchr(equals, '/');
        size_t size = slash == NULL ? strlen(equals + 1) : (size_t)(slash - equals - 1);
        out->account = treadle_arena_copy_size(arena, equals + 1, size);
        if (slash != NULL) out->region = slash + 1;
        out->name = treadle_arena_copy_size(arena, word, (size_t)(equals - word));
    }
    if (!treadle_is_account(out->account))
        return treadle_status_set(
            status, TREADLE_EINVAL,
            "'%s' is no account\nan account has twelve digits: "
            "template.yaml=111111111111/us-east-1",
            out->account);
    if (!treadle_is_region(out->region))
        return treadle_status_set(
            status, TREADLE_EINVAL, "'%s' is no region\na region is a name like us-east-1",
            out->region);
    return 0;
}

// -- Files that templates name

// A link may lead out of the folder, which a name may not. What is not there is told when it is
// read.
static bool stays_below(const char *folder, const char *path) {
    char *real_folder = realpath(*folder == '\0' ? "." : folder, NULL);
    char *real = realpath(path, NULL);
    bool below = true;
    if (real_folder != NULL && real != NULL) {
        size_t size = strlen(real_folder);
        below = strncmp(real, real_folder, size) == 0 && (real[size] == '/' || size == 1);
    }
    free(real_folder);
    free(real);
    return below;
}

// Reading a pipe would wait for who knows whom. What is not there is told when it is read.
static bool is_plain_file(const char *path) {
    struct stat seen;
    return stat(path, &seen) != 0 || S_ISREG(seen.st_mode);
}

int treadle_template_load(
    const char *template_name, const char *path, char **text, size_t *size,
    struct treadle_status *status, void *data) {
    (void)data;
    struct arena arena = {0};
    struct text read = {0};
    const char *folder = treadle_folder_of(&arena, template_name);
    const char *whole = treadle_arena_print(&arena, "%s%s", *folder == '\0' ? "./" : folder, path);
    int code = TREADLE_EREFUSED;
    if (!is_plain_file(whole))
        (void)treadle_status_set(status, code, "'%s' is no plain file", whole);
    else if (stays_below(folder, whole))
        code = treadle_file_read(whole, LIMIT_template_size_max, &read, status);
    else
        (void)treadle_status_set(
            status, code, "'%s' is a link out of the template's folder", whole);
    treadle_arena_clear(&arena);
    if (code != 0) {
        treadle_text_clear(&read);
        return code;
    }
    *size = read.count;
    *text = read.bytes == NULL ? treadle_text_copy("") : read.bytes;
    return 0;
}

// -- A template of one machine

void treadle_template_of_machine(
    struct arena *arena, const struct machine_file *of, struct treadle_template *out) {
    const char *folder = treadle_folder_of(arena, of->path), *file = of->path + strlen(folder);
    const char *name = treadle_arena_copy_size(arena, file, strcspn(file, "."));
    cJSON *template = treadle_scratch_node(arena, cJSON_Object),
          *resources = treadle_scratch_node(arena, cJSON_Object),
          *machine = treadle_scratch_node(arena, cJSON_Object),
          *properties = treadle_scratch_node(arena, cJSON_Object);
    treadle_put_text(arena, properties, "Name", name);
    treadle_put_text(arena, properties, "DefinitionUri", file);
    treadle_put_text(
        arena, properties, "Role",
        treadle_arena_print(arena, "arn:aws:iam::%s:role/%s", out->account, name));
    treadle_put_value(arena, properties, "DefinitionSubstitutions", of->substitutions);
    treadle_put_text(arena, properties, "Type", of->type);
    treadle_put_text(arena, machine, "Type", "AWS::Serverless::StateMachine");
    treadle_put_value(arena, machine, "Properties", properties);
    treadle_put_value(arena, resources, "Machine", machine);
    treadle_put_text(arena, template, "Transform", "AWS::Serverless-2016-10-31");
    treadle_put_value(arena, template, "Resources", resources);
    out->text = treadle_json_print(arena, template);
    out->size = strlen(out->text);
    out->name = treadle_arena_print(arena, "%srun-%s", folder, file);
}
