"""ResNet-50 and MobileNetV2 as torchvision has them, in PyTorch's inference mode: peers of compiled inference."""
import torch
import torch.nn.functional as F
from torch import nn

from torch_networks import MobileNetV2


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


NETWORKS = {"resnet50-inference": ResNet50, "mobilenetv2-inference": lambda channels, classes: MobileNetV2(channels, classes, first=2)}


def inference(kind, x, y, layout):
    """One forward on images of the sizes x, y[1] classes, eager, in inference mode."""
    net = NETWORKS[kind](x[1], y[1]).eval().to(memory_format=layout)
    images = torch.randn(x).contiguous(memory_format=layout)

    def run():
        with torch.inference_mode():
            net(images)

    return run
