"""ResNet-50 and MobileNetV2 as torchvision has them, in PyTorch's inference mode: peers of compiled inference."""
import torch
import torch.nn.functional as F
from torch import nn


class Bottleneck(nn.Module):
    def __init__(self, inputs, width, stride):
        super().__init__()
        outputs = 4 * width
        self.conv1, self.bn1 = nn.Conv2d(inputs, width, 1, bias=False), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = nn.Conv2d(width, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width)
        self.conv3, self.bn3 = nn.Conv2d(width, outputs, 1, bias=False), nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)), inplace=True)
        y = F.relu(self.bn2(self.conv2(y)), inplace=True)
        y = self.bn3(self.conv3(y))
        y += x if self.downsample is None else self.downsample(x)
        return F.relu(y, inplace=True)


class ResNet50(nn.Module):
    def __init__(self, channels, classes):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(channels, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64)
        stages, inputs = [], 64
        for stage, blocks in enumerate((3, 4, 6, 3)):
            for block in range(blocks):
                stages.append(Bottleneck(inputs, 64 << stage, 2 if stage and not block else 1))
                inputs = 256 << stage
        self.stages, self.fc = nn.Sequential(*stages), nn.Linear(2048, classes)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x)), inplace=True), 3, 2, 1)
        return self.fc(F.adaptive_avg_pool2d(self.stages(x), 1).flatten(1))


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
    STAGES = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]

    def __init__(self, channels, classes):
        super().__init__()
        features, inputs = [part(channels, 32, 3, 2)], 32
        for expansion, outputs, blocks, stride in self.STAGES:
            for block in range(blocks):
                features.append(InvertedResidual(inputs, outputs, 1 if block else stride, expansion))
                inputs = outputs
        self.features = nn.Sequential(*features, part(inputs, 1280, 1, 1))
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(1280, classes))

    def forward(self, x):
        return self.classifier(F.adaptive_avg_pool2d(self.features(x), 1).flatten(1))


NETWORKS = {"resnet50-inference": ResNet50, "mobilenetv2-inference": MobileNetV2}


def inference(kind, x, y, layout):
    """One forward on images of the sizes x, y[1] classes, eager, in inference mode."""
    net = NETWORKS[kind](x[1], y[1]).eval().to(memory_format=layout)
    images = torch.randn(x).contiguous(memory_format=layout)

    def run():
        with torch.inference_mode():
            net(images)

    return run
