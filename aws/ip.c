// An address is read into at most 16 bytes, so that one comparison of bits serves both kinds.
#include "aws/ip.h"

#include <stddef.h>
#include <string.h>

struct ip {
    unsigned char bytes[16];
    int size;  // 4 or 16.
};

static int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = (char)(c | 32);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

// Reads digits of [base] up to [end]; the value, or -1: none, too many, or more than [max].
static int read_digits(const char **at, const char *end, int base, int max) {
    int value = 0, count = 0;
    for (; *at < end && digit_of(**at) < base; (*at)++, count++) {
        value = value * base + digit_of(**at);
        if (value > max) return -1;
    }
    return count == 0 || count > 4 ? -1 : value;
}

static bool read_v4(const char *at, const char *end, unsigned char *out) {
    for (int i = 0; i < 4; i++) {
        if (i > 0 && (at == end || *at++ != '.')) return false;
        int part = read_digits(&at, end, 10, 255);
        if (part < 0) return false;
        out[i] = (unsigned char)part;
    }
    return at == end;
}

// Groups before and after "::"; the last two may be written as an IPv4 address.
static bool read_v6(const char *at, const char *end, unsigned char out[16]) {
    unsigned char bytes[16] = {0};
    int count = 0, gap = -1;
    if (end - at >= 2 && at[0] == ':' && at[1] == ':') {
        gap = 0;
        at += 2;
    }
    while (at < end) {
        if (count <= 12 && read_v4(at, end, bytes + count)) {
            count += 4;
            break;
        }
        int group = count < 16 ? read_digits(&at, end, 16, 0xffff) : -1;
        if (group < 0) return false;
        bytes[count++] = (unsigned char)(group >> 8);
        bytes[count++] = (unsigned char)group;
        if (at == end) break;
        if (*at++ != ':' || at == end) return false;
        if (*at != ':') continue;
        if (gap >= 0) return false;
        gap = count;
        at++;
    }
    if (gap < 0 ? count != 16 : count > 14) return false;
    int head = gap < 0 ? 16 : gap, tail = count - head;
    memset(out, 0, 16);
    memcpy(out, bytes, (size_t)head);
    if (tail > 0) memcpy(out + 16 - tail, bytes + head, (size_t)tail);
    return true;
}

static bool read_ip(const char *text, size_t size, struct ip *out) {
    const char *end = text + size;
    out->size = memchr(text, ':', size) == NULL ? 4 : 16;
    return out->size == 4 ? read_v4(text, end, out->bytes) : read_v6(text, end, out->bytes);
}

bool treadle_ip_within(const char *address, const char *range) {
    struct ip have, want;
    const char *slash = strchr(range, '/');
    size_t size = slash == NULL ? strlen(range) : (size_t)(slash - range);
    if (!read_ip(address, strlen(address), &have) || !read_ip(range, size, &want) ||
        have.size != want.size)
        return false;
    int bits = have.size * 8;
    if (slash != NULL) {
        const char *at = slash + 1, *end = at + strlen(at);
        bits = read_digits(&at, end, 10, bits);
        if (bits < 0 || at != end) return false;
    }
    for (int i = 0; i < bits; i++)
        if (((have.bytes[i / 8] ^ want.bytes[i / 8]) >> (7 - i % 8) & 1) != 0) return false;
    return true;
}
