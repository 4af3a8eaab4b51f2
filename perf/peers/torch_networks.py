"""ResNet-18 and MobileNetV2 for images of 32x32 in PyTorch, with the structure and the names of torchvision, trained by peers."""
import json
import sys

import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)), inplace=True)
        y = self.bn2(self.conv2(y))
        y += x if self.downsample is None else self.downsample(x)
        return F.relu(y, inplace=True)


class ResNet18(nn.Module):
    def __init__(self, channels, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, 64, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        inputs = 64
        for stage in range(4):
            outputs = 64 << stage
            setattr(self, f"layer{stage + 1}", nn.Sequential(Block(inputs, outputs, 2 if stage else 1), Block(outputs, outputs, 1)))
            inputs = outputs
        self.fc = nn.Linear(512, classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)), inplace=True)
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(F.adaptive_avg_pool2d(x, 1).flatten(1))


def part(inputs, outputs, kernel, stride, groups=1):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs), nn.ReLU6(inplace=True))


class InvertedResidual(nn.Module):
    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        inner = inputs * expansion
        self.adds = stride == 1 and inputs == outputs
        self.conv = nn.Sequential(
            *([part(inputs, inner, 1, 1)] if expansion != 1 else []), part(inner, inner, 3, stride, inner),
            nn.Conv2d(inner, outputs, 1, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return x + self.conv(x) if self.adds else self.conv(x)


class MobileNetV2(nn.Module):
    """With a first stride of 2, as it was published, or of 1 in its place and in that of the second stage, for images of 32x32."""

    def __init__(self, channels, classes, first=1):
        super().__init__()
        stages = [(1, 16, 1, 1), (6, 24, 2, first), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]
        features, inputs = [part(channels, 32, 3, first)], 32
        for expansion, outputs, blocks, stride in stages:
            for block in range(blocks):
                features.append(InvertedResidual(inputs, outputs, 1 if block else stride, expansion))
                inputs = outputs
        self.features = nn.Sequential(*features, part(inputs, 1280, 1, 1))
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(1280, classes))

    def forward(self, x):
        return self.classifier(F.adaptive_avg_pool2d(self.features(x), 1).flatten(1))


NETWORKS = {"resnet18-net": ResNet18, "mobilenetv2-net": MobileNetV2}


def training(kind, x, y, layout=torch.contiguous_format):
    """A step of stochastic gradient descent with momentum on one batch of images of the sizes x, y[1] classes."""
    net = NETWORKS[kind](x[1], y[1]).to(memory_format=layout)
    images, labels = torch.randn(x).contiguous(memory_format=layout), torch.arange(x[0]) % y[1]
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)

    def run():
        loss = F.cross_entropy(net(images), labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        return float(loss)

    return run


def peak_resident():
    """The most memory that was resident so far, in bytes."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) << 10 for line in status if line.startswith("VmHWM"))


def main():
    """python3 torch_networks.py KIND THREADS STEPS FORMAT X Y: what training adds to the peak of resident memory after start-up."""
    kind, threads, steps, layout, x, y = sys.argv[1:]
    torch.set_num_threads(int(threads))
    before = peak_resident()
    formats = {"contiguous": torch.contiguous_format, "channels-last": torch.channels_last}
    run = training(kind, [int(v) for v in x.split(",")], [int(v) for v in y.split(",")], formats[layout])
    for _ in range(int(steps)):
        run()
    print(json.dumps({"before": before, "after": peak_resident()}))


if __name__ == "__main__":
    main()
