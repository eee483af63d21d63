// Powers of five from two small tables.
//
// 5^(28k + b) is the product of 5^(28k), kept in 128 bits and cut, and 5^b, which 64 bits hold
// exactly: 54 numbers instead of the 700 that a table of all powers would need. What the cutting
// costs is known (number_inside.h), so whoever uses a product knows when to look closer.
#include "base/assert.h"
#include "base/number_inside.h"

#define STEP 28  // 5^27 is the largest power of five below 2^64.

static const struct wide large[] = {
    // 5^POWER_MIN, then every 28th.
    {0xE1AFA13AFBD14D6D, 0x82189C09A3A1EC21}, {0xE3E27A444D8D98B7, 0xFD1B1B2308169B25},
    {0xE61ACF033D1A45DF, 0x6FB92487298E33BD}, {0xE858AD248F5C22C9, 0xD1B3400F8F9CFF68},
    {0xEA9C227723EE8BCB, 0x465E15A979C1CADC}, {0xECE53CEC4A314EBD, 0xA4F8BF5635246428},
    {0xEF340A98172AACE4, 0x86FB897116C87C34}, {0xF18899B1BC3F8CA1, 0xDC44E6C3CB279AC1},
    {0xF3E2F893DEC3F126, 0x5A89DBA3C3EFCCFA}, {0xF64335BCF065D37D, 0x4D4617B5FF4A16D5},
    {0xF8A95FCF88747D94, 0x75A44C6397CE912A}, {0xFB158592BE068D2E, 0xEED6E2F0F0D56712},
    {0xFD87B5F28300CA0D, 0x8BCA9D6E188853FC}, {0x8000000000000000, 0x0000000000000000},
    {0x813F3978F8940984, 0x4000000000000000}, {0x82818F1281ED449F, 0xBFF8F10E7A8921A4},
    {0x83C7088E1AAB65DB, 0x792667C6DA79E0FA}, {0x850FADC09923329E, 0x03E2CF6BC604DDB0},
    {0x865B86925B9BC5C2, 0x0B8A2392BA45A9B2}, {0x87AA9AFF79042286, 0x90FB44D2F05D0842},
    {0x88FCF317F22241E2, 0x441FECE3BDF81F03}, {0x8A5296FFE33CC92F, 0x82BD6B70D99AAA6F},
    {0x8BAB8EEFB6409C1A, 0x1AD089B6C2F7548E}, {0x8D07E33455637EB2, 0xDB0B487B6423E1E8},
    {0x8E679C2F5E44FF8F, 0x570F09EAA7EA7648}, {0x8FCAC257558EE4E6, 0x213A4F0AA5E8A7B1},
};

static const uint64_t small[STEP] = {
    // 5^0 to 5^27, shifted until the first bit is set.
    0x8000000000000000, 0xA000000000000000, 0xC800000000000000, 0xFA00000000000000,
    0x9C40000000000000, 0xC350000000000000, 0xF424000000000000, 0x9896800000000000,
    0xBEBC200000000000, 0xEE6B280000000000, 0x9502F90000000000, 0xBA43B74000000000,
    0xE8D4A51000000000, 0x9184E72A00000000, 0xB5E620F480000000, 0xE35FA931A0000000,
    0x8E1BC9BF04000000, 0xB1A2BC2EC5000000, 0xDE0B6B3A76400000, 0x8AC7230489E80000,
    0xAD78EBC5AC620000, 0xD8D726B7177A8000, 0x878678326EAC9000, 0xA968163F0A57B400,
    0xD3C21BCECCEDA100, 0x84595161401484A0, 0xA56FA5B99019A5C8, 0xCECB8F27F4200F3A,
};

struct wide treadle_number_multiply(uint64_t a, uint64_t b) {
    uint64_t a1 = a >> 32, a0 = (uint32_t)a, b1 = b >> 32, b0 = (uint32_t)b;
    uint64_t low = a0 * b0, left = a1 * b0, right = a0 * b1;
    uint64_t middle = (low >> 32) + (uint32_t)left + (uint32_t)right;
    return (struct wide){
        a1 * b1 + (left >> 32) + (right >> 32) + (middle >> 32), middle << 32 | (uint32_t)low};
}

int treadle_number_zeros(uint64_t bits) {
    int zeros = 0;
    for (int half = 32; half > 0; half /= 2) {
        if (bits >> (64 - half) != 0) continue;
        zeros += half;
        bits <<= half;
    }
    return zeros;
}

// The binary exponent of 5^[power], floor(power × log2(5)): exact for all powers there are.
static int exponent_of(int power) {
    return ((power * 152170 + 65536 * 1000) >> 16) - 1000;  // Above 0 before the shift.
}

struct wide treadle_number_power(int power, int *scale) {
    ASSERT(power >= POWER_MIN && power <= POWER_MAX);
    struct wide step = large[(power - POWER_MIN) / STEP];
    uint64_t rest = small[(power - POWER_MIN) % STEP];
    struct wide top = treadle_number_multiply(step.high, rest);
    struct wide bottom = treadle_number_multiply(step.low, rest);
    uint64_t middle = top.low + bottom.high;
    struct wide product = {top.high + (middle < top.low), middle};
    if (product.high >> 63 == 0) {
        product.high = product.high << 1 | product.low >> 63;
        product.low = product.low << 1 | bottom.low >> 63;
    }
    *scale = exponent_of(power) - 127;
    return product;
}
