// Another attempt after a pause: which retrier speaks, how often it may, how long it waits.
#include <math.h>

#include "base/memory.h"
#include "base/random.h"
#include "engine/core/inside.h"

// No pause is longer: what IntervalSeconds itself may be at most.
static const double pause_s_max = 99999999;

// By squaring, so that it is the same everywhere, which pow() does not promise.
static double power(double base, uint32_t exponent) {
    double result = 1;
    for (; exponent > 0; exponent >>= 1) {
        if (exponent & 1) result *= base;
        base *= base;
    }
    return result;
}

// SPEC: IntervalSeconds · BackoffRate ^ (retries of this retrier so far), at most MaxDelaySeconds;
// with JitterStrategy FULL anything from 0 to that, each as likely.
static int64_t pause_of(struct core *core, const struct retrier *retrier, uint32_t attempts) {
    ASSERT(retrier->interval_s >= 0 && retrier->backoff >= 1 && attempts < retrier->attempts_max);
    double pause_s = retrier->interval_s * power(retrier->backoff, attempts);
    if (retrier->delay_max_s > 0 && pause_s > retrier->delay_max_s) pause_s = retrier->delay_max_s;
    if (!(pause_s < pause_s_max)) pause_s = pause_s_max;
    int64_t pause_ms = (int64_t)floor(pause_s * 1000 + 0.5);
    ASSERT(pause_ms >= 0);
    if (!retrier->jitter) return pause_ms;
    return (int64_t)treadle_random_below(&core->random, (uint64_t)pause_ms + 1);
}

bool treadle_frame_retry(
    struct core *core, struct frame *frame, const struct error *error, const char *alias) {
    const struct state *state = frame->state;
    uint32_t at = 0;
    ASSERT(treadle_frame_idle(frame) && frame->entered != 0);
    while (at < state->retrier_count &&
           !treadle_error_named(state->retriers[at].errors, error->name, alias))
        at++;
    // SPEC: the first retrier that names the error decides; once its attempts are spent no later
    // one is asked.
    if (at == state->retrier_count) return false;
    const struct retrier *retrier = &state->retriers[at];
    if (frame->attempts == NULL && retrier->attempts_max > 0)
        frame->attempts = treadle_alloc_zeroed(state->retrier_count * sizeof(*frame->attempts));
    if (frame->attempts == NULL || frame->attempts[at] >= retrier->attempts_max) return false;
    int64_t pause_ms = pause_of(core, retrier, frame->attempts[at]);
    frame->attempts[at]++;
    frame->retries++;
    frame->pausing = true;
    treadle_wake(core, frame, ROLE_TIME, core->now_ms + pause_ms);
    struct command *wake = &core->step->commands[core->step->command_count - 1];
    wake->state = state;
    wake->payload = treadle_error_payload(core, error);
    wake->of.wake.attempt = frame->attempts[at];
    wake->of.wake.attempts_max = retrier->attempts_max;
    wake->of.wake.retrier = at;
    wake->of.wake.pause_ms = pause_ms;
    wake->of.wake.entered_ms = frame->entered_ms;
    wake->of.wake.index = treadle_frame_place(frame);
    return true;
}
