using System.Collections.Immutable;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Installs;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace BootService.Tests.Installs;

public sealed class MachineDiscoveryTests : IAsyncLifetime
{
    private static readonly MacAddress Stranger = MacAddress.Parse("52:54:00:00:02:00");

    private FrontendUnderTest _frontend = null!;
    private MachineDiscovery _discovery = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _frontend = await FrontendUnderTest.StartAsync(Cancel);
        await _frontend.FillAsync();
        _discovery = new MachineDiscovery(
            _frontend.Appliance, new Armer(), _frontend.Events, _frontend.Events, new DiscoverySettings(), _frontend.Time,
            NullLogger<MachineDiscovery>.Instance);
        await _discovery.StartAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _discovery.StopAsync(CancellationToken.None);
        _discovery.Dispose();
        await _frontend.DisposeAsync();
    }

    [Theory]
    [InlineData(false, BootAction.None)]
    [InlineData(true, BootAction.Install)]
    public async Task Firmware_nobody_knows_becomes_the_next_node_at_the_top_of_the_network(bool install, BootAction action)
    {
        await EnableAsync(install);
        var met = await SeeAsync(Ask(Stranger, firmware: true));
        Assert.Equal(("backend-0-1", Ipv4.Parse("10.1.255.254")), (met.Host, met.Address));
        Assert.Equal(action, _frontend.Appliance.Current.HostOf(Stranger)!.Action);
    }

    [Fact]
    public async Task Each_machine_is_added_on_the_network_it_was_heard_on()
    {
        await EnableAsync(install: false);
        await _frontend.ChangeAsync(
            _ => [new Change.NetworkSet(new Network("second", Ipv4Network.Parse("10.5.0.0/24")) { Gateway = Ipv4.Parse("10.5.0.254") })]);
        Assert.Equal(("backend-0-1", Ipv4.Parse("10.5.0.253")), await MetAsync(Ask(Stranger, firmware: true) with { Network = "second" }));
        Assert.Equal(("backend-0-2", Ipv4.Parse("10.1.255.254")), await MetAsync(Ask(MacAddress.Parse("52:54:00:00:02:02"), firmware: true)));
        Assert.Equal("second", _frontend.Appliance.Current.HostOf(Stranger)!.Primary!.Network);

        async Task<(string?, Ipv4)> MetAsync(BootEvent asked) => await SeeAsync(asked) is var met ? (met.Host, met.Address) : default;
    }

    [Fact]
    public async Task A_machine_on_no_network_of_ours_or_on_one_that_boots_nobody_stays_unknown()
    {
        await EnableAsync(install: false);
        await _frontend.ChangeAsync(_ => [new Change.NetworkSet(new Network("quiet", Ipv4Network.Parse("10.5.0.0/24")) { Pxe = false })]);
        var quiet = MacAddress.Parse("52:54:00:00:02:03");
        _frontend.Events.Post(Ask(quiet, firmware: true) with { Network = "quiet" });
        _frontend.Events.Post(Ask(quiet, firmware: true) with { Network = null });
        await SeeAsync(Ask(Stranger, firmware: true));
        Assert.Null(_frontend.Appliance.Current.HostOf(quiet));
    }

    [Fact]
    public async Task An_operating_system_and_a_known_machine_are_left_alone()
    {
        await EnableAsync(install: true);
        _frontend.Events.Post(Ask(MacAddress.Parse("52:54:00:00:02:01"), firmware: false));
        _frontend.Events.Post(Ask(FrontendUnderTest.Mac, firmware: true));
        await SeeAsync(Ask(Stranger, firmware: true));
        Assert.Equal(2, _frontend.Appliance.Current.Hosts.Count);
    }

    private static BootEvent Ask(MacAddress mac, bool firmware) =>
        new(FrontendUnderTest.Noon, mac, BootStage.Dhcp, BootOutcome.Refused, BootMessage.Discover) { IsFirmware = firmware, Network = Network.Private };

    private Task EnableAsync(bool install) => _frontend.ChangeAsync(_ =>
    [
        Global(Discovery.ApplianceAttribute, "backend"), Global(Discovery.RackAttribute, "0"), Global(Discovery.RankAttribute, "0"),
        Global(Discovery.InstallAttribute, install ? "true" : "false"),
    ]);

    private static Change.AttributeWritten Global(AttributeName name, string text) =>
        new(AttributeOwner.Global, name, new AttributeValue(text, Shadow: false, FrontendUnderTest.Noon));

    /// <summary>Posts an event and waits for what discovery says.</summary>
    private async Task<BootEvent> SeeAsync(BootEvent asked)
    {
        var seen = _frontend.Events.Subscribe(Cancel);
        _frontend.Events.Post(asked);
        await foreach (var happened in seen)
        {
            if (happened.Message is BootMessage.Discovered && happened.Mac == asked.Mac)
            {
                return happened;
            }
        }

        throw new InvalidOperationException("the stream of events ended");
    }

    private sealed class Armer : IInstallArming
    {
        public ImmutableArray<Change> Arm(Inventory inventory, ImmutableArray<Host> hosts, DateTimeOffset now) =>
            hosts.Length > 0
                ? [.. Arming.Install(inventory, hosts[0], now, InstallAttempt.NewSecret(), _ => "kickstart")]
                : throw new RefusedException("no host");
    }
}
