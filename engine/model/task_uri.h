// A Task's Resource, taken apart: which service, which action, which pattern, which events it
// writes.
#ifndef TREADLE_ENGINE_MODEL_TASK_URI_H
#define TREADLE_ENGINE_MODEL_TASK_URI_H

#include <stdbool.h>

#include "base/arena.h"
#include "treadle/integration.h"

enum task_events { TASK_EVENTS_TASK, TASK_EVENTS_LAMBDA, TASK_EVENTS_ACTIVITY };

// "arn:<partition>:states:::<service>:<action>[.sync|.sync:2|.waitForTaskToken]", an "aws-sdk:"
// service, the ARN of a Lambda function or of an activity. Texts live in [arena]. False: it is none
// of these.
bool treadle_task_uri_read(struct arena *arena, const char *text, struct treadle_task_uri *out);
// The Resource that AWS has and that is nearest to [text], which was refused; in [arena]. NULL:
// none is near.
const char *treadle_task_uri_nearest(struct arena *arena, const char *text);
enum task_events treadle_task_uri_events(const struct treadle_task_uri *uri);
const char *treadle_task_uri_suffix(const struct treadle_task_uri *uri);  // ".sync:2", ""

#endif
