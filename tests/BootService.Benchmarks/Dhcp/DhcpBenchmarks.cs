using BenchmarkDotNet.Attributes;
using BootService.Core.Dhcp;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Dhcp;
using BootService.Net;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using BootService.Protocols.Pxe;

namespace BootService.Benchmarks.Dhcp;

/// <summary>One packet's way: parsing, and the whole door from octets to octets among ten thousand hosts. The allocation column must show nothing.</summary>
[MemoryDiagnoser]
public class DhcpBenchmarks
{
    private static readonly Frontend Frontend =
        new("frontend", "local", "eth1", MacAddress.Parse("52:54:00:00:00:01"), Ipv4.Parse("10.1.1.1"), Ipv4Network.Parse("10.1.0.0/16"), 80);

    private readonly byte[] _reply = new byte[1500];
    private byte[] _firmware = [];
    private byte[] _guest = [];
    private DhcpResponder? _responder;
    private DhcpMoment _now;

    /// <summary>Makes ten thousand hosts, a pool, and two packets.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var hosts = Enumerable.Range(0, 10_000)
            .Select(static rank => (Change)new Change.HostSet(new Host(HostName.Parse($"backend-0-{rank}"), "backend", 0, rank)
            {
                Interfaces =
                [new HostInterface("eth0", new MacAddress(0x5254_0001_0000UL + (uint)rank), new Ipv4(0x0A01_4000 + (uint)rank), "private", IsDefault: true)],
            }));
        var network = new Network(
            "private", Frontend.Subnet)
        {
            Gateway = Frontend.Address,
            Zone = "local",
            PoolFirst = Ipv4.Parse("10.1.200.0"),
            PoolLast = Ipv4.Parse("10.1.250.255")
        };
        var appliance = new FixedAppliance(Inventory.Empty(Frontend).With([new Change.NetworkSet(network), .. hosts]));
        _responder = new DhcpResponder(new DhcpSettings(), appliance, appliance, new LeaseBook(new LeaseTerms()), appliance);
        _now = DhcpMoment.Now(TimeProvider.System);
        _firmware = Packet(new MacAddress(0x5254_0001_0007), firmware: true);
        _guest = Packet(new MacAddress(0x0200_0000_0007), firmware: false);
    }

    /// <summary>Octets to view to client class.</summary>
    [Benchmark]
    public PxeClient Parse()
    {
        DhcpMessage.TryParse(_firmware, out var message);
        return PxeClient.From(message);
    }

    /// <summary>A known host's firmware is offered its address and loader.</summary>
    [Benchmark]
    public int OfferToFirmware() => _responder!.Handle(_firmware, DhcpDoor.Server, new UdpPeer(Ipv4.Any, 68), _now, _reply).Length;

    /// <summary>A machine nobody knows is offered an address of the pool.</summary>
    [Benchmark]
    public int OfferToGuest() => _responder!.Handle(_guest, DhcpDoor.Server, new UdpPeer(Ipv4.Any, 68), _now, _reply).Length;

    private static byte[] Packet(MacAddress mac, bool firmware)
    {
        var buffer = new byte[600];
        var writer = new DhcpRequestWriter(buffer, DhcpMessageType.Discover, mac, 0x1234abcd);
        writer.Add(
            DhcpOptionCode.ParameterRequestList, [1, 2, 3, 4, 5, 6, 12, 13, 15, 17, 18, 22, 23, 28, 40, 41, 42, 43, 50, 51, 54, 58, 59, 60, 66, 67, 97, 128]);
        if (firmware)
        {
            writer.AddText(DhcpOptionCode.VendorClass, "PXEClient:Arch:00007:UNDI:003000");
            writer.Add(DhcpOptionCode.ClientArchitecture, (ushort)7);
            writer.Add(DhcpOptionCode.ClientNetworkInterface, [1, 3, 0]);
            writer.Add(DhcpOptionCode.ClientMachineIdentifier, new byte[17]);
            writer.Add(DhcpOptionCode.MaximumMessageSize, (ushort)1472);
        }

        return buffer[..writer.Finish()];
    }

    private sealed class FixedAppliance(Inventory inventory) : IAppliance, IBootEvents, ILeaseJournal
    {
        public Inventory Current => inventory;

        public bool HasPending => false;

        public Task<T> CommitAsync<T>(Func<Inventory, Proposal<T>> propose, CancellationToken cancel) => throw new NotSupportedException();

        public void Post(in BootEvent happened)
        {
        }

        public void Add(StoredLease lease)
        {
        }

        public void Seal()
        {
        }

        public bool Commit() => true;
    }
}
