"""Times, memory and the machine."""

import platform
import resource
from importlib.metadata import version
from pathlib import Path
from statistics import quantiles

CLEAR = Path("/proc/self/clear_refs")
STATUS = Path("/proc/self/status")


def percentiles(seconds: list[float]) -> tuple[float, float, float]:
    """Return the 50th, 95th and 99th percentile in milliseconds."""
    cuts = quantiles(seconds, n=100, method="inclusive")
    return cuts[49] * 1e3, cuts[94] * 1e3, cuts[98] * 1e3


def forget_peak() -> None:
    """Measure peak memory from now on, where the system can."""
    if CLEAR.exists():
        CLEAR.write_text("5")


def peak_megabytes() -> float:
    """Return the most memory that this process has held."""
    return megabytes("VmHWM")


def resident_megabytes() -> float:
    """Return the memory that this process holds; where the system does not say, the most that it has held."""
    return megabytes("VmRSS")


def megabytes(name: str) -> float:
    """Return a figure of the system about this process, or the most memory that it has held."""
    if STATUS.exists():
        line = next(line for line in STATUS.read_text().splitlines() if line.startswith(name))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def own_megabytes() -> float:
    """Return the memory of this process; what it shares with others is divided among them."""
    rollup = Path("/proc/self/smaps_rollup")
    if not rollup.exists():
        return peak_megabytes()
    line = next(line for line in rollup.read_text().splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) / 1024


def machine() -> str:
    """Return what this was measured on."""
    cpu = next(
        (line.split(":")[1].strip() for line in cpu_lines() if line.startswith("model name")),
        platform.processor(),
    )
    cores = sum(line.startswith("processor") for line in cpu_lines())
    versions = ", ".join(f"{name} {version(name)}" for name in ("tantivy", "django", "wagtail"))
    return f"{cpu}, {cores} cores, {platform.system()}; Python {platform.python_version()}, {versions}"


def cpu_lines() -> list[str]:
    """Return what Linux says about the processor."""
    file = Path("/proc/cpuinfo")
    return file.read_text().splitlines() if file.exists() else []


def folder_size(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
