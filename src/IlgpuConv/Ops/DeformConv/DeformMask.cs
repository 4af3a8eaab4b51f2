namespace IlgpuConv.Ops;

/// <summary>How the layers of deformable convolution make the mask of their last channels z.</summary>
public enum DeformMask
{
    /// <summary>No mask: version 1.</summary>
    None,

    /// <summary><c>σ(z)</c>, as the paper of version 2: z starts at 0, so the mask starts at 1/2 and halves the output.</summary>
    Sigmoid,

    /// <summary><c>2 σ(z)</c>: starts as an ordinary convolution.</summary>
    TwiceSigmoid,

    /// <summary><c>σ(z)</c> with a bias of z that starts at 4: 0.98 at the start.</summary>
    OpenSigmoid,
}
