using System.Collections.Immutable;
using BootService.Commands.Ports;
using BootService.Core.Inventories;

namespace BootService.Hosting;

/// <summary>
/// Arms with the keys of root of this machine as they are at this moment: who makes one and arms a node at once is let in to it, although the file is
/// looked at only now and then.
/// </summary>
internal sealed class KeyedArming(IInstallArming arming, FrontendKeyWatch keys) : IInstallArming
{
    /// <inheritdoc/>
    public ImmutableArray<Change> Arm(Inventory inventory, ImmutableArray<Core.Hosts.Host> hosts, DateTimeOffset now) =>
        arming.Arm(keys.IsBehind ? inventory.With(new Change.FrontendKeysRead(keys.Read())) : inventory, hosts, now);
}
