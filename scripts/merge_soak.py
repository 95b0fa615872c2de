"""Five thousand random sequences of merging, editing, logging, undoing: ``python -m scripts.merge_soak``.

After every step: sums and counts are conserved, nothing is left behind, no cycle, and undo gives back every byte.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random


def main() -> int:
    """Prints what was done how often; the first broken law ends it with its seed."""
    from tests.services.merging_world import run_sequence, world

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sequences", type=int, default=5_000)
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    done: Counter[str] = Counter()
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.first, options.first + options.sequences):
            with world(Path(folder)) as app:
                try:
                    done.update(run_sequence(app, Random(f"{options.seed} {number}"), options.steps))
                except Exception as broken:
                    print(f"sequence {options.seed} {number}: {broken!r}")
                    return 1
    seconds = time.process_time() - began
    print(f"{options.sequences:,} sequences, {sum(done.values()):,} steps, 0 laws broken, {seconds:.0f} s CPU")
    print(", ".join(f"{kind} {count:,}" for kind, count in done.most_common()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
