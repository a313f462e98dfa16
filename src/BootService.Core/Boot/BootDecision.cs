using System.Collections.Immutable;
using BootService.Core.Installs;
using BootService.Core.Reasons;

namespace BootService.Core.Boot;

/// <summary>What a machine gets. One value for all protocols: DHCP, TFTP, HTTP and the loaders' configurations only put it in their own words.</summary>
/// <param name="Loader">The next program for the client that asked.</param>
/// <param name="Why">The reason.</param>
public abstract record BootDecision(LoaderOffer Loader, BootReason Why)
{
    /// <summary>Who chose the loader.</summary>
    public LoaderChoice Led { get; init; }

    /// <summary>The machine boots from its own disk.</summary>
    /// <param name="Method">How its loader leaves the network.</param>
    /// <param name="Loader">The next program, one that leaves the network at once; or nothing.</param>
    /// <param name="Why">The reason.</param>
    public sealed record Local(LocalBoot Method, LoaderOffer Loader, BootReason Why) : BootDecision(Loader, Why)
    {
        /// <summary>The attempt that ends by this, because its installer was handed out as often as allowed; null when none does.</summary>
        public InstallAttempt? Ended { get; init; }
    }

    /// <summary>The machine starts a kernel of ours.</summary>
    /// <param name="Image">The kernel.</param>
    /// <param name="Arguments">Its command line, one argument each, unquoted: the loader's emitter quotes by its own grammar.</param>
    /// <param name="Attempt">The attempt this start counts for; null when nothing is installed (rescue, memtest).</param>
    /// <param name="Loader">The next program.</param>
    /// <param name="Why">The reason.</param>
    public sealed record Run(
        KernelImage Image, ImmutableArray<string> Arguments, InstallAttempt? Attempt, LoaderOffer Loader, BootReason Why) : BootDecision(Loader, Why);
}

/// <summary>How a loader hands over to the disk; real firmware differs (docs/stacki.md, docs/firmware.md).</summary>
public enum LocalBoot
{
    /// <summary>Leave the network stack as the firmware expects it: <c>localboot 0</c>, iPXE <c>exit</c>.</summary>
    Exit,

    /// <summary>PXELINUX <c>localboot -1</c>, for firmware that hangs on 0 (HP).</summary>
    ExitError,

    /// <summary>Load the first disk's boot sector: <c>chain.c32 hd0</c>, iPXE <c>sanboot</c>.</summary>
    Chain,
}
