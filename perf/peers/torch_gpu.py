#!/usr/bin/env python3
"""PyTorch on a GPU, beside `IlgpuConv.Perf run --rung layers` on the same one: convolutions of the tables, one line of JSON a measurement.

    torch_gpu.py [--device cuda] [--layers FILE ...] [--filter PREFIX] [--seconds 0.2]

Fields: layer, n, device, mode (forward, forward+backward), tf32 (whether multiplications may drop to 10 bits of mantissa), format
(the faster of both memory formats), seconds (median) and gflops (2 a multiply-add; forward + backward counted as 3 forwards).
Ends with exit code 3 and one line where PyTorch or the device is missing.
"""
import argparse
import glob
import json
import os
import statistics
import sys
import time


def measure(torch, run, device, seconds):
    """The median seconds of a run: a few beforehand, then as many as the time allows, each with its own wait."""
    wait = torch.cuda.synchronize if device.startswith("cuda") else lambda: None
    for _ in range(3):
        run()
    wait()
    times, end = [], time.perf_counter() + seconds
    while len(times) < 5 or time.perf_counter() < end:
        begin = time.perf_counter()
        run()
        wait()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def closures(torch, row, device, layout):
    """The forward, and the forward with all three gradients, of one row of the table."""
    kind, x, w, y, stride, dilation, padding = row[1], *[tuple(int(v) for v in field.split(",")) for field in row[4:10]]
    rank = len(stride)
    groups = w[0] if len(w) == rank + 3 else 1
    shape = (x[1], y[1] // groups) if kind == "tconv" else (y[1], x[1] // groups)
    leaves = [torch.randn(x), torch.randn(*shape, *w[-rank:]) * 0.05, torch.randn(y[1])]
    leaves = [t.to(device).contiguous(memory_format=layout if t.dim() > 1 else torch.contiguous_format).requires_grad_() for t in leaves]
    function = getattr(torch.nn.functional, f"conv{'_transpose' if kind == 'tconv' else ''}{rank}d")
    rest = (stride, padding, 0, groups, dilation) if kind == "tconv" else (stride, padding, dilation, groups)
    gradient = torch.randn(y).to(device).contiguous(memory_format=layout)

    def forward():
        with torch.no_grad():
            return function(*leaves, *rest)

    return {"forward": forward, "forward+backward": lambda: torch.autograd.grad(function(*leaves, *rest), leaves, gradient)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--layers", nargs="+", default=sorted(glob.glob(os.path.join(os.path.dirname(os.path.abspath(__file__)), "layers*.tsv"))))
    parser.add_argument("--filter", default="")
    parser.add_argument("--seconds", type=float, default=0.2)
    options = parser.parse_args()
    try:
        import torch
    except ImportError:
        sys.exit(print("PyTorch is not installed for this python3; nothing was measured beside it.") or 3)
    if options.device.startswith("cuda") and not torch.cuda.is_available():
        sys.exit(print(f"PyTorch {torch.__version__} finds no CUDA device; nothing was measured beside it.") or 3)
    name = torch.cuda.get_device_name(options.device) if options.device.startswith("cuda") else options.device
    torch.backends.cudnn.benchmark = True
    rows = []
    for file in options.layers:
        with open(file, encoding="utf-8") as table:
            rows += [line.rstrip("\n").split("\t") for line in table][1:]
    for row in rows:
        if row[1] not in ("conv", "tconv") or not row[0].startswith(options.filter):
            continue
        rank = len(row[7].split(","))
        for tf32 in (False, True) if options.device.startswith("cuda") else (False,):
            torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = tf32
            for mode, factor in (("forward", 1), ("forward+backward", 3)):
                found = {}
                for name_of, layout in (("contiguous", torch.contiguous_format), ("channels-last", torch.channels_last if rank == 2 else torch.channels_last_3d)):
                    found[name_of] = measure(torch, closures(torch, row, options.device, layout)[mode], options.device, options.seconds)
                best = min(found, key=found.get)
                print(json.dumps({
                    "layer": row[0], "n": int(row[2]), "device": name, "mode": mode, "tf32": tf32, "format": best, "seconds": found[best],
                    "gflops": round(factor * float(row[3]) / found[best] * 1e-9, 1)}), flush=True)


if __name__ == "__main__":
    main()
