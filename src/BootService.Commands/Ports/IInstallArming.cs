using System.Collections.Immutable;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Ports;

/// <summary>Arms install attempts.</summary>
public interface IInstallArming
{
    /// <summary>
    /// The changes that make hosts install at their next network boot: a new attempt each, with its frozen kickstart, and the host's action. Called inside a
    /// commit.
    /// </summary>
    /// <param name="inventory">The newest state.</param>
    /// <param name="hosts">The hosts; at least one.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="Core.RefusedException">One of them cannot be installed, and why: no OS pallet, no hardware address, a profile that does not render.
    /// None of them is armed then.</exception>
    ImmutableArray<Change> Arm(Inventory inventory, ImmutableArray<Host> hosts, DateTimeOffset now);
}
