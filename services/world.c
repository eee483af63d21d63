// Resources come, are found and go; nothing here asks or answers.
#include "services/world.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aws/arn.h"
#include "base/digest.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/random.h"
#include "services/request.h"

#define SERVICE(name) extern const struct service treadle_service_##name;
#include "services/services.def"
#undef SERVICE

static const struct service *const services[] = {
#define SERVICE(name) &treadle_service_##name,
#include "services/services.def"
#undef SERVICE
    NULL};

// -- Opening and closing

// What the engine does for the world must end before the world does. An integration hears of that;
// this one carries nothing, and no Resource can name it.
static int carry_nothing(void *self, treadle_call *call) {
    (void)self;
    (void)call;
    return TREADLE_ENOROUTE;
}

static void tell_closed(void *data) {
    struct world *world = data;
    world->released = true;
    world->on_closed(world->closed_data);
}

// By a job, behind those of requests under way: on a loop an engine that is closing is not closed.
static void on_engine_close(void *self, treadle_close_cb on_closed, void *data) {
    struct world *world = self;
    world->on_closed = on_closed;
    world->closed_data = data;
    treadle_engine_post(world->engine, tell_closed, world);
}

static const struct treadle_integration watch = {
    .version = TREADLE_INTEGRATION_VERSION,
    .service = "(world)",
    .begin = carry_nothing,
    .close = on_engine_close};

int treadle_world_open(
    treadle_engine *engine, const struct treadle_world_options *options, treadle_world **out,
    struct treadle_status *status) {
    REQUIRE(engine);
    REQUIRE(out);
    static const struct treadle_world_options defaults = {.version = TREADLE_WORLD_VERSION};
    if (options == NULL) options = &defaults;
    *out = NULL;
    if (options->version != TREADLE_WORLD_VERSION)
        return treadle_status_set(
            status, TREADLE_EINVAL, "treadle_world_options of version %d, not %d", options->version,
            TREADLE_WORLD_VERSION);
    struct world *world = treadle_alloc_zeroed(sizeof(*world));
    *world = (struct world){
        .services = services,
        .engine = engine,
        .seed = options->seed,
        .flags = (options->strict ? WORLD_STRICT : 0u) |
                 (options->strict_iam ? WORLD_STRICT_IAM : 0u) |
                 (options->no_iam ? WORLD_NO_IAM : 0u),
        .on_note = options->on_note,
        .on_warning = options->on_warning,
        .on_load = options->on_load,
        .data = options->data};
    // (Of two worlds on one engine only the first hears of it.)
    world->watches = treadle_engine_add(engine, &watch, world) == 0;
    *out = world;
    return 0;
}

static void destroy(struct world *world, struct resource *resource) {
    if (resource->type->destroy != NULL) resource->type->destroy(world, resource);
    treadle_doc_drop(resource->properties);
}

void treadle_world_close(treadle_world *world) {
    if (world == NULL) return;
    MUST(!world->watches || world->released, "a world was closed before its engine");
    treadle_requests_clear(world);
    for (uint32_t i = world->count; i-- > 0;)
        destroy(world, world->order[i]);
    for (struct map_slot *slot = NULL; (slot = treadle_map_next(&world->shapes, slot)) != NULL;)
        treadle_shapes_free(slot->value);
    if (world->stacks != NULL) world->stacks_free(world->stacks);
    free(world->order);
    treadle_list_clear(&world->resources);
    treadle_map_clear(&world->aliases);
    treadle_map_clear(&world->families);
    treadle_map_clear(&world->shapes);
    treadle_map_clear(&world->told);
    treadle_arena_clear(&world->arena);
    free(world);
}

// -- What is understood of a type

const struct resource_type *treadle_world_type(const struct world *world, const char *name) {
    for (const struct service *const *service = world->services; *service != NULL; service++)
        for (const struct resource_type *type = (*service)->types;
             type != NULL && type->name != NULL; type++)
            if (strcmp(type->name, name) == 0) return type;
    return NULL;
}

static const struct service *service_of(
    const struct world *world, const struct resource_type *wanted) {
    for (const struct service *const *service = world->services; *service != NULL; service++)
        for (const struct resource_type *type = (*service)->types;
             type != NULL && type->name != NULL; type++)
            if (type == wanted) return *service;
    return NULL;
}

static bool starts_with(const char *text, const char *start) {
    return strncmp(text, start, strlen(start)) == 0;
}

bool treadle_type_understands(const struct resource_type *type, const char *path) {
    size_t size = strlen(path);
    // Tags are kept and seen by nobody: no condition key here asks for them.
    if (starts_with(path, "Tags") && (size == 4 || path[4] == '[' || path[4] == '.')) return true;
    for (const char *const *known = type->properties; *known != NULL; known++) {
        const char *star = strstr(*known, ".*");
        size_t fixed = star != NULL ? (size_t)(star - *known) : strlen(*known);
        if (strncmp(path, *known, fixed) == 0 && path[fixed] == '\0') return true;
        if (star != NULL && strncmp(path, *known, fixed) == 0 && strchr(".[", path[fixed]) != NULL)
            return true;
        if (starts_with(*known, path) && strchr(".[", (*known)[size]) != NULL) return true;
    }
    return false;
}

struct walk {
    struct world *world;
    const struct resource *resource;
    struct text path;
};

static void warn_of_members(struct walk *walk, const cJSON *value, uint32_t depth) {
    ASSERT(depth <= LIMIT_json_depth_max);
    size_t count = walk->path.count;
    for (const cJSON *member = value->child; member != NULL; member = member->next) {
        if (cJSON_IsArray(value))
            treadle_text_add(&walk->path, "[]");
        else
            treadle_text_printf(&walk->path, "%s%s", count > 0 ? "." : "", member->string);
        const struct resource *resource = walk->resource;
        if (!cJSON_IsArray(value) &&
            !treadle_type_understands(resource->type, treadle_text_string(&walk->path)))
            treadle_world_warn(
                walk->world, &resource->place, "%s: %s of %s is not understood and does nothing",
                resource->place.logical_id, treadle_text_string(&walk->path), resource->type->name);
        else
            warn_of_members(walk, member, depth + 1);
        walk->path.bytes[walk->path.count = count] = '\0';
    }
}

// (Of a template's resources its own room warns, with the line of the property.)
static void warn_of_properties(struct world *world, const struct resource *resource) {
    if (world->on_warning == NULL || resource->place.file != NULL) return;
    struct walk walk = {.world = world, .resource = resource};
    warn_of_members(&walk, treadle_doc_root(resource->properties), 0);
    treadle_text_clear(&walk.path);
}

// -- Creating

static struct birthplace place_copy(struct arena *arena, const struct birthplace *from) {
    struct birthplace place = *from;
    const char **const texts[] = {&place.account,    &place.region, &place.stack,
                                  &place.logical_id, &place.file,   &place.source};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        *texts[i] = treadle_arena_copy(arena, *texts[i]);
    return place;
}

static int register_arn(
    struct world *world, struct resource *resource, struct treadle_status *status) {
    if (resource->arn == NULL) return 0;
    treadle_resource_attribute(world, resource, "Arn", resource->arn);
    if (treadle_list_put(&world->resources, resource->arn, resource) == resource) return 0;
    return treadle_resource_problem(
        resource, status, TREADLE_EEXIST, "%s exists already", resource->arn);
}

int treadle_world_create(
    struct world *world, const struct birthplace *place, const char *type_name,
    struct doc *properties, struct resource **out, struct treadle_status *status) {
    *out = NULL;
    const struct resource_type *type = treadle_world_type(world, type_name);
    if (type == NULL)
        return treadle_status_set(
            status, TREADLE_ENOTFOUND, "%s is not a type known here", type_name);
    struct resource *resource = treadle_arena_alloc_zeroed(&world->arena, sizeof(*resource));
    *resource = (struct resource){
        .place = place_copy(&world->arena, place),
        .type = type,
        .service = service_of(world, type),
        .attributes = treadle_scratch_node(&world->arena, cJSON_Object)};
    resource->account = resource->place.account;
    resource->region = resource->place.region;
    ASSERT(treadle_account_is(resource->account) && resource->region != NULL);
    ADD(world->order, world->count, world->size) = resource;
    resource->properties = treadle_resource_shape(resource, treadle_doc_root(properties), status);
    int failed =
        resource->properties == NULL ? TREADLE_EINVAL : type->create(world, resource, status);
    if (failed == 0) failed = register_arn(world, resource, status);
    if (failed != 0) {
        treadle_world_uncreate(world, resource);
        return failed;
    }
    ASSERT(resource->ref != NULL);
    warn_of_properties(world, resource);
    *out = resource;
    return 0;
}

// An alias per resource or two: looked for only when something is taken out again.
static void remove_aliases(struct world *world, const struct resource *resource) {
    struct map kept = {0};
    for (struct map_slot *slot = NULL; (slot = treadle_map_next(&world->aliases, slot)) != NULL;)
        if (slot->value != resource) treadle_map_put(&kept, slot->key, slot->value);
    treadle_map_clear(&world->aliases);
    world->aliases = kept;
}

void treadle_world_uncreate(struct world *world, struct resource *resource) {
    ASSERT(world->count > 0 && world->order[world->count - 1] == resource);
    world->count--;
    if (resource->arn != NULL && treadle_list_find(&world->resources, resource->arn) == resource)
        treadle_list_remove(&world->resources, resource->arn);
    remove_aliases(world, resource);
    destroy(world, resource);
    resource->properties = NULL;
}

// -- Finding

struct resource *treadle_world_find(const struct world *world, const char *arn) {
    return arn == NULL ? NULL : treadle_list_find(&world->resources, arn);
}

struct resource *treadle_world_alias(
    const struct world *world, const char *kind, const char *name) {
    struct text key = {0};
    treadle_text_printf(&key, "%s:%s", kind, name);
    struct resource *resource = treadle_map_find(&world->aliases, treadle_text_string(&key));
    treadle_text_clear(&key);
    return resource;
}

bool treadle_world_alias_set(
    struct world *world, const char *kind, const char *name, struct resource *resource) {
    const char *key = treadle_arena_print(&world->arena, "%s:%s", kind, name);
    return treadle_map_put(&world->aliases, key, resource) == resource;
}

const struct service *treadle_world_service(const struct world *world, const char *name) {
    for (const struct service *const *service = world->services; *service != NULL; service++)
        if (strcmp((*service)->name, name) == 0) return *service;
    return NULL;
}

const struct shapes *treadle_world_shapes(struct world *world, const struct service *service) {
    if (service->shapes == NULL) return NULL;
    struct shapes *shapes = treadle_map_find(&world->shapes, service->name);
    if (shapes != NULL) return shapes;
    shapes = treadle_shapes_new(service->shapes, *service->shapes_size);
    treadle_map_put(&world->shapes, service->name, shapes);
    return shapes;
}

// -- Telling

void treadle_world_note(
    struct world *world, const struct request *request, const char *account, const char *where,
    const char *format, ...) {
    if (world->on_note == NULL) return;
    va_list args;
    va_start(args, format);
    struct text text = {0};
    treadle_text_print_args(&text, format, args);
    va_end(args);
    world->on_note(
        &(struct treadle_note){
            .at_ms = request->at_ms,
            .account = account,
            .where = where,
            .text = treadle_text_string(&text)},
        world->data);
    treadle_text_clear(&text);
}

void treadle_world_warn(
    struct world *world, const struct birthplace *place, const char *format, ...) {
    if (world->on_warning == NULL) return;
    struct text text = {0};
    if (place != NULL && place->file != NULL)
        treadle_text_printf(&text, "%s:%u:%u: ", place->file, place->line, place->column);
    va_list args;
    va_start(args, format);
    treadle_text_print_args(&text, format, args);
    va_end(args);
    world->on_warning(treadle_text_string(&text), world->data);
    treadle_text_clear(&text);
}

int treadle_resource_problem(
    const struct resource *resource, struct treadle_status *status, int code, const char *format,
    ...) {
    const struct birthplace *place = &resource->place;
    struct text text = {0};
    if (place->file != NULL)
        treadle_text_printf(&text, "%s:%u:%u: ", place->file, place->line, place->column);
    treadle_text_printf(&text, "%s: ", place->logical_id);
    va_list args;
    va_start(args, format);
    treadle_text_print_args(&text, format, args);
    va_end(args);
    treadle_status_set(status, code, "%s", treadle_text_string(&text));
    if (status != NULL && place->file != NULL) {
        status->line = place->line;
        status->column = place->column;
    }
    treadle_text_clear(&text);
    return code;
}

struct telling {
    struct world *world;
    const struct resource *resource;
    const char *what;
};

static void tell(const char *text, void *data) {
    const struct telling *telling = data;
    const struct birthplace *place = &telling->resource->place;
    treadle_world_warn(telling->world, place, "%s, %s: %s", place->logical_id, telling->what, text);
}

int treadle_resource_check_policy(
    struct world *world, const struct resource *resource, const char *what, const cJSON *policy,
    enum policy_kind kind, struct treadle_status *status) {
    if (!cJSON_IsObject(policy))
        return treadle_resource_problem(
            resource, status, TREADLE_EINVAL, "%s must be an object", what);
    struct telling telling = {world, resource, what};
    treadle_policy_check(policy, kind, tell, &telling);
    return 0;
}

// -- What resources are called

void treadle_resource_attribute(
    struct world *world, struct resource *resource, const char *name, const char *value) {
    treadle_put_text(
        &world->arena, resource->attributes, name, treadle_arena_copy(&world->arena, value));
}

uint64_t treadle_birthplace_seed(const struct birthplace *place) {
    return treadle_digest_seed(
        place->account, place->region, place->stack, place->logical_id, NULL);
}

const char *treadle_resource_name(
    struct world *world, const struct resource *resource, const char *property) {
    const cJSON *given = treadle_json_member(treadle_doc_root(resource->properties), property);
    if (given != NULL) return given->valuestring;
    const struct birthplace *place = &resource->place;
    uint64_t random = treadle_birthplace_seed(place);
    // As CloudFormation has it, which cuts both parts so that the whole fits.
    return treadle_arena_print(
        &world->arena, "%.24s-%.24s-%s", place->stack, place->logical_id,
        treadle_random_text(&world->arena, &random, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 12));
}
