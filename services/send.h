// Who asks: the makers of callers inside the process, and the way a request takes.
#ifndef TREADLE_SERVICES_SEND_H
#define TREADLE_SERVICES_SEND_H

#include "services/world.h"

// Sends [request] for a service acting onward: [cause] says who it is and for which resource.
// [role_arn] with AS_ROLE. The key is the cause's with a counter, so [request] needs none. Takes
// [request], even where it says that nobody answers; [on_response] then is not called.
int treadle_request_send(
    struct world *world, struct request *cause, enum treadle_as as, const char *role_arn,
    struct request *request);

// Sends [request] as the operator says: an ARN, "nobody", or NULL for root of [account]. Takes
// [request], even where [who] is neither: TREADLE_EINVAL.
int treadle_request_send_as(
    struct world *world, const char *who, const char *account, struct request *request);

extern const struct transport treadle_transport_here;  // Posts treadle_world_answer.

#endif
