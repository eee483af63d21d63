// Parts that no service here has in hand: of types that are accepted and do nothing (inert.def says
// why), and of types that nobody knows. Both have a name and an ARN like a real one's, so that what
// refers to them loads.
#include <string.h>

#include "base/nearest.h"
#include "services/cloudformation/stack.h"

struct inert {
    const char *type;
    const char *name;                      // The property that names it; NULL: none.
    const char *service, *before, *after;  // Of its ARN; NULL: it has none.
};

static const struct inert inerts[] = {
#define INERT(type, name, service, before, after, reason) {type, name, service, before, after},
#include "services/cloudformation/inert.def"
#undef INERT
};

static const struct inert *find(const char *type) {
    for (size_t i = 0; i < COUNT_OF(inerts); i++)
        if (strcmp(inerts[i].type, type) == 0) return &inerts[i];
    return NULL;
}

// Every type begins alike and many are as long: two letters are as far as a slip goes.
enum { SLIP_MAX = 2 };

static void offer(struct nearest *nearest, const char *name) {
    uint32_t distance = treadle_nearest_distance(nearest->typed, name);
    if (distance > SLIP_MAX || (nearest->word != NULL && distance >= nearest->distance)) return;
    nearest->word = name;
    nearest->distance = distance;
}

const char *treadle_type_meant(struct stack *stack, const char *type) {
    struct nearest nearest = {.typed = type};
    for (const struct service *const *service = stack->world->services; *service != NULL; service++)
        for (const struct resource_type *one = (*service)->types; one != NULL && one->name != NULL;
             one++)
            offer(&nearest, one->name);
    for (size_t i = 0; i < COUNT_OF(inerts); i++)
        offer(&nearest, inerts[i].type);
    offer(&nearest, treadle_sam_machine_type);
    return nearest.word == NULL
               ? ""
               : treadle_arena_print(&stack->scratch, "; did you mean '%s'?", nearest.word);
}

bool treadle_type_is_inert(const char *type) {
    return find(type) != NULL;
}

// "sqs" of "AWS::SQS::Queue", as most of AWS's services are called in ARNs.
static const char *service_of(struct stack *stack, const char *type) {
    const char *colons = strstr(type, "::");
    const char *start = colons == NULL ? type : colons + 2;
    char *service = treadle_arena_copy_size(&stack->scratch, start, strcspn(start, ":"));
    for (char *at = service; *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z') *at = (char)(*at - 'A' + 'a');
    return service;
}

static const char *arn_of(
    struct stack *stack, const char *service, const char *before, const char *name,
    const char *after) {
    return treadle_arena_print(
        &stack->scratch, "arn:aws:%s:%s:%s:%s%s%s", service, stack->region, stack->account, before,
        name, after);
}

void treadle_stack_invent(struct stack *stack, struct part *part, const cJSON *properties) {
    const struct inert *inert = find(part->type);
    struct doc *doc = treadle_doc_settle(NULL, properties);
    const struct resource nameless = {.place = part->place, .properties = doc};
    const char *property = inert == NULL || inert->name == NULL ? "" : inert->name;
    part->ref = treadle_arena_copy(
        &stack->scratch, treadle_resource_name(stack->world, &nameless, property));
    treadle_doc_drop(doc);
    if (inert == NULL)
        part->arn = arn_of(stack, service_of(stack, part->type), "", part->ref, "");
    else if (inert->service != NULL)
        part->arn = arn_of(stack, inert->service, inert->before, part->ref, inert->after);
}
