namespace BootService.Lab.Traffic;

/// <summary>Steps of the road on which a node asks the frontend for something.</summary>
public enum RoadStep
{
    /// <summary>DHCP and the PXE boot server.</summary>
    Address,

    /// <summary>Loaders and the configuration rendered for them.</summary>
    Loader,

    /// <summary>Kernel and RAM disk.</summary>
    Kernel,

    /// <summary>The kickstart.</summary>
    Kickstart,

    /// <summary>What the installer takes from the pallets.</summary>
    Packages,

    /// <summary>What the installer reports.</summary>
    Reports,
}

/// <summary>What one node asked for on one step, and how long it stood waiting for the frontend's next word.</summary>
/// <param name="Requests">Files or messages asked for.</param>
/// <param name="Bytes">Octets the frontend sent, headers of the link and the network included.</param>
/// <param name="Waited">Sum of the times from what the node had last said to what the frontend answered.</param>
public readonly record struct StepShare(int Requests, long Bytes, TimeSpan Waited);
