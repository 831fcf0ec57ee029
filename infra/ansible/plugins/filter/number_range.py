"""Ranges of numbers as a regular expression, for GoBGP knows no ranges of AS numbers."""


def range_regex(first, last):
    """A pattern without anchors for the decimal numbers from first to last.

    The range is cut where the number of digits changes and where whole blocks of
    tens begin and end, so that every piece is one run of digit classes.
    """
    return "(" + "|".join(_piece(low, high) for low, high in _cuts(first, last)) + ")"


def _cuts(first, last):
    while first <= last:
        # The largest block 10^n that starts at `first` and ends within the range
        # and within one number of digits.
        block = 1
        while first % (block * 10) == 0 and first > 0 and first + block * 10 - 1 <= last:
            block *= 10
        # As many such blocks as the digit before them has left.
        digit = first // block % 10
        count = min(9 - digit, (last - first + 1) // block - 1)
        high = first + (count + 1) * block - 1
        yield first, high
        first = high + 1


def _piece(low, high):
    pattern = ""
    digits = list(zip(str(low), str(high)))
    for at, (a, b) in enumerate(digits):
        if (a, b) == ("0", "9") and all(pair == ("0", "9") for pair in digits[at:]):
            rest = len(digits) - at
            return pattern + "[0-9]" + (f"{{{rest}}}" if rest > 1 else "")
        pattern += a if a == b else f"[{a}-{b}]"
    return pattern


class FilterModule:
    def filters(self):
        return {"range_regex": range_regex}
