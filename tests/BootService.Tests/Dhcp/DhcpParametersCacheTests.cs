using BootService.Core.Attributes;
using BootService.Core.Dhcp;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Dhcp;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Pxe;
using Xunit;

namespace BootService.Tests.Dhcp;

/// <summary>Words that were found for a machine hold on through what concerns others, and through nothing that concerns it.</summary>
public sealed class DhcpParametersCacheTests
{
    private static readonly HostName Other = HostName.Parse("backend-0-1");

    private readonly DhcpFixture _server = new();
    private readonly DhcpParametersCache _cache = new();

    public DhcpParametersCacheTests()
    {
        _server.Arm();
        _server.ArmOther();
    }

    [Fact]
    public void The_whole_road_of_another_host_leaves_a_machines_words_as_they_are()
    {
        var words = Words();
        AttemptSignal[] road =
        [
            new AttemptSignal.FirmwareAsked(), new AttemptSignal.HandedOut(), new AttemptSignal.KickstartFetched(default),
            new AttemptSignal.StageReached("post"),
            new AttemptSignal.Done(), new AttemptSignal.Up(),
        ];
        foreach (var signal in road)
        {
            var before = _server.Current;
            Change(AttemptLedger.Changes(_server.Current, _server.Current.AttemptOf(Other)!, signal, DhcpFixture.Noon));
            Assert.NotSame(before, _server.Current);
            Assert.Same(words, Words());
        }

        Change(new Change.HostSet(_server.Current.HostOf(Other)! with { Comment = "mended" }));
        Change(new Change.HostRemoved(Other));
        Assert.Same(words, Words());
    }

    [Fact]
    public void What_concerns_the_machine_is_heard_of_at_once()
    {
        var host = _server.Current.HostOf(DhcpFixture.Known)!;
        IReadOnlyList<Change>[] concerns =
        [
            AttemptLedger.Changes(_server.Current, _server.Current.AttemptOf(host.Name)!, new AttemptSignal.HandedOut(), DhcpFixture.Noon),
            [new Change.HostSet(host with { Action = BootAction.Os })],
            [new Change.AttributeWritten(AttributeOwner.Of(host.Name), AttributeName.Parse("loader"), new AttributeValue("shim", Shadow: false, default))],
            [new Change.AttributeWritten(AttributeOwner.Global, AttributeName.Parse("loader"), new AttributeValue("shim", Shadow: false, default))],
            [new Change.NetworkSet(_server.Current.Networks["private"] with { Pxe = false })],
            [new Change.PalletRemoved(_server.Current.Pallets.Keys.Single())],
        ];
        foreach (var changes in concerns)
        {
            var before = Words();
            Change([.. changes]);
            Assert.NotSame(before, Words());
        }
    }

    [Fact]
    public void What_can_change_by_time_is_not_kept_for_long()
    {
        var words = Words();
        _server.Pass(TimeSpan.FromSeconds(4));
        Assert.Same(words, Words());
        _server.Pass(TimeSpan.FromSeconds(2));
        Assert.NotSame(words, Words());
    }

    private void Change(params IEnumerable<Change> changes) => _server.Current = _server.Current.With(changes);

    private DhcpParameters Words()
    {
        var question = new DhcpQuestion
        {
            Type = DhcpMessageType.Discover,
            Mac = DhcpFixture.Known,
            Client = DhcpFixture.Known.Value,
            Pxe = new PxeClient { Vendor = PxeVendor.PxeClient, Architecture = PxeArchitecture.X64Uefi, Firmware = PxeFirmware.UefiX64 },
        };
        return _cache.For(_server.Current, _server.Current.Networks["private"], question, _server.Current.HostOf(DhcpFixture.Known), _server.Now);
    }
}
