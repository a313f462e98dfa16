using System.Collections.Immutable;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Boot;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Profiles;

namespace BootService.Profiles;

/// <summary>Freezes profiles when installs are armed, and arms nothing whose boot would fail where it can be known.</summary>
internal sealed class InstallArming(NodeTemplates templates, IPackagePlaces places, INodeRunner runner, QuietRehearsal rehearsal) : IInstallArming
{
    /// <inheritdoc/>
    public ImmutableArray<Change> Arm(Inventory inventory, ImmutableArray<Core.Hosts.Host> hosts, DateTimeOffset now)
    {
        var (state, all) = (inventory, ImmutableArray.CreateBuilder<Change>());
        var sources = new ProfileSources(inventory, templates, places, runner);
        foreach (var host in hosts)
        {
            var key = KeptHostKey.Missing(state, host, now).ToArray();
            if (key.Length > 0)
            {
                state = state.With(key);
                all.AddRange(key);
                sources = new ProfileSources(state, templates, places, runner);
            }

            var changes = Install(state, host, now, sources);
            state = state.With(changes);
            all.AddRange(changes);
        }

        rehearsal.Check(state, hosts, now);
        return all.ToImmutable();
    }

    private static ImmutableArray<Change> Install(Inventory inventory, Core.Hosts.Host host, DateTimeOffset now, ProfileSources sources)
    {
        try
        {
            return [.. Arming.Install(inventory, host, now, InstallAttempt.NewSecret(), attempt => sources.Freeze(host, attempt))];
        }
        catch (RefusedException refused) when (refused.Host is null)
        {
            throw new RefusedException(refused.Message) { Host = host.Name.ToString() };
        }
    }
}
