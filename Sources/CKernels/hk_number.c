#include "hk_number.h"

#include <math.h>

#include "CSpecial.h"

const double hk_exact_powers[23] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static bool is_blank(uint8_t c, hk_number_style style) {
    return c == ' ' || (c == '\t' && style.trim_tabs);
}

static bool is_digit(uint8_t c) { return (uint8_t)(c - '0') < 10; }

/// Digits taken eight at a time and added to `value`, modulo 2^64.
static const uint8_t *read_digits(const uint8_t *p, const uint8_t *last, uint64_t *value) {
    static const uint64_t powers[9] = {1,      10,      100,      1000,     10000,
                                       100000, 1000000, 10000000, 100000000};
    size_t n;
    do {
        const uint64_t bytes = hk_load64(p) ^ 0x3030303030303030u;
        const uint64_t others = ((bytes + 0x7676767676767676u) | bytes) & 0x8080808080808080u;
        n = others == 0 ? 8 : (size_t)__builtin_ctzll(others) / 8;
        if ((size_t)(last - p) < n) n = (size_t)(last - p);
        if (n == 0) break;
        *value = *value * powers[n] + (hk_number8(bytes << (64 - 8 * n)) & 0xffffffffu);
        p += n;
    } while (n == 8);
    return p;
}

/// The zeros in front of a number, on both sides of its mark.
static size_t leading_zeros(const uint8_t *p, const uint8_t *last, uint8_t mark) {
    size_t zeros = 0;
    for (; p < last && (*p == '0' || *p == mark); p += 1) zeros += *p == '0';
    return zeros;
}

/// An unsigned number as a whole: its status.
static uint8_t parse_unsigned(const uint8_t *first, const uint8_t *last, uint8_t mark,
                              hk_number *number) {
    uint64_t digits = 0;
    const uint8_t *p = read_digits(first, last, &digits);
    size_t written = (size_t)(p - first);
    size_t places = 0;
    if (p < last && *p == mark) {
        const uint8_t *const behind_mark = p + 1;
        p = read_digits(behind_mark, last, &digits);
        places = (size_t)(p - behind_mark);
        written += places;
    }
    if (written == 0) return HK_NO_NUMBER;

    int64_t exponent = 0;
    if (p < last && (*p | 0x20) == 'e') {
        p += 1;
        const bool negative = p < last && *p == '-';
        p += p < last && (*p == '-' || *p == '+');
        if (p == last) return HK_NO_NUMBER;
        for (; p < last && is_digit(*p); p += 1) {
            // Beyond this it is zero or too large, whatever the digits of a block of 4 GiB are.
            if (exponent < 1000000000000) exponent = 10 * exponent + (uint8_t)(*p - '0');
        }
        if (negative) exponent = -exponent;
    }
    if (p != last) return HK_NO_NUMBER;
    exponent -= (int64_t)places;

    // With up to 19 significant digits nothing was lost to the modulus.
    const bool whole = written <= 19 || written - leading_zeros(first, last, mark) <= 19;
    number->exact = whole && digits <= INT64_MAX && exponent >= INT16_MIN
        && exponent <= INT16_MAX;
    number->significand = number->exact ? (int64_t)digits : 0;
    number->exponent = number->exact ? (int16_t)exponent : 0;

    // Both are Doubles: the quotient or product is rounded once (W. D. Clinger, PLDI 1990).
    if (whole && digits <= 1ull << 53 && exponent >= -22 && exponent <= 22) {
        const double significand = (double)(int64_t)digits;
        number->value = exponent < 0 ? significand / hk_exact_powers[-exponent]
                                     : significand * hk_exact_powers[exponent];
        return HK_NUMBER;
    }
    int ok;
    number->value = hk_parse_slow((const char *)first, (const char *)last, (char)mark, &ok);
    return ok ? HK_NUMBER : HK_TOO_LARGE;
}

uint8_t hk_parse_cell(const uint8_t *first, const uint8_t *last, hk_number_style style,
                      hk_number *number) {
    *number = (hk_number){.value = NAN};
    if (style.trim_carriage_return && first < last && last[-1] == '\r') last -= 1;
    if (last - first >= 2 && *first == '"' && last[-1] == '"') {
        first += 1;
        last -= 1;
    }
    while (first < last && is_blank(*first, style)) first += 1;
    while (first < last && is_blank(last[-1], style)) last -= 1;
    if (first == last) return HK_EMPTY;

    const bool negative = *first == '-';
    first += *first == '-' || *first == '+';
    if (first == last) return HK_NO_NUMBER;

    uint64_t digits = 0;
    uint32_t places = 0;
    uint8_t status = HK_NUMBER;
    if (hk_parse_plain(first, (size_t)(last - first), style.decimal_mark, &digits, &places)) {
        *number = (hk_number){.value = (double)(int64_t)digits / hk_exact_powers[places],
                              .significand = (int64_t)digits,
                              .exponent = (int16_t)-(int32_t)places,
                              .exact = 1};
    } else {
        status = parse_unsigned(first, last, style.decimal_mark, number);
    }
    if (status != HK_NUMBER) {
        *number = (hk_number){.value = NAN};
    } else if (negative) {
        number->value = -number->value;
        number->significand = -number->significand;
    }
    return status;
}
