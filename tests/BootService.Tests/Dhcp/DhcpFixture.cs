using System.Runtime.CompilerServices;
using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Dhcp;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Core.Stores;
using BootService.Dhcp;
using BootService.Net;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using BootService.Protocols.Tests.Dhcp;
using Xunit;

namespace BootService.Tests.Dhcp;

/// <summary>
/// A DHCP server without sockets or disk: two known hosts, a pool of sixteen addresses on the boot network, and a relayed network without one.
/// </summary>
internal sealed class DhcpFixture : IAppliance, IBootEvents, ILeaseJournal, IFirmwareWatch
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    public static readonly Frontend Frontend = new(
        "frontend", "local", "eth1", MacAddress.Parse("52:54:00:00:00:01"), Ipv4.Parse("10.1.1.1"), Ipv4Network.Parse("10.1.0.0/16"), 80);
    public static readonly MacAddress Known = MacAddress.Parse("52:54:00:00:01:00");
    public static readonly MacAddress Relayed = MacAddress.Parse("52:54:00:00:01:01");
    public static readonly MacAddress Unknown = MacAddress.Parse("02:00:00:00:00:07");
    public static readonly UdpPeer Peer = new(Ipv4.Any, 68);

    private readonly byte[] _reply = new byte[2000];

    public DhcpFixture(DhcpSettings? settings = null)
    {
        Current = Inventory.Empty(Frontend).With(
            new Change.ApplianceSet(new Appliance("backend", "Backend", "backend")),
            new Change.NetworkSet(
                new Network(
                    "private", Frontend.Subnet)
                {
                    Gateway = Frontend.Address,
                    Zone = "local",
                    PoolFirst = Ipv4.Parse("10.1.9.0"),
                    PoolLast = Ipv4.Parse("10.1.9.15")
                }),
            new Change.NetworkSet(new Network("far", Ipv4Network.Parse("10.3.0.0/24")) { Gateway = Ipv4.Parse("10.3.0.1") }),
            new Change.PalletSet(
                new Pallet(new PalletKey("CentOS", "6.6", "redhat", "x86_64")) { Kernel = "vmlinuz", Initrd = "initrd.img", Boxes = ["default"] }),
            new Change.HostSet(HostOf("backend-0-0", Known, "10.1.255.254", "private")),
            new Change.HostSet(HostOf("backend-0-1", Relayed, "10.3.0.9", "far")));
        Book = new LeaseBook(new LeaseTerms());
        Responder = new DhcpResponder(settings ?? new DhcpSettings(), this, this, Book, this) { Firmware = this };
    }

    public Inventory Current { get; set; }

    public LeaseBook Book { get; }

    public DhcpResponder Responder { get; }

    public DhcpMoment Now { get; set; } = new(Noon, 1_000_000);

    public List<BootEvent> Told { get; } = [];

    public List<StoredLease> Stored { get; } = [];

    /// <summary>What was learned of machines.</summary>
    public MachineSightings Seen { get; } = new();

    public bool HasPending => false;

    public DhcpReply Last { get; private set; }

    public bool Allocates { get; set; } = true;

    public FirmwareKind FirmwareOf(MacAddress card, long now) => Seen.Of(card, now).Firmware;

    public void Asked(MacAddress card, FirmwareKind firmware, InstallAttempt? attempt, long now) => Seen.FirmwareAsked(card, firmware, attempt?.Id ?? 0, now);

    public void Took(MacAddress card, Ipv4 address, long now) => Seen.AddressTaken(card, address, now);

    public Task<T> CommitAsync<T>(Func<Inventory, Proposal<T>> propose, CancellationToken cancel) => throw new NotSupportedException();

    public void Post(in BootEvent happened)
    {
        if (Allocates)
        {
            Told.Add(happened);
        }
    }

    public void Add(StoredLease lease)
    {
        if (Allocates)
        {
            Stored.Add(lease);
        }
    }

    public void Seal()
    {
    }

    public bool Commit() => true;

    /// <summary>Asks, and gives the reply's octets; empty for none.</summary>
    public byte[] Ask(ReadOnlySpan<byte> datagram, DhcpDoor door = DhcpDoor.Server, UdpPeer? from = null)
    {
        Last = Responder.Handle(datagram, door, from ?? Peer, Now, _reply);
        return _reply[..Last.Length];
    }

    /// <summary>The same without a copy.</summary>
    public int AskQuietly(ReadOnlySpan<byte> datagram) => Responder.Handle(datagram, DhcpDoor.Server, Peer, Now, _reply).Length;

    public void Pass(TimeSpan time) => Now = new DhcpMoment(Now.Wall + time, Now.Milliseconds + (long)time.TotalMilliseconds);

    public void Arm() => Current = Current.With(Arming.Install(Current, Current.HostOf(Known)!, Noon, InstallAttempt.NewSecret(), _ => "kickstart"));

    public void ArmOther() => Current = Current.With(Arming.Install(Current, Current.HostOf(Relayed)!, Noon, InstallAttempt.NewSecret(), _ => "kickstart"));

    public void Set(string attribute, string value) =>
        Current = Current.With(
            new Change.AttributeWritten(
                AttributeOwner.Of(Current.HostOf(Known)!.Name), AttributeName.Parse(attribute), new AttributeValue(value, Shadow: false, Noon)));

    /// <summary>Compares a reply's summary with a golden file; <c>UPDATE_GOLDEN=1</c> writes it.</summary>
    public static void Check(string name, byte[] reply, [CallerFilePath] string test = "")
    {
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(reply, out var message));
        var actual = DhcpSummary.Lines(message);
        var path = Path.Combine(Path.GetDirectoryName(test)!, "testdata", name + ".txt");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }

    private static Host HostOf(string name, MacAddress mac, string address, string network) => new(HostName.Parse(name), "backend", 0, 0)
    {
        Interfaces = [new HostInterface("eth0", mac, Ipv4.Parse(address), network, IsDefault: true)],
    };
}
