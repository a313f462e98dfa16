using BootService.Lab;
using BootService.Lab.Machines;
using BootService.Lab.Seed;
using Xunit;

namespace BootService.Interop.Tests.Installs;

/// <summary>
/// The page's cluster with a BIOS master and a UEFI slave, described by the page's own commands from its first to its last, installed and up from their own
/// disks.
/// </summary>
public sealed class InstalledCluster : IAsyncLifetime
{
    private readonly List<VirtualMachine> _machines = [];
    private ServedLan? _served;

    internal ServedLan Served => _served!;

    internal static IReadOnlyList<SeedNode> Nodes { get; } = [new(0, BootService.Lab.Machines.Firmware.Bios), new(1, BootService.Lab.Machines.Firmware.Uefi)];

    internal VirtualMachine MachineOf(SeedNode node) => _machines[node.Rank];

    public async ValueTask InitializeAsync()
    {
        _served = await ServedLan.StartAsync();
        var cluster = new SeedCluster(_served.Daemon, Nodes);
        await using (var sources = await SeedSources.LayOutAsync(_served.Lan, await Checkout.MediaAsync()))
        {
            await cluster.FollowPageAsync(sources);
        }

        await cluster.ArmAsync();
        foreach (var node in Nodes)
        {
            var machine = await VirtualMachine.CreateAsync(_served.Lan, node.Machine);
            _machines.Add(machine);
            machine.PowerOn();
        }

        await Task.WhenAll(Nodes.Select(node =>
            MachineOf(node).Console.SeeAsync(Limits.Install, node.UpMarkers)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var machine in _machines)
        {
            await machine.DisposeAsync();
        }

        if (_served is not null)
        {
            await _served.DisposeAsync();
        }
    }
}
