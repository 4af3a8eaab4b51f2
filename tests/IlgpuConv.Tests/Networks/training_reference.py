#!/usr/bin/env python3
"""The numbers of TrainingReferenceTests: losses of three steps of training in PyTorch, in double, from weights that both sides can compute."""
import math
import pathlib
import sys

import torch
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "perf" / "peers"))
import torch_networks  # noqa: E402


def spread(count, phase):
    """Numbers in [-1, 1) that differ from each other: multiples of the golden ratio, modulo 1."""
    i = torch.arange(count, dtype=torch.float64)
    return 2 * torch.remainder(i * 0.6180339887498949 + phase, 1.0) - 1


def main():
    torch.set_num_threads(1)
    for kind in torch_networks.NETWORKS:
        net = torch_networks.NETWORKS[kind](3, 10).double()
        for n, (name, p) in enumerate(net.named_parameters()):
            if p.dim() > 1:
                fan = p[0].numel() if p.dim() == 4 else p.shape[1]
                p.data = (spread(p.numel(), 0.1 * n) * math.sqrt(6 / fan)).reshape(p.shape).double()
            elif name.endswith("bias"):
                p.data = (0.1 * spread(p.numel(), 0.1 * n)).double()
        for module in net.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0
        x = spread(4 * 3 * 32 * 32, 0.5).reshape(4, 3, 32, 32).double()
        labels = torch.tensor([1, 3, 5, 7])
        optimizer = torch.optim.SGD(net.parameters(), lr=0.001, momentum=0.9, weight_decay=5e-4)
        losses = []
        for step in range(3):
            loss = F.cross_entropy(net(x), labels)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            if step == 0:
                norm = math.sqrt(sum(float(p.grad.double().square().sum()) for p in net.parameters()))
            optimizer.step()
            losses.append(float(loss))
        net.eval()
        with torch.no_grad():
            losses.append(float(F.cross_entropy(net(x), labels)))
        print(kind, *(f"{v:.9f}" for v in losses), f"norm {norm:.9f}")


main()
