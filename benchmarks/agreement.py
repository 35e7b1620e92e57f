"""Speed and memory of the coefficients beside other packages, measured side by side in one run.

    python benchmarks/agreement.py [--quick] [--here] [--only TEXT] [--rounds 7]

The other packages are no dependencies of mcqa: an environment with them and with this checkout is made in the folder
of temporary files, and kept there for the next run. With --here the Python that runs this is taken as it is, and what
it lacks is left out. What is compared and how is in `benchmarks/README.md`, with the table of one machine.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
PEERS = ("krippendorff", "pingouin", "scikit-learn", "scipy", "statsmodels")
# it asks for an old scipy, and with it for an old numpy, but runs with new ones
WITHOUT_DEPENDENCIES = ("irrCAC",)
# one thread on both sides: what else the machine does then disturbs both alike
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"), "1")


def environment() -> Path:
    """Make the environment with the other packages, unless it is there, and give its Python."""
    folder = Path(tempfile.gettempdir()) / f"mcqa-benchmark-{sys.version_info[0]}.{sys.version_info[1]}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ready = folder / "ready"
    install = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    if not ready.exists():
        print(f"making an environment in {folder} ...", flush=True)
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([*install, *PEERS], check=True)
        subprocess.run([*install, "--no-deps", *WITHOUT_DEPENDENCIES], check=True)
    subprocess.run([*install, "--editable", str(HERE.parent)], check=True)
    ready.touch()
    return python


def main() -> int:
    """Run the comparisons where the other packages are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--here", action="store_true", help="run with this Python and what it has")
    options, passed_on = parser.parse_known_args()
    python = Path(sys.executable) if options.here else environment()
    command = [str(python), str(HERE / "comparisons.py"), *passed_on]
    return subprocess.run(command, check=False, env=os.environ | ONE_THREAD).returncode


if __name__ == "__main__":
    sys.exit(main())
