"""What a daemon runs beside what it shall run, for a program to judge, without passwords."""

import hashlib
import re

# As BIRD and GoBGP write a secret.
SECRET = re.compile(r'(\b(?:password|secret|auth-password)\s*=?\s*)"([^"\n]*)"')


def speaker_view(before, after):
    """Both texts with secrets replaced by numbers: the same number is the same
    secret, so that a program sees one change and not what it is. The digests are
    those of the texts themselves; `before` is null where there is no file.
    """
    numbers = {}

    def number(found):
        return f'{found[1]}"secret {numbers.setdefault(found[2], len(numbers) + 1)}"'

    def masked(text):
        return SECRET.sub(number, text)

    return {
        "before": masked(before) if before else None,
        "after": masked(after),
        "runs": digest(before) if before else None,
        "shall": digest(after),
    }


def digest(text):
    # Rendered for a task or for a file, the last line may end or not.
    return hashlib.sha256(text.rstrip("\n").encode()).hexdigest()


class FilterModule:
    def filters(self):
        return {"speaker_view": speaker_view}
