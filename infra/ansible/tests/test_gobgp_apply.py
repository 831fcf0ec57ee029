"""What gobgp-apply has GoBGP load, and in which order; the daemon itself is in gobgp_story.py."""

import importlib.machinery
import importlib.util
import sys
import unittest

HEAD = """
# Holds: a
[global.config]
  as = 64512
[[policy-definitions]]
  name = "out"
  [[policy-definitions.statements]]
    name = "own-to-a"
"""
NEIGHBOR = """
# Who it is
[[neighbors]]
  [neighbors.config]
    neighbor-address = "{0}"
    peer-as = 64500
    description = "{1}"
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv6-unicast"
"""
OFF = "\n    admin-down = true"


def load(path):
    loader = importlib.machinery.SourceFileLoader("gobgp_apply", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("gobgp_apply", loader))
    loader.exec_module(module)
    return module


APPLY = load(sys.argv.pop(1))


def neighbors(*names):
    return "".join(NEIGHBOR.format(f"2001:DB8::{number + 1}", name) for number, name in enumerate(names))


def steps(before, after, live=None):
    """Of each step, who is configured how: the descriptions, and whether one is switched off."""
    texts = list(APPLY.steps(HEAD + before, HEAD + after, live or {}))
    return [
        [APPLY.value(block.splitlines(), "description") + (" off" if APPLY.is_off(block) else "") for block in APPLY.parts(text)[0].values()]
        for text in texts
    ]


class Steps(unittest.TestCase):
    def test_new_ones_and_one_changed_are_one_step(self):
        self.assertEqual(steps(neighbors("a"), neighbors("A", "b", "c")), [["A", "b", "c"]])
        self.assertEqual(steps(neighbors("a", "b"), neighbors("a")), [["a"]])

    def test_several_changed_are_as_many_steps(self):
        self.assertEqual(
            steps(neighbors("a", "b", "c"), neighbors("A", "B", "C")),
            [["A", "b", "c"], ["A", "B", "c"], ["A", "B", "C"]],
        )

    def test_what_is_as_it_shall_be_is_not_told_so(self):
        off = neighbors("a").replace('"a"', f'"a"{OFF}')
        up = {"2001:db8::1": {"down": False}}
        self.assertEqual(steps(off, neighbors("a"), up), [["a off"]])
        self.assertEqual(steps(off, neighbors("a"), {"2001:db8::1": {"down": True}}), [["a"]])
        # Something else of it changes, too.
        self.assertEqual(steps(off, neighbors("A"), up), [["A"]])

    def test_every_step_can_be_read_whole(self):
        for text in APPLY.steps(HEAD + neighbors("a", "b"), HEAD + neighbors("A", "B"), {}):
            blocks, rest = APPLY.parts(text)
            self.assertEqual(list(blocks), ["2001:db8::1", "2001:db8::2"])
            self.assertIn("afi-safi-name", blocks["2001:db8::1"])
            self.assertIn('name = "own-to-a"', rest)

    def test_two_of_one_address_are_refused(self):
        with self.assertRaises(APPLY.Failed):
            APPLY.parts(neighbors("a") + neighbors("b"))

    def test_what_a_start_alone_reads(self):
        first = APPLY.at_start_only(HEAD + neighbors("a"))
        self.assertEqual(first, ["[global.config]", "as = 64512"])
        self.assertEqual(first, APPLY.at_start_only(HEAD.replace("own-to-a", "b") + neighbors("b", "c")))
        self.assertNotEqual(first, APPLY.at_start_only(HEAD.replace("64512", "64513")))


if __name__ == "__main__":
    unittest.main()
