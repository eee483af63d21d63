// A record stands from the moment a writing operation begins until ten minutes after its answer.
//
// Only answers are kept: a fault had no effect, so whoever asks again may as well be heard again. A
// record's name is a digest over who asks what under which key, the input included, since one call
// may ask for several things under its one key.
#include "services/request.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/json/scratch.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/random.h"

enum { RECORD_NAME_SIZE = 2 * DIGEST_SHA256_SIZE + 1 };

struct record {
    char name[RECORD_NAME_SIZE];
    struct doc *output;             // NULL: somebody is at it,
    struct request *first, **last;  // and these ask the same and wait, in the order they came.
    int64_t at_ms;                  // Of the answer.
    struct record *newer;
};

// -- Making and dropping

struct request *treadle_request_new(
    struct world *world, const char *service, const char *operation, const char *region,
    const cJSON *input) {
    ASSERT(service != NULL && operation != NULL && region != NULL);
    struct request *request = treadle_alloc_zeroed(sizeof(*request));
    struct arena *arena = &request->arena;
    request->world = world;
    request->service = treadle_arena_copy(arena, service);
    request->operation = treadle_arena_copy(arena, operation);
    request->region = treadle_arena_copy(arena, region);
    if (input == NULL) input = treadle_scratch_node(arena, cJSON_Object);
    request->input = treadle_doc_settle(NULL, input);
    request->next = world->requests;
    if (request->next != NULL) request->next->previous = request;
    world->requests = request;
    return request;
}

uint64_t treadle_request_seed(const struct request *request, const char *what) {
    char seed[24];
    snprintf(seed, sizeof(seed), "%llx", (unsigned long long)request->world->seed);
    return treadle_digest_seed(
        seed, request->key, request->service, request->operation, what, NULL);
}

void treadle_request_key(struct request *request, const char *key) {
    request->key = treadle_arena_copy(&request->arena, key);
    request->random = treadle_request_seed(request, "random");
}

const char *treadle_request_id(struct request *request) {
    uint64_t random = treadle_request_seed(request, "id");
    const struct service *service = treadle_world_service(request->world, request->service);
    if (service != NULL && service->request_ids_base32)
        return treadle_random_text(
            &request->arena, &random, "0123456789ABCDEFGHIJKLMNOPQRSTUV", 52);
    char *id = treadle_arena_alloc(&request->arena, 37);
    treadle_random_uuid(&random, id);
    return id;
}

void treadle_request_drop(struct request *request) {
    struct request **from =
        request->previous != NULL ? &request->previous->next : &request->world->requests;
    ASSERT(*from == request);
    *from = request->next;
    if (request->next != NULL) request->next->previous = request->previous;
    treadle_doc_drop(request->input);
    treadle_arena_clear(&request->arena);
    free(request);
}

// -- Records

static void forget(struct records *records, struct record *record) {
    treadle_map_remove(&records->by_name, record->name);
    treadle_doc_drop(record->output);
    free(record);
}

static size_t size_of(const struct record *record) {
    return sizeof(*record) + record->output->size;
}

static void forget_oldest(struct records *records) {
    struct record *record = records->oldest;
    records->oldest = record->newer;
    if (records->oldest == NULL) records->newest = NULL;
    records->size -= size_of(record);
    forget(records, record);
}

// Answers are in the order of their times, unless a clock stepped back: then a few stay longer.
static void forget_old(struct records *records, int64_t now_ms) {
    while (records->oldest != NULL && now_ms - records->oldest->at_ms > LIMIT_records_ms_max)
        forget_oldest(records);
}

static void keep(
    struct records *records, struct record *record, struct doc *output, int64_t at_ms) {
    record->output = treadle_doc_ref(output);
    record->at_ms = at_ms;
    if (records->newest != NULL)
        records->newest->newer = record;
    else
        records->oldest = record;
    records->newest = record;
    records->size += size_of(record);
    while (records->size > LIMIT_records_size_max)
        forget_oldest(records);
}

static void add_part(struct text *text, const char *part) {
    if (part != NULL) treadle_text_add(text, part);
    treadle_text_put(text, "\xFF", 1);  // In no text of ours.
}

static void record_name(const struct request *request, char out[RECORD_NAME_SIZE]) {
    const struct caller *caller = request->caller;
    struct text text = {0};
    treadle_text_printf(&text, "%d", (int)caller->kind);
    const char *const parts[] = {caller->principal, caller->account,  caller->source_arn,
                                 request->key,      request->service, request->operation,
                                 request->region};
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        add_part(&text, parts[i]);
    treadle_json_write(&text, treadle_doc_root(request->input));
    uint8_t digest[DIGEST_SHA256_SIZE];
    treadle_digest_sha256(text.bytes, text.count, digest);
    treadle_text_clear(&text);
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < DIGEST_SHA256_SIZE; i++) {
        out[2 * i] = hex[digest[i] >> 4];
        out[2 * i + 1] = hex[digest[i] & 15];
    }
    out[RECORD_NAME_SIZE - 1] = '\0';
}

static struct record *record_new(struct records *records, const char *name) {
    struct record *record = treadle_alloc_zeroed(sizeof(*record));
    memcpy(record->name, name, RECORD_NAME_SIZE);
    record->last = &record->first;
    treadle_map_put(&records->by_name, record->name, record);
    return record;
}

static void tell(struct request *request, struct doc *output, const struct fault *fault) {
    if (request->on_response != NULL) request->on_response(request, output, fault, request->data);
}

static void respond(struct request *request, struct doc *output, const struct fault *fault) {
    tell(request, output, fault);
    treadle_request_drop(request);
}

bool treadle_replay(struct world *world, struct request *request) {
    forget_old(&world->records, request->at_ms);
    char name[RECORD_NAME_SIZE];
    record_name(request, name);
    struct record *record = treadle_map_find(&world->records.by_name, name);
    if (record == NULL) {
        request->record = record_new(&world->records, name);
        return false;
    }
    if (record->output == NULL) {
        *record->last = request;
        record->last = &request->same_next;
        return true;
    }
    struct doc *output = treadle_doc_ref(record->output);
    respond(request, output, NULL);
    treadle_doc_drop(output);
    return true;
}

void treadle_requests_clear(struct world *world) {
    for (struct request *request = world->requests, *next; request != NULL; request = next) {
        next = request->next;
        treadle_request_drop(request);
    }
    struct map *records = &world->records.by_name;
    for (struct map_slot *slot = NULL; (slot = treadle_map_next(records, slot)) != NULL;) {
        struct record *record = slot->value;
        treadle_doc_drop(record->output);
        free(record);
    }
    treadle_map_clear(records);
    world->records = (struct records){0};
}

// -- Ending

// Settles the record of [request], and answers whoever waited for the same. [output], where there
// is one, is the caller's to drop.
static void end(struct request *request, struct doc *output, const struct fault *fault) {
    struct record *record = request->record;
    struct request *waiting = record == NULL ? NULL : record->first;
    if (record != NULL && fault == NULL)
        keep(&request->world->records, record, output, request->at_ms);
    else if (record != NULL)
        forget(&request->world->records, record);
    tell(request, output, fault);
    while (waiting != NULL) {
        struct request *next = waiting->same_next;
        respond(waiting, output, fault);
        waiting = next;
    }
    treadle_request_drop(request);  // Last: a fault's texts may live in it.
}

void treadle_request_done(struct request *request, struct doc *output) {
    ASSERT(output != NULL);
    end(request, output, NULL);
    treadle_doc_drop(output);
}

void treadle_request_answer(struct request *request, const cJSON *output) {
    treadle_request_done(request, treadle_doc_settle(NULL, output));
}

void treadle_request_fault(struct request *request, const struct fault *fault) {
    ASSERT(fault->code != NULL && fault->message != NULL);
    const struct service *service = treadle_world_service(request->world, request->service);
    struct fault own = *fault;
    if (own.service == NULL) own.service = request->service;
    bool refused_here = strcmp(own.service, request->service) == 0;  // Not by sts, for a role.
    if (service == NULL || service->message == NULL || !refused_here) {
        end(request, NULL, &own);
        return;
    }
    ASSERT(request->record == NULL);  // A message says nothing about whether something was done.
    treadle_request_done(request, service->message(request, &own));
}

// -- Refusing

bool treadle_fault(
    struct request *request, struct fault *fault, int http_status, const char *code,
    const char *format, ...) {
    va_list args;
    va_start(args, format);
    const char *message = treadle_arena_print_args(&request->arena, format, args);
    va_end(args);
    *fault = (struct fault){.code = code, .message = message, .http_status = http_status};
    return false;
}

void treadle_request_refuse(
    struct request *request, int http_status, const char *code, const char *format, ...) {
    va_list args;
    va_start(args, format);
    const char *message = treadle_arena_print_args(&request->arena, format, args);
    va_end(args);
    treadle_request_fault(
        request, &(struct fault){.code = code, .message = message, .http_status = http_status});
}

struct use *treadle_use_add(
    struct request *request, const char *arn, const char *account, struct resource *resource) {
    ASSERT(arn != NULL && account != NULL);
    struct use *use = treadle_arena_alloc(&request->arena, sizeof(*use));
    *use = (struct use){.arn = arn, .account = account, .resource = resource};
    struct use **last = &request->uses;
    while (*last != NULL)
        last = &(*last)->next;
    *last = use;
    return use;
}
