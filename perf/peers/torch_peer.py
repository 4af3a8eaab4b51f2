#!/usr/bin/env python3
"""PyTorch as a peer of `IlgpuConv.Perf peers`: measures one layer a request, in both memory formats.

A request is a line of tab-separated fields on standard input:
    threads  seconds  mode  kind  x  w  y  stride  dilation  padding
(mode: forward, forward+backward, inference or training; kind: conv, tconv, sconv, where each sample has its own filter and the batch becomes
groups, or generated-net, resnet18-net and mobilenetv2-net, which are trained, or resnet50-inference and mobilenetv2-inference; sizes with
commas, as in layers.tsv). The answer is a line of JSON: the
median seconds of each format. A layer is prepared once and kept until another one is asked for.

Debian: python3-torch and libopenblas0-openmp.
"""
import json
import statistics
import sys
import time

import torch
import torch.nn.functional as F

import torch_inference
import torch_networks

FORMATS = {
    "contiguous": lambda rank: torch.contiguous_format,
    "channels-last": lambda rank: torch.channels_last if rank == 2 else torch.channels_last_3d,
}


def ints(text):
    return tuple(int(v) for v in text.split(","))


def prepare(mode, kind, x, w, y, stride, dilation, padding):
    """One closure a format; `w` of a grouped layer begins with its groups."""
    rank = len(stride)
    if kind in torch_inference.NETWORKS:
        return {name: torch_inference.inference(kind, x, y, choose(2)) for name, choose in FORMATS.items()}
    if kind == "generated-net":
        return generated_net(x, w, y)
    if kind in torch_networks.NETWORKS:
        return {name: torch_networks.training(kind, x, y, choose(2)) for name, choose in FORMATS.items()}
    if kind == "sconv":
        return per_sample(mode, x, w, y, stride, dilation, padding)
    groups = w[0] if len(w) == rank + 3 else 1
    inputs, outputs = x[1], y[1]
    if kind == "tconv":
        shape = (inputs, outputs // groups)
        function = {2: F.conv_transpose2d, 3: F.conv_transpose3d}[rank]
        call = lambda X, W, B: function(X, W, B, stride, padding, 0, groups, dilation)
    else:
        shape = (outputs, inputs // groups)
        function = {2: F.conv2d, 3: F.conv3d}[rank]
        call = lambda X, W, B: function(X, W, B, stride, padding, dilation, groups)
    runs = {}
    for name, choose in FORMATS.items():
        layout = choose(rank)
        X = torch.randn(x).contiguous(memory_format=layout)
        W = (torch.randn(*shape, *w[-rank:]) * 0.05).contiguous(memory_format=layout)
        B = torch.randn(outputs)
        if mode == "forward":
            def run(X=X, W=W, B=B):
                with torch.no_grad():
                    call(X, W, B)
        else:
            leaves = [t.clone(memory_format=torch.preserve_format).requires_grad_() for t in (X, W, B)]
            g = torch.randn_like(call(*leaves))
            def run(leaves=leaves, g=g):
                torch.autograd.grad(call(*leaves), leaves, g)
        runs[name] = run
    return runs


def per_sample(mode, x, w, y, stride, dilation, padding):
    """The batch as groups of one image: [N, I, H, W] -> [1, N I, H, W], [N, O, I, kH, kW] -> [N O, I, kH, kW]."""
    n, outputs = y[0], y[1]

    def call(X, W, B):
        image = X.reshape(1, n * x[1], x[2], x[3])
        return F.conv2d(image, W.reshape(n * outputs, *w[2:]), B.reshape(-1), stride, padding, dilation, n).reshape(y)

    runs = {}
    for name, layout in (("contiguous", torch.contiguous_format), ("channels-last", torch.channels_last)):
        X = torch.randn(x).contiguous(memory_format=layout)
        W, B = torch.randn(w) * 0.05, torch.randn(n, outputs)
        if mode == "forward":
            def run(X=X, W=W, B=B):
                with torch.no_grad():
                    call(X, W, B)
        else:
            leaves = [t.clone(memory_format=torch.preserve_format).requires_grad_() for t in (X, W, B)]
            g = torch.randn_like(call(*leaves))
            def run(leaves=leaves, g=g):
                torch.autograd.grad(call(*leaves), leaves, g)
        runs[name] = run
    return runs


class GeneratedConv(torch.nn.Module):
    """3x3 filters from a linear map of the channels' means, applied with the batch as groups."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.inputs, self.outputs = inputs, outputs
        self.head = torch.nn.Linear(inputs, outputs * inputs * 9)
        self.bias = torch.nn.Parameter(torch.zeros(outputs))

    def forward(self, x):
        n, _, height, width = x.shape
        filters = self.head(x.mean((2, 3))).view(n * self.outputs, self.inputs, 3, 3)
        y = F.conv2d(x.reshape(1, n * self.inputs, height, width), filters, None, padding=1, groups=n)
        return y.view(n, self.outputs, height, width) + self.bias[:, None, None]


def generated_net(x, w, y):
    """A step of Adam on two generated convolutions with batch normalisation and pooling, and a classifier; w is the two widths."""
    nn = torch.nn
    net = nn.Sequential(
        GeneratedConv(x[1], w[0]), nn.BatchNorm2d(w[0]), nn.ReLU(), nn.MaxPool2d(2),
        GeneratedConv(w[0], w[1]), nn.BatchNorm2d(w[1]), nn.ReLU(), nn.MaxPool2d(2),
        nn.AdaptiveAvgPool2d(7), nn.Flatten(), nn.Linear(49 * w[1], y[1]))
    images, labels = torch.randn(x), torch.arange(x[0]) % y[1]
    optimizer = torch.optim.Adam(net.parameters())

    def run():
        loss = F.cross_entropy(net(images), labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()

    return {"contiguous": run}


def measure(run, seconds):
    run()
    times = []
    begin = time.perf_counter()
    while len(times) < 5 or time.perf_counter() - begin < seconds:
        t = time.perf_counter()
        run()
        times.append(time.perf_counter() - t)
    return statistics.median(times)


def main():
    print(json.dumps({"peer": "torch", "version": torch.__version__}), flush=True)
    key = runs = None
    for line in sys.stdin:
        threads, seconds, mode, kind, *sizes = line.rstrip("\n").split("\t")
        torch.set_num_threads(int(threads))
        if key != (mode, kind, sizes):
            key, runs = (mode, kind, sizes), prepare(mode, kind, *(ints(s) for s in sizes))
        print(json.dumps({name: measure(run, float(seconds)) for name, run in runs.items()}), flush=True)


main()
