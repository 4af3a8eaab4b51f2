# Check values of the layers around the convolution. Needs python3-torch (1.13 used); float64. layers.tsv is written beside this file;
# inputs, loss and sums are those of anchors_gen.py.
import os
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def fill(shape, seed, scale=1.0):
    n = 1
    for s in shape:
        n *= s
    i = torch.arange(n, dtype=torch.int64)
    return (scale * (((37 * i + 101 * seed) % 97) - 48).double() / 48.0).reshape(shape)


def sums(t):
    t = t.detach().reshape(-1)
    i = torch.arange(t.numel(), dtype=torch.int64)
    return t.sum().item(), (t * (((i % 13) - 6).double() / 6.0)).sum().item()


rows = []


def run(name, call, **tensors):
    leaves = {k: v.clone().requires_grad_(True) for k, v in tensors.items()}
    y = call(**leaves)
    (y * fill(y.shape, 99)).sum().backward()
    rows.append((name, 'y', tuple(y.shape), *sums(y)))
    for k, v in leaves.items():
        rows.append(('', 'd' + k, tuple(v.shape), *sums(v.grad)))


X = fill((2, 4, 7, 6), 1)
V = fill((2, 4, 3, 5, 6), 1)
W, B = fill((4,), 2), fill((4,), 3)

run('instance norm', lambda x, w, b: F.instance_norm(x, weight=w, bias=b), x=X, w=W, b=B)
run('instance norm of volumes', lambda x, w, b: F.instance_norm(x, weight=w, bias=b), x=V, w=W, b=B)
run('group norm g2', lambda x, w, b: F.group_norm(x, 2, w, b), x=X, w=W, b=B)
run('group norm g1 of signals', lambda x, w, b: F.group_norm(x, 1, w, b), x=fill((3, 4, 9), 1), w=W, b=B)
run('layer norm C H W', lambda x, w, b: F.layer_norm(x, (4, 7, 6), w[0], b[0]), x=X, w=fill((1, 4, 7, 6), 2), b=fill((1, 4, 7, 6), 3))
run('layer norm H W', lambda x, w, b: F.layer_norm(x, (7, 6), w, b), x=X, w=fill((7, 6), 2), b=fill((7, 6), 3))
run('layer norm of vectors', lambda x, w, b: F.layer_norm(x, (11,), w, b), x=fill((5, 11), 1), w=fill((11,), 2), b=fill((11,), 3))
run('layer norm of channels', lambda x, w, b: F.layer_norm(x.permute(0, 2, 3, 1), (4,), w, b, 1e-6).permute(0, 3, 1, 2), x=X, w=W, b=B)
run('batch norm of volumes', lambda x, w, b: F.batch_norm(x, None, None, w, b, True), x=V, w=W, b=B)

Z = fill((2, 4, 7, 6), 1, 3.7)
run('gelu', lambda x: F.gelu(x), x=Z)
run('silu', lambda x: F.silu(x), x=Z)
run('hardswish', lambda x: F.hardswish(x), x=Z)
run('leaky relu', lambda x: F.leaky_relu(x, 0.2), x=Z)
run('softmax axis 2', lambda x: F.softmax(x, 2), x=Z)
run('log softmax axis 1', lambda x: F.log_softmax(x, 1), x=Z)

run('max pool 3-D k2x3x2 s1x2x2 p1', lambda x: F.max_pool3d(x, (2, 3, 2), (1, 2, 2), (1, 1, 1)), x=V)
run('max pool 3-D k2 d2 ceil', lambda x: F.max_pool3d(x, 2, 2, 1, (1, 2, 2), True), x=V)
run('max pool 1-D k3 s2', lambda x: F.max_pool1d(x, 3, 2, 1), x=fill((2, 4, 11), 1))
run('avg pool 3-D k2x3x2 p1', lambda x: F.avg_pool3d(x, (2, 3, 2), (1, 2, 2), (1, 1, 1)), x=V)
run('avg pool 3-D without padding, ceil', lambda x: F.avg_pool3d(x, 2, 2, 1, True, False), x=V)
run('avg pool 1-D k3 s2', lambda x: F.avg_pool1d(x, 3, 2, 1), x=fill((2, 4, 11), 1))
run('adaptive avg pool 3-D', lambda x: F.adaptive_avg_pool3d(x, (2, 3, 4)), x=V)

run('resize nearest 9x10', lambda x: F.interpolate(x, size=(9, 10), mode='nearest'), x=X)
run('resize nearest 3x4', lambda x: F.interpolate(x, size=(3, 4), mode='nearest'), x=X)
run('resize nearest of volumes x2', lambda x: F.interpolate(x, scale_factor=2, mode='nearest'), x=V)
run('resize nearest of signals', lambda x: F.interpolate(x, size=13, mode='nearest'), x=fill((2, 4, 9), 1))
run('resize linear 11x5', lambda x: F.interpolate(x, size=(11, 5), mode='bilinear', align_corners=False), x=X)
run('resize linear 2x15', lambda x: F.interpolate(x, size=(2, 15), mode='bilinear', align_corners=False), x=X)
run('resize linear of volumes', lambda x: F.interpolate(x, size=(5, 4, 9), mode='trilinear', align_corners=False), x=V)
run('resize linear of signals', lambda x: F.interpolate(x, size=20, mode='linear', align_corners=False), x=fill((2, 4, 9), 1))
run('pixel shuffle r2', lambda x: F.pixel_shuffle(x, 2), x=fill((2, 12, 3, 5), 1))
run('pixel unshuffle r3', lambda x: F.pixel_unshuffle(x, 3), x=fill((2, 2, 6, 9), 1))
run('unfold k3x2 d2x1 p1x2 s2x1', lambda x: F.unfold(x, (3, 2), (2, 1), (1, 2), (2, 1)), x=X)
run('fold 7x6 k3x2 d2x1 p1x2 s2x1', lambda x: F.fold(x, (7, 6), (3, 2), (2, 1), (1, 2), (2, 1)), x=fill((2, 24, 27), 1))

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'layers.tsv'), 'w') as file:
    file.write('op\ttensor\tshape\tS1\tS2\n')
    for name, tensor, shape, s1, s2 in rows:
        file.write(f"{name}\t{tensor}\t{'x'.join(map(str, shape))}\t{s1:.12g}\t{s2:.12g}\n")
